/** Queries and their rows as XML, CMIS 1.1 §2.2.6.1. */
import { invalidArgument } from '../../model/errors';
import type { QueryColumnValue, QueryRow } from '../../repository/contract/query-request';
import type { Scalar } from '../../model/properties';
import type { PropertyType } from '../../model/property-definition';
import { NEW_IN_1_1 } from '../cmis-1-0';
import { CMIS } from './namespaces';
import { allowableActionsXml, relationshipsXml, renditionsXml, type XmlStyle } from './object-xml';
import { markupOfDefinition, propertyMarkup, propertyXml, type PropertyMarkup } from './property-xml';
import { isNamed, type XmlElement } from './tree';

/** Writes the inside of `cmisra:object` for each row of a result; the columns' markup is made for the first row. */
export function rowWriter(style: XmlStyle): (row: QueryRow) => string {
  const write = columnsWriter(style);
  const how = `${style.version} ${style.dialect}`;
  const columnsXml = ({ lasting, columns }: QueryRow): string => {
    if (!lasting) return write(columns());
    const shape = `${how} ${lasting.shape}`;
    const known = written.get(lasting.source);
    if (known?.shape === shape) return known.xml;
    const xml = write(columns());
    written.set(lasting.source, { shape, xml });
    return xml;
  };
  return (row) => {
    let xml = columnsXml(row);
    if (row.allowableActions) xml += allowableActionsXml(row.allowableActions, style.version);
    if (row.relationships) xml += relationshipsXml(row.relationships, style);
    if (row.renditions) xml += renditionsXml(row.renditions);
    return xml;
  };
}

/** What was written last of each source, for as long as it is there. */
const written = new WeakMap<object, { readonly shape: string; readonly xml: string }>();

function columnsWriter(style: XmlStyle): (columns: readonly QueryColumnValue[]) => string {
  const made = new Map<
    string,
    { readonly definition: QueryColumnValue['definition']; readonly markup: PropertyMarkup }
  >();
  const markupOf = (column: QueryColumnValue): PropertyMarkup => {
    const known = made.get(column.queryName);
    if (known && known.definition === column.definition && column.definition) return known.markup;
    const markup = columnMarkup(column);
    made.set(column.queryName, { definition: column.definition, markup });
    return markup;
  };
  return (columns) => {
    let xml = '<cmis:properties>';
    for (const column of columns) {
      if (style.version === '1.0' && column.definition && NEW_IN_1_1[style.dialect].has(column.definition.id)) continue;
      xml += propertyXml(markupOf(column), column.value);
    }
    return `${xml}</cmis:properties>`;
  };
}

function columnMarkup({ queryName, definition, value }: QueryColumnValue): PropertyMarkup {
  if (definition?.queryName === queryName) return markupOfDefinition(definition);
  if (definition) return propertyMarkup(queryName, definition);
  const sample = typeof value === 'object' ? value[0] : value;
  return propertyMarkup(queryName, {
    id: queryName,
    localName: queryName,
    displayName: queryName,
    propertyType: typeOfComputed(sample),
  });
}

function typeOfComputed(value: Scalar | undefined): PropertyType {
  if (typeof value === 'string') return 'string';
  return typeof value === 'boolean' ? 'boolean' : 'decimal';
}

/** The elements of a `cmis:query` by their names in lower case, as parameters. @throws CmisError `invalidArgument`. */
export function readQuery(root: XmlElement): ReadonlyMap<string, string> {
  if (!isNamed(root, CMIS, 'query')) throw invalidArgument(`The document is a '${root.local}' and no cmis:query.`);
  const parameters = new Map<string, string>();
  for (const { uri, local, text } of root.children) {
    if (uri === CMIS) parameters.set(local.toLowerCase(), local === 'statement' ? text : text.trim());
  }
  return parameters;
}
