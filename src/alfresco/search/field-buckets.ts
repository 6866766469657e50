/** Values of a field with how many objects have them. */
import type { PropertyDefinition } from '../../model/property-definition';
import type { Scalar } from '../../model/properties';
import type { TypeRegistry } from '../../model/type-registry';
import type { FacetCounts, FieldCounts, PivotBucket } from '../../repository/contract/search-request';
import { typeName } from '../model/names';
import { mimeTypeName } from '../nodes/mime-type-names';
import { phrase } from './phrase';
import { plainFields } from './facet-input';
import { pivotsOf } from './pivot-input';
import type { FieldFacetBody, SearchBody } from './search-body';
import { own } from '../../model/own';

export interface Bucket {
  readonly label: string;
  readonly filterQuery: string;
  readonly count: number;
  readonly display?: string;
}

/** A value of a property under the name that people know it by; undefined where it has none. */
export type DisplayOf = (of: Counting, value: Scalar) => string | undefined;

/** A field as the client calls it, and what it is. */
interface Counting {
  readonly field: string;
  readonly property: PropertyDefinition | undefined;
}

const SITE = 'SITE';

/** Properties whose values are names of people. */
const PEOPLE = new Set([
  'cmis:createdBy',
  'cmis:lastModifiedBy',
  'cmis:versionSeriesCheckedOutBy',
  'cm:owner',
  'cm:lockOwner',
]);

/** Names of people among the values. */
export function peopleAmong({ fields, pivots }: FacetCounts): readonly string[] {
  const names = new Set<string>();
  const isPeople = (property: PropertyDefinition | undefined): boolean =>
    property !== undefined && PEOPLE.has(property.id);
  for (const { property, buckets } of fields) {
    if (isPeople(property)) for (const { value } of buckets) names.add(String(value));
  }
  for (const { properties, buckets } of pivots) {
    const walk = (here: readonly PivotBucket[], level: number): void => {
      for (const { value, buckets: below } of here) {
        if (isPeople(properties[level])) names.add(String(value));
        walk(below, level + 1);
      }
    };
    walk(buckets, 0);
  }
  return [...names];
}

/** Names of sites among the values. */
export function sitesAmong(body: SearchBody, { fields, pivots }: FacetCounts): readonly string[] {
  const names = new Set<string>();
  plainFields(body).forEach(({ field }, index) => {
    if (field === SITE) for (const { value } of fields[index]?.buckets ?? []) names.add(String(value));
  });
  pivotsOf(body).forEach(({ levels }, index) => {
    const walk = (here: readonly PivotBucket[], level: number): void => {
      for (const { value, buckets } of here) {
        if (levels[level]?.field === SITE) names.add(String(value));
        walk(buckets, level + 1);
      }
    };
    walk(pivots[index]?.buckets ?? [], 0);
  });
  return [...names];
}

const CLASSES = new Set(['cmis:objectTypeId', 'cmis:secondaryObjectTypeIds', 'cmis:baseTypeId']);

interface Known {
  readonly types: TypeRegistry;
  readonly displayNames: ReadonlyMap<string, string>;
  readonly siteTitles: ReadonlyMap<string, string>;
}

/** How values are called by people: sites, people, types and media types; undefined for all that need no other name. */
export const displaysIn =
  ({ types, displayNames, siteTitles }: Known): DisplayOf =>
  ({ field, property }, value) => {
    if (typeof value !== 'string') return undefined;
    if (field === SITE) return siteTitles.get(value);
    if (!property) return undefined;
    if (PEOPLE.has(property.id)) return displayNames.get(value) ?? value;
    if (CLASSES.has(property.id)) return (types.find(value) ?? types.findSecondary(value))?.displayName;
    return property.id === 'cmis:contentStreamMimeType' ? mimeTypeName(value) : undefined;
  };

/** Fields whose values take in what is below them, and those that do not. */
const EXACTLY: Readonly<Record<string, string>> = { TYPE: 'EXACTTYPE', ASPECT: 'EXACTASPECT' };

/** Buckets in the order of the counts; last, where it is wanted, the one of what has no value. */
export function bucketsOf(facet: FieldFacetBody, counts: FieldCounts, displayOf: DisplayOf): readonly Bucket[] {
  const { buckets, missing, property } = counts;
  const shown = buckets.map((bucket) => bucketOf(facet.field, { ...bucket, property }, displayOf));
  if (facet.missing !== true) return shown;
  return [...shown, { label: 'null', filterQuery: `-${facet.field}:*`, count: missing }];
}

interface Counted {
  readonly property: PropertyDefinition | undefined;
  readonly value: Scalar;
  readonly count: number;
}

export function bucketOf(field: string, counted: Counted, displayOf: DisplayOf): Bucket {
  const { property, value, count } = counted;
  const display = displayOf({ field, property }, value);
  const label = labelOfValue(counted);
  const filterQuery = `${own(EXACTLY, field) ?? field}:${phrase(label)}`;
  return { label, filterQuery, count, ...(display !== undefined && { display }) };
}

function labelOfValue({ property, value }: Counted): string {
  if (property && CLASSES.has(property.id)) return typeName({ id: String(value) });
  return property?.propertyType === 'datetime' ? new Date(Number(value)).toISOString() : String(value);
}
