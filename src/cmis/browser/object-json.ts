/**
 * Objects as JSON, CMIS 1.1 §5.2.3. Every selector and action writes objects here, so one object is the same text by
 * id, by path and in every list. Keys and metadata are prepared once for each projection; an answer is concatenation.
 */
import { ACTIONS, type AllowableActions } from '../../repository/values/allowable-actions';
import { projection, type PropertyReader } from '../../repository/values/object-properties';
import type { ObjectView, PropertyFilter, Rendition } from '../../repository/values/object-view';
import type { StoredObject } from '../../repository/values/stored-object';
import type { PropertyDefinition } from '../../model/property-definition';
import type { TypeRegistry } from '../../model/type-registry';
import type { Dialect } from '../../repository/contract/request';
import { aclJson } from './acl-json';
import { listJson, stringJson, stringsJson, valueJson, type DateTimeFormat } from './json-value';

/** How one answer is written. */
export interface JsonStyle {
  readonly types: TypeRegistry;
  readonly succinct: boolean;
  readonly dateTimeFormat: DateTimeFormat;
  readonly dialect: Dialect;
}

interface PreparedProperty {
  readonly reader: PropertyReader;
  /** `"cmis:name":` */
  readonly key: string;
  /** `"cmis:name":{"id":"cmis:name", … ,"value":` */
  readonly opening: string;
}

const prepared = new WeakMap<readonly PropertyReader[], readonly PreparedProperty[]>();

function prepare(readers: readonly PropertyReader[]): readonly PreparedProperty[] {
  const known = prepared.get(readers);
  if (known) return known;
  const made = readers.map((reader) => {
    const key = `${stringJson(reader.definition.id)}:`;
    return { reader, key, opening: `${key}${propertyOpening(reader.definition.queryName, reader.definition)}` };
  });
  prepared.set(readers, made);
  return made;
}

/** A property's metadata up to its value: `{"id": … ,"value":`. Clients read `id`, the schema has `propertyDefinitionId`. */
export function propertyOpening(queryName: string, definition: PropertyDefinition): string {
  const id = stringJson(definition.id);
  return (
    `{"id":${id},"propertyDefinitionId":${id},"localName":${stringJson(definition.localName)},` +
    `"displayName":${stringJson(definition.displayName)},"queryName":${stringJson(queryName)},` +
    `"type":"${definition.propertyType}","cardinality":"${definition.cardinality}","value":`
  );
}

/** What was written of one source, by the projection and style that it was written in. */
interface Written {
  readonly properties: readonly PreparedProperty[];
  readonly style: string;
  readonly json: string;
}

const written = new WeakMap<object, Written>();

/** The map of an object's properties; what is not set is null. Remembered for as long as the object's source is. */
export function propertiesJson(object: StoredObject, style: JsonStyle, filter?: PropertyFilter): string {
  const properties = prepare(projection({ types: style.types, object, filter }));
  const { source } = object;
  if (!source) return writeProperties(object, properties, style);
  const how = `${style.succinct} ${style.dateTimeFormat}`;
  const known = written.get(source);
  if (known?.properties === properties && known.style === how) return known.json;
  const json = writeProperties(object, properties, style);
  written.set(source, { properties, style: how, json });
  return json;
}

function writeProperties(object: StoredObject, properties: readonly PreparedProperty[], style: JsonStyle): string {
  let json = '{';
  for (const property of properties) {
    const { definition, read } = property.reader;
    const value = read(object);
    if (json.length > 1) json += ',';
    json += style.succinct ? property.key : property.opening;
    json += value === undefined ? 'null' : valueJson(value, definition, style.dateTimeFormat);
    if (!style.succinct) json += '}';
  }
  return json + '}';
}

/** `filter` is that of the request; embedded relationships always show everything. */
export function objectJson(view: ObjectView, style: JsonStyle, filter?: PropertyFilter): string {
  return `{${objectMembers(view, style, filter)}}`;
}

/** As `objectJson` without its braces. */
export function objectMembers(view: ObjectView, style: JsonStyle, filter?: PropertyFilter): string {
  const properties = propertiesJson(view.object, style, filter);
  const extension = style.dialect === 'alfresco' ? aspectsJson(view.object) : '';
  return `"${style.succinct ? 'succinctProperties' : 'properties'}":${properties}${extension}${extraMembers(view, style)}`;
}

/** Aspects as Alfresco extends properties, with the comma before them. Their properties stand among all others. */
function aspectsJson({ secondaryTypes }: StoredObject): string {
  if (secondaryTypes.length === 0) return '';
  return `,"propertiesExtension":{"aspects":{"appliedAspects":${stringsJson(secondaryTypes.map(({ id }) => id))}}}`;
}

/** What comes with an object besides its properties; each member with the comma before it. */
export function extraMembers(view: ObjectView, style: JsonStyle): string {
  let json = '';
  if (view.allowableActions) json += `,"allowableActions":${allowableActionsJson(view.allowableActions)}`;
  if (view.relationships) json += `,"relationships":${objectsJson(view.relationships, style)}`;
  if (view.acl) json += `,"acl":${aclJson(view.acl)},"exactACL":${view.acl.exact}`;
  // The schema allows no empty list here.
  if (view.policyIds && view.policyIds.length > 0) json += `,"policyIds":{"ids":${stringsJson(view.policyIds)}}`;
  if (view.renditions) json += `,"renditions":${renditionsJson(view.renditions)}`;
  return json;
}

export function objectsJson(views: readonly ObjectView[], style: JsonStyle, filter?: PropertyFilter): string {
  return listJson(views, (view) => objectJson(view, style, filter));
}

const ACTION_KEYS = ACTIONS.map((action) => ({
  action,
  yes: `${stringJson(action)}:true`,
  no: `${stringJson(action)}:false`,
}));

/** Of sets, which are few: those of the same rights and state are one. */
const actionTexts = new WeakMap<AllowableActions, string>();

/** Every action, allowed or not, always in the same order. */
export function allowableActionsJson(allowed: AllowableActions): string {
  const known = actionTexts.get(allowed);
  if (known !== undefined) return known;
  const json = writeActions(allowed);
  actionTexts.set(allowed, json);
  return json;
}

function writeActions(allowed: AllowableActions): string {
  let json = '{';
  for (const { action, yes, no } of ACTION_KEYS) {
    if (json.length > 1) json += ',';
    json += allowed.has(action) ? yes : no;
  }
  return json + '}';
}

export function renditionsJson(renditions: readonly Rendition[]): string {
  // Members that are undefined are left out by `stringify`.
  return JSON.stringify(
    renditions.map(({ streamId, mimeType, length, kind, title, height, width }) => ({
      streamId,
      mimeType,
      length,
      kind,
      title,
      height,
      width,
    })),
  );
}
