/** Values of a field with how many objects have them. */
import type { Scalar } from '../../model/properties';
import type { TypeRegistry } from '../../model/type-registry';
import type { FacetCounts, FieldCounts } from '../../repository/search-request';
import { typeName } from '../model/names';
import { mimeTypeName } from '../nodes/mime-type-names';
import { phrase } from './phrase';
import type { FieldFacetBody } from './search-body';

export interface Bucket {
  readonly label: string;
  readonly filterQuery: string;
  readonly count: number;
  readonly display?: string;
}

/** A value of a property under the name that people know it by; undefined where it has none. */
export type DisplayOf = (propertyId: string | undefined, value: Scalar) => string | undefined;

/** Properties whose values are names of people. */
const PEOPLE = new Set([
  'cmis:createdBy',
  'cmis:lastModifiedBy',
  'cmis:versionSeriesCheckedOutBy',
  'cm:owner',
  'cm:lockOwner',
]);

/** Names of people among the values. */
export const peopleAmong = ({ fields }: FacetCounts): readonly string[] => [
  ...new Set(
    fields
      .filter(({ property }) => property && PEOPLE.has(property.id))
      .flatMap(({ buckets }) => buckets.map(({ value }) => String(value))),
  ),
];

const CLASSES = new Set(['cmis:objectTypeId', 'cmis:secondaryObjectTypeIds', 'cmis:baseTypeId']);

export const displaysIn =
  (types: TypeRegistry, displayNames: ReadonlyMap<string, string>): DisplayOf =>
  (propertyId, value) => {
    if (propertyId === undefined || typeof value !== 'string') return undefined;
    if (PEOPLE.has(propertyId)) return displayNames.get(value) ?? value;
    if (CLASSES.has(propertyId)) return (types.find(value) ?? types.findSecondary(value))?.displayName;
    return propertyId === 'cmis:contentStreamMimeType' ? mimeTypeName(value) : undefined;
  };

/** Fields whose values take in what is below them, and those that do not. */
const EXACTLY: Readonly<Record<string, string>> = { TYPE: 'EXACTTYPE', ASPECT: 'EXACTASPECT' };

export function bucketsOf(facet: FieldFacetBody, counts: FieldCounts, displayOf: DisplayOf): readonly Bucket[] {
  const { buckets, missing, property } = counts;
  const field = EXACTLY[facet.field] ?? facet.field;
  const shown = buckets.map(({ value, count }): Bucket => {
    const display = displayOf(property?.id, value);
    const label = labelOfValue(counts, value);
    return { label, filterQuery: `${field}:${phrase(label)}`, count, ...(display !== undefined && { display }) };
  });
  if (facet.missing !== true) return shown;
  return [...shown, { label: 'null', filterQuery: `-${facet.field}:*`, count: missing }];
}

function labelOfValue({ property }: FieldCounts, value: Scalar): string {
  if (property && CLASSES.has(property.id)) return typeName({ id: String(value) });
  return property?.propertyType === 'datetime' ? new Date(Number(value)).toISOString() : String(value);
}
