/**
 * Objects as XML, CMIS 1.1 §3.4.1: the inside of `cmisra:object`. One writer for every feed and entry, so one object is
 * the same text wherever it is shown. Elements follow the order of the schema.
 */
import type { TypeRegistry } from '../../model/type-registry';
import { ACTIONS, type Action, type AllowableActions } from '../../repository/values/allowable-actions';
import { projection, propertyReader, type PropertyReader } from '../../repository/values/object-properties';
import type { ObjectView, PropertyFilter, Rendition } from '../../repository/values/object-view';
import type { Dialect } from '../../repository/contract/request';
import type { StoredObject } from '../../repository/values/stored-object';
import { objectIn10, typesOf10 } from '../cmis-1-0';
import { acesXml } from './acl-xml';
import { ALF } from './namespaces';
import { markupOfDefinition, propertyXml, type PropertyMarkup } from './property-xml';
import { element, optional } from './writer';

export type CmisVersion = '1.0' | '1.1';

/** How one answer is written. */
export interface XmlStyle {
  readonly types: TypeRegistry;
  readonly version: CmisVersion;
  readonly dialect: Dialect;
}

interface PreparedProperty {
  readonly reader: PropertyReader;
  readonly markup: PropertyMarkup;
}

const prepared = new WeakMap<readonly PropertyReader[], readonly PreparedProperty[]>();

function prepare(readers: readonly PropertyReader[]): readonly PreparedProperty[] {
  let properties = prepared.get(readers);
  if (!properties) {
    properties = readers.map((reader) => ({ reader, markup: markupOfDefinition(reader.definition) }));
    prepared.set(readers, properties);
  }
  return properties;
}

/** `cmis:properties`; what is not set is an empty element. */
export function propertiesXml(object: StoredObject, style: XmlStyle, filter?: PropertyFilter): string {
  const aspects = hasAspects(style) && object.secondaryTypes.length > 0 ? aspectsXml(object, filter) : '';
  return `<cmis:properties>${eachPropertyXml(object, style, filter)}${aspects}</cmis:properties>`;
}

/** `cmis:properties` of a change event: without extensions, since clients take all that is in there for properties. */
export const changedPropertiesXml = (object: StoredObject, style: XmlStyle, filter?: PropertyFilter): string =>
  `<cmis:properties>${eachPropertyXml(object, style, filter)}</cmis:properties>`;

function eachPropertyXml(object: StoredObject, style: XmlStyle, filter: PropertyFilter | undefined): string {
  let xml = '';
  for (const { reader, markup } of prepare(projected(object, style, filter))) {
    xml += propertyXml(markup, reader.read(object));
  }
  return xml;
}

function projected(
  object: StoredObject,
  style: XmlStyle,
  filter: PropertyFilter | undefined,
): readonly PropertyReader[] {
  if (style.version === '1.1') return projection({ types: style.types, object, filter });
  const types = typesOf10(style.types, style.dialect);
  return projection({ types, object: objectIn10(object, types), filter });
}

/** Whether secondary types are shown as Alfresco's extension shows aspects; 1.0 shows them nowhere else. */
const hasAspects = ({ version, dialect }: XmlStyle): boolean => version === '1.0' || dialect === 'alfresco';

/** Aspects with their properties, as Alfresco extends `cmis:properties`. */
function aspectsXml(object: StoredObject, filter: PropertyFilter | undefined): string {
  let applied = '';
  let properties = '';
  for (const type of object.secondaryTypes) {
    applied += element('alf:appliedAspects', type.id);
    for (const definition of type.propertyDefinitions.values()) {
      if (filter && !filter.queryNames.has(definition.queryName)) continue;
      properties += propertyXml(markupOfDefinition(definition), propertyReader(definition).read(object));
    }
  }
  return `<alf:aspects xmlns:alf="${ALF}">${applied}<alf:properties>${properties}</alf:properties></alf:aspects>`;
}

/** The inside of `cmisra:object`. `filter` is that of the request; embedded relationships always show everything. */
export function objectXml(view: ObjectView, style: XmlStyle, filter?: PropertyFilter): string {
  return propertiesXml(view.object, style, filter) + extrasXml(view, style);
}

/** What comes with an object besides its properties. */
export function extrasXml(view: ObjectView, style: XmlStyle): string {
  let xml = '';
  if (view.allowableActions) xml += allowableActionsXml(view.allowableActions, style.version);
  if (view.relationships) xml += relationshipsXml(view.relationships, style);
  xml += rightsXml(view, style.version);
  if (view.renditions) xml += renditionsXml(view.renditions);
  return xml;
}

/** ACL and policy ids. The schema allows no empty lists here, that of 1.1 empty ACLs. */
export function rightsXml({ acl, policyIds }: Pick<ObjectView, 'acl' | 'policyIds'>, version: CmisVersion): string {
  let xml = '';
  if (acl && (version === '1.1' || acl.aces.length > 0)) {
    xml += `<cmis:acl>${acesXml(acl.aces)}</cmis:acl><cmis:exactACL>${acl.exact}</cmis:exactACL>`;
  }
  if (policyIds && policyIds.length > 0) {
    xml += `<cmis:policyIds>${policyIds.map((id) => element('cmis:id', id)).join('')}</cmis:policyIds>`;
  }
  return xml;
}

export const relationshipsXml = (relationships: readonly ObjectView[], style: XmlStyle): string =>
  relationships.map((view) => `<cmis:relationship>${objectXml(view, style)}</cmis:relationship>`).join('');

/** `canCreatePolicy` is in the prose of the standard but not in its schema; 1.0 knows no items. */
const ACTIONS_OF: Readonly<Record<CmisVersion, readonly Action[]>> = {
  '1.1': ACTIONS.filter((action) => action !== 'canCreatePolicy'),
  '1.0': ACTIONS.filter((action) => action !== 'canCreatePolicy' && action !== 'canCreateItem'),
};

/** `cmis:allowableActions`: every action, allowed or not. `namespaces` are declarations where it is a document. */
export const allowableActionsXml = (allowed: AllowableActions, version: CmisVersion, namespaces = ''): string =>
  `<cmis:allowableActions${namespaces}>${actionsXml(allowed, version)}</cmis:allowableActions>`;

/** Of sets, which are few: those of the same rights and state are one. */
const actionTexts: Readonly<Record<CmisVersion, WeakMap<AllowableActions, string>>> = {
  '1.0': new WeakMap(),
  '1.1': new WeakMap(),
};

function actionsXml(allowed: AllowableActions, version: CmisVersion): string {
  const known = actionTexts[version].get(allowed);
  if (known !== undefined) return known;
  let xml = '';
  for (const action of ACTIONS_OF[version]) xml += `<cmis:${action}>${allowed.has(action)}</cmis:${action}>`;
  actionTexts[version].set(allowed, xml);
  return xml;
}

export const renditionsXml = (renditions: readonly Rendition[]): string => renditions.map(renditionXml).join('');

function renditionXml(rendition: Rendition): string {
  return (
    '<cmis:rendition>' +
    element('cmis:streamId', rendition.streamId) +
    element('cmis:mimetype', rendition.mimeType) +
    element('cmis:length', String(rendition.length)) +
    element('cmis:kind', rendition.kind) +
    optional('cmis:title', rendition.title) +
    optional('cmis:height', rendition.height?.toString()) +
    optional('cmis:width', rendition.width?.toString()) +
    '</cmis:rendition>'
  );
}
