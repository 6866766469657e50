import { TEXT_STATUS_PROPERTY } from '../../model/languages';
import type { Scalar } from '../../model/properties';
import type { PropertyDefinition, PropertyType } from '../../model/property-definition';
import type { BaseTypeId } from '../../model/type-definition';
import { BASES } from '../rows/object-row';
import { sqlText, type SqlValues } from './sql-values';
import { own } from '../../model/own';

/** How the rows of one table of a query are called in SQL, and what is known of them. */
export interface RowSource {
  readonly alias: string;
  /** Frozen versions are among the rows: there is a column `frozen`, the key of `versions`, null on live rows. */
  readonly versions: boolean;
  /** The one base type of all rows; undefined where there are several. */
  readonly baseId?: BaseTypeId;
  /** A row of the result may have no object of this table. */
  readonly optional: boolean;
  /** SQL of whether the caller may read the row's content, so that it is found by its words; undefined: whoever sees the row may. */
  readonly readsContent?: string;
}

/** The SQL type that a column is compared as; with each goes one form of values. */
type SqlType = 'text' | 'numeric' | 'boolean' | 'timestamptz';

export interface ColumnSql {
  readonly sql: string;
  readonly type: SqlType;
  /** What tells whether the property is set, when that is cheaper than the value. */
  readonly presence?: string;
  /** What the rows are ordered by, when that is not the value. */
  readonly order?: string;
  /** What is true of the rows in the property's index, said beside a condition on values that are all in it. */
  readonly indexed?: string;
  /** What is true of the rows whose value is true, said beside the condition that it is, for an index to answer. */
  readonly whereTrue?: string;
}

/** Longer texts do not fit into an index. In bytes. */
const MAX_INDEXED_TEXT = 600;

/** SQL of the condition that a text is in the index of its property. */
export const isIndexed = (text: string): string => `octet_length(${text}) <= ${MAX_INDEXED_TEXT}`;

/** Whether no text that is not in the index can equal one of these. */
export const areIndexed = (values: readonly Scalar[]): boolean =>
  values.every((value) => Buffer.byteLength(String(value)) <= MAX_INDEXED_TEXT);

const STORED_TYPES: Readonly<Record<PropertyType, SqlType>> = {
  string: 'text',
  id: 'text',
  uri: 'text',
  html: 'text',
  integer: 'numeric',
  decimal: 'numeric',
  datetime: 'numeric',
  boolean: 'boolean',
};

/**
 * The value of a stored property of row `row` as it is compared; datetimes are milliseconds. An index on the property
 * is one on this expression of `objects` (of its array, where it is multi-valued).
 */
export function storedValue(
  row: string,
  property: Pick<PropertyDefinition, 'id' | 'propertyType' | 'cardinality'>,
): string {
  if (property.cardinality === 'multi') return `(${row}.props->${sqlText(property.id)})`;
  const text = `(${row}.props->>${sqlText(property.id)})`;
  const type = STORED_TYPES[property.propertyType];
  return type === 'text' ? `(${text} collate "C")` : `(${text}::${type})`;
}

/** Kept as keys of types, not as text. */
export const SECONDARY_TYPES = 'cmis:secondaryObjectTypeIds';

type SystemColumn = (row: RowSource) => ColumnSql;

const text =
  (sql: (alias: string) => string): SystemColumn =>
  ({ alias }) => ({ sql: sql(alias), type: 'text' });
const textOfDocuments =
  (sql: (alias: string) => string): SystemColumn =>
  (row) => ({ sql: ofDocuments(row, sql(row.alias)), type: 'text' });
const booleanOfDocuments =
  (sql: (alias: string) => string): SystemColumn =>
  (row) => ({ sql: ofDocuments(row, whereThere(row, sql(row.alias))), type: 'boolean' });
const time =
  (column: string): SystemColumn =>
  ({ alias }) => ({ sql: `${alias}.${column}`, type: 'timestamptz' });

/** Not set where the row has no object of this table. */
export const whereThere = (row: RowSource, sql: string): string =>
  row.optional ? `(case when ${row.alias}.id is not null then ${sql} end)` : sql;

/** Only documents have versions: not set where the row is anything else. */
export const ofDocuments = ({ alias, baseId }: Pick<RowSource, 'alias' | 'baseId'>, sql: string): string =>
  baseId === undefined ? `(case when ${alias}.base = 1 then ${sql} end)` : sql;

/** System properties that are no ids: ids have several spellings and are compared by `id-predicates`. */
const SYSTEM: Readonly<Record<string, SystemColumn>> = {
  'cmis:name': ({ alias }) => ({ sql: `${alias}.name`, type: 'text', order: `${alias}.name_key` }),
  'cmis:description': text((row) =>
    storedValue(row, { id: 'cm:description', propertyType: 'string', cardinality: 'single' }),
  ),
  'cmis:createdBy': text((row) => `${row}.created_by`),
  'cmis:creationDate': time('created'),
  'cmis:lastModifiedBy': text((row) => `${row}.modified_by`),
  'cmis:lastModificationDate': time('modified'),
  'cmis:isLatestVersion': (row) => ({
    sql: ofDocuments(
      row,
      row.versions ? `(${row.alias}.frozen is null and not ${row.alias}.pwc)` : `(not ${row.alias}.pwc)`,
    ),
    type: 'boolean',
  }),
  'cmis:isMajorVersion': booleanOfDocuments((row) => `(${row}.is_major and not ${row}.pwc)`),
  'cmis:isPrivateWorkingCopy': (row) => ({
    sql: ofDocuments(row, whereThere(row, `${row.alias}.pwc`)),
    type: 'boolean',
    whereTrue: `${row.alias}.pwc`,
  }),
  'cmis:versionLabel': textOfDocuments(
    (row) => `(case when ${row}.pwc then 'pwc' else ${row}.major || '.' || ${row}.minor end collate "C")`,
  ),
  'cmis:isVersionSeriesCheckedOut': booleanOfDocuments((row) => `(${row}.checked_out_by is not null)`),
  'cmis:versionSeriesCheckedOutBy': text((row) => `${row}.checked_out_by`),
  'cmis:checkinComment': textOfDocuments((row) => `(${row}.comment collate "C")`),
  'cmis:contentStreamLength': ({ alias }) => ({
    sql: `(select c.length from contents c where c.id = ${alias}.content_id)`,
    type: 'numeric',
    presence: `${alias}.content_id`,
  }),
  'cmis:contentStreamMimeType': text((row) => `(case when ${row}.content_id is not null then ${row}.mime end)`),
  'cmis:contentStreamFileName': text(
    (row) => `(case when ${row}.content_id is not null then coalesce(${row}.filename, ${row}.name) end)`,
  ),
  [TEXT_STATUS_PROPERTY]: text(
    (row) => `((select c.text_state from contents c where c.id = ${row}.content_id) collate "C")`,
  ),
  'cm:owner': text((row) => `${row}.owner`),
};

/** SQL of a single-valued column that is no system id. */
export function columnSql(row: RowSource, property: PropertyDefinition): ColumnSql {
  const system = Object.hasOwn(SYSTEM, property.id) ? SYSTEM[property.id] : undefined;
  if (system) return system(row);
  const sql = storedValue(row.alias, property);
  const type = STORED_TYPES[property.propertyType];
  return {
    sql,
    type,
    presence: `${row.alias}.props->>${sqlText(property.id)}`,
    ...(type === 'text' && { indexed: isIndexed(sql) }),
  };
}

/** The parameter that stands in a statement for a value to compare a column of the type with. */
export function valueSql(values: SqlValues, type: SqlType, value: Scalar): string {
  return values.add(type === 'timestamptz' ? timestamp(Number(value)) : value, type);
}

/** As `valueSql`, for a list as an array. */
export function listSql(values: SqlValues, type: SqlType, list: readonly Scalar[]): string {
  return values.add(type === 'timestamptz' ? list.map((value) => timestamp(Number(value))) : list, `${type}[]`);
}

const FIRST = Date.parse('0001-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

/** Years that PostgreSQL writes otherwise than ISO 8601 lie before or after every time of the system. */
function timestamp(milliseconds: number): string {
  if (milliseconds < FIRST) return '-infinity';
  return milliseconds > LAST ? 'infinity' : new Date(milliseconds).toISOString();
}

const PUBLIC_ID = (row: string): string =>
  `${row}.series || case when ${row}.base <> 1 then '' when ${row}.pwc then ';pwc' else ';' || ${row}.major || '.' || ${row}.minor end`;

const SYSTEM_IDS: Readonly<Record<string, (row: string) => string>> = {
  'cmis:objectId': PUBLIC_ID,
  'cmis:baseTypeId': (row) => `(array[${BASES.map((base) => `'${base}'`).join(', ')}])[${row}.base + 1]`,
  'cmis:objectTypeId': (row) => `(select y.type_id from types y where y.id = ${row}.type_id)`,
  'cmis:parentId': (row) => `(select p.uuid::text from objects p where p.id = ${row}.parent_id)`,
  'cmis:versionSeriesId': (row) => `${row}.series::text`,
  'cmis:sourceId': (row) => `(select ${PUBLIC_ID('e')} from objects e where e.id = ${row}.source_id)`,
  'cmis:targetId': (row) => `(select ${PUBLIC_ID('e')} from objects e where e.id = ${row}.target_id)`,
};

/** Whether the property is an id that stands in other rows or columns than it is shown. */
export const isSystemId = (property: PropertyDefinition): boolean => Object.hasOwn(SYSTEM_IDS, property.id);

/** The id as clients see it; undefined for what is no system id. */
export function idText(row: RowSource, property: PropertyDefinition): string | undefined {
  const sql = own(SYSTEM_IDS, property.id)?.(row.alias);
  if (sql === undefined) return undefined;
  return `((${property.id === 'cmis:versionSeriesId' ? ofDocuments(row, sql) : sql}) collate "C")`;
}
