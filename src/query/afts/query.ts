import { invalidArgument } from '../../model/errors';
import type { PropertyType } from '../../model/property-definition';
import type { TypeRegistry } from '../../model/type-registry';
import type { Predicate, SortKey } from '../ast';
import type { Bound, BoundQuery, Table, Weight } from '../bound';
import type { Limit } from './ast';
import { bindAfts, bindWeights, columnOf } from './bind';
import { SEARCHED_BASES, systemColumn } from './classes';
import { allOf, type Condition } from './conditions';
import type { Clock } from './date-maths';
import { meaningOf, type FieldScope } from './fields';
import { parseAfts, type Operator } from './parse';
import { unfold, type Template } from './templates';
import { rangeCondition } from './values';
import { own } from '../../model/own';

export type { Condition } from './conditions';

/** How the texts of one search are read. */
export interface AftsReading extends Clock {
  readonly types: TypeRegistry;
  readonly operator: Operator;
  readonly fieldOperator: Operator;
  /** Of tests that name no field; may be a template. */
  readonly defaultField: string;
  /** Prefix of names that have none. */
  readonly namespace: string;
  /** Fields that TEXT stands for; undefined: name, text properties and content. */
  readonly textAttributes?: readonly string[] | undefined;
  readonly named?: FieldScope['named'];
  readonly templates: readonly Template[];
  readonly style?: 'lucene' | undefined;
  /** Told of each test of all texts. */
  readonly onTest?: (() => void) | undefined;
}

/** `field`: of an object, or `score` for how well it fits. */
export interface AftsSort {
  readonly field: string;
  readonly descending: boolean;
}

/** What a text asks of objects. @throws CmisError `invalidArgument`. */
export function readAfts(reading: AftsReading, text: string): Condition {
  return bindAfts(unfold(parseAfts(text, reading), reading), reading);
}

/** The same with what counts for more or less in the score. @throws CmisError `invalidArgument`. */
export function readWeighted(
  reading: AftsReading,
  text: string,
): { readonly condition: Condition; readonly weights: readonly Weight[] } {
  const node = unfold(parseAfts(text, reading), reading);
  return { condition: bindAfts(node, reading), weights: bindWeights(node, reading) };
}

/** The query for the objects that fulfil all conditions, those that fit best first where no order is given. */
export function aftsQuery(
  reading: Pick<AftsReading, 'types' | 'namespace'>,
  input: {
    readonly conditions: readonly Condition[];
    readonly weights: readonly Weight[];
    readonly sort: readonly AftsSort[];
  },
): BoundQuery {
  const { types } = reading;
  const { weights } = input;
  const where = predicateOf(types, allOf(input.conditions));
  const table = searchedTable(types);
  const isScored = weights.length > 0 || (where !== undefined && hasText(where));
  const byScore: readonly SortKey<Bound>[] = isScored ? [{ by: 'score', descending: true }] : [];
  const orderBy = input.sort.map((key) => sortKey(reading, key));
  return {
    select: [{ kind: 'score', name: 'score' }],
    from: { kind: 'table', table },
    tables: [table],
    ...(where && { where }),
    indexedOnly: !where || !requiresText(where),
    orderBy: orderBy.length > 0 ? orderBy : byScore,
    ...(weights.length > 0 && { weights }),
  };
}

/** Undefined: everything. */
export function predicateOf(types: TypeRegistry, condition: Condition): Predicate<Bound> | undefined {
  if (condition === true) return undefined;
  return condition === false ? { kind: 'in', column: systemColumn(types, 'cmis:objectId'), values: [] } : condition;
}

function searchedTable(types: TypeRegistry): Table {
  const type = types.find('cmis:document');
  if (!type) throw new Error("There is no type 'cmis:document'.");
  return { index: 0, name: 'objects', type, rowTypes: [type], optional: false, bases: SEARCHED_BASES };
}

const hasText = (predicate: Predicate<Bound>): boolean =>
  predicate.kind === 'contains' ||
  ((predicate.kind === 'and' || predicate.kind === 'or') && predicate.operands.some(hasText));

/** Whether all that fulfils it has words: what is in no index has none. */
const requiresText = (predicate: Predicate<Bound>): boolean =>
  predicate.kind === 'contains' ||
  (predicate.kind === 'and' && predicate.operands.some(requiresText)) ||
  (predicate.kind === 'or' && predicate.operands.every(requiresText));

function sortKey(reading: Pick<AftsReading, 'types' | 'namespace'>, { field, descending }: AftsSort): SortKey<Bound> {
  if (field === 'score') return { by: 'score', descending };
  const column = columnOf(reading, field.replace(/^@/u, ''));
  if (!column) throw invalidArgument(`There is no property '${field}' to sort by.`);
  if (column.property.cardinality === 'multi' || !column.property.queryable) {
    throw invalidArgument(`Objects cannot be sorted by '${field}'.`);
  }
  return { by: column, descending };
}

/** What of objects facets count: values of a property, their site, or their tags. */
export interface CountedValues {
  readonly values: { readonly kind: 'column'; readonly column: Bound['column'] } | { readonly kind: 'site' | 'tags' };
  readonly propertyType: PropertyType;
}

const COUNTED_AS: Readonly<Record<string, string>> = {
  TYPE: 'cmis:objectTypeId',
  ASPECT: 'cmis:secondaryObjectTypeIds',
};

/** @throws CmisError `invalidArgument` for what cannot be counted. */
export function valuesOf(reading: AftsReading, field: string): CountedValues {
  if (field === 'SITE') return { values: { kind: 'site' }, propertyType: 'string' };
  if (field === 'TAG') return { values: { kind: 'tags' }, propertyType: 'string' };
  if (meaningOf(reading, field.replace(/^@/u, '')).kind === 'content')
    throw invalidArgument(`What contents say cannot be counted: '${field}' has no values.`);
  const system = own(COUNTED_AS, field);
  const column = system === undefined ? requireColumn(reading, field) : systemColumn(reading.types, system);
  return { values: { kind: 'column', column }, propertyType: column.property.propertyType };
}

/** A property with one number or date. @throws CmisError `invalidArgument`. */
export function numericColumn(reading: AftsReading, field: string): Bound['column'] {
  const column = requireColumn(reading, field);
  const { propertyType, cardinality } = column.property;
  if (cardinality === 'multi' || !['integer', 'decimal', 'datetime'].includes(propertyType)) {
    throw invalidArgument(`'${field}' is not one number and not one date.`);
  }
  return column;
}

/** Condition that a field has a value in the range. @throws CmisError `invalidArgument`. */
export function rangeAfts(
  reading: AftsReading,
  field: string,
  limits: { readonly from: Limit; readonly to: Limit },
): Condition {
  return rangeCondition(requireColumn(reading, field), limits, reading);
}

function requireColumn(reading: AftsReading, field: string): Bound['column'] {
  const column = columnOf(reading, field.replace(/^@/u, ''));
  if (!column) throw invalidArgument(`There is no property '${field}'.`);
  if (!column.property.queryable) throw invalidArgument(`The property '${field}' cannot be searched.`);
  return column;
}
