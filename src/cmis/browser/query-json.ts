import type { PropertyType } from '../../model/property-definition';
import type { QueryColumnValue, QueryRow } from '../../repository/contract/query-request';
import type { Page } from '../../repository/values/object-view';
import type { JsonText } from './json-text';
import { stringJson, valueJson } from './json-value';
import { pageJson } from './list-json';
import { allowableActionsJson, objectsJson, propertyOpening, renditionsJson, type JsonStyle } from './object-json';

/** `queryResultList`, CMIS 1.1 §5.2.3: rows keyed by query name or alias, in the order of the select list. */
export function queryResultJson(page: Page<QueryRow>, style: JsonStyle): JsonText {
  return pageJson('results', page, (row) => rowJson(row, style));
}

function rowJson(row: QueryRow, style: JsonStyle): string {
  let json = `{"${style.succinct ? 'succinctProperties' : 'properties'}":${columnsJson(row, style)}`;
  if (row.allowableActions) json += `,"allowableActions":${allowableActionsJson(row.allowableActions)}`;
  if (row.relationships) json += `,"relationships":${objectsJson(row.relationships, style)}`;
  if (row.renditions) json += `,"renditions":${renditionsJson(row.renditions)}`;
  return json + '}';
}

/** What was written last of each source. */
const written = new WeakMap<object, { readonly how: string; readonly json: string }>();

/** Remembered for as long as the source of the row is. */
function columnsJson({ lasting, columns }: QueryRow, style: JsonStyle): string {
  if (!lasting) return writeColumns(columns(), style);
  const how = `${style.succinct} ${style.dateTimeFormat} ${lasting.shape}`;
  const known = written.get(lasting.source);
  if (known?.how === how) return known.json;
  const json = writeColumns(columns(), style);
  written.set(lasting.source, { how, json });
  return json;
}

function writeColumns(columns: readonly QueryColumnValue[], style: JsonStyle): string {
  let json = '{';
  for (const column of columns) {
    if (json.length > 1) json += ',';
    json += `${stringJson(column.queryName)}:`;
    json += style.succinct ? columnValue(column, style) : columnJson(column, style);
  }
  return json + '}';
}

function columnJson(column: QueryColumnValue, style: JsonStyle): string {
  const value = columnValue(column, style);
  if (column.definition) return `${propertyOpening(column.queryName, column.definition)}${value}}`;
  const name = stringJson(column.queryName);
  return (
    `{"localName":${name},"displayName":${name},"queryName":${name},` +
    `"type":"${computedType(column)}","cardinality":"single","value":${value}}`
  );
}

function columnValue(column: QueryColumnValue, style: JsonStyle): string {
  if (column.value === undefined) return 'null';
  const shape = column.definition ?? { propertyType: computedType(column), cardinality: 'single' as const };
  return valueJson(column.value, shape, style.dateTimeFormat);
}

/** SCORE() and other columns that no property definition stands behind. */
function computedType(column: QueryColumnValue): PropertyType {
  if (typeof column.value === 'string') return 'string';
  return typeof column.value === 'boolean' ? 'boolean' : 'decimal';
}
