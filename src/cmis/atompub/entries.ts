/** Entries for objects, types and change events. CMIS 1.1 §3.5; foreign elements come last, as the schema has them. */
import type { TypeDefinition } from '../../model/type-definition';
import type { ObjectView, PropertyFilter } from '../../repository/values/object-view';
import type { ChangeEventView } from '../../repository/contract/change-view';
import type { StoredObject } from '../../repository/values/stored-object';
import { dateTimeText } from '../xml/lexical';
import { APP, ATOM, CMIS, CMISRA, XSI } from '../xml/namespaces';
import { changedPropertiesXml, extrasXml, propertiesXml, rightsXml, type XmlStyle } from '../xml/object-xml';
import { propertyMarkup, propertyXml } from '../xml/property-xml';
import { typeXml, XSI_TYPES } from '../xml/type-xml';
import { element, escapeXml } from '../xml/writer';
import { contentAddress, entryAddress, link, MEDIA_TYPES, objectLinks, typeAddress } from './links';

/** Of the root element of every document. */
export const NAMESPACES = ` xmlns:atom="${ATOM}" xmlns:app="${APP}" xmlns:cmis="${CMIS}" xmlns:cmisra="${CMISRA}" xmlns:xsi="${XSI}"`;

/** What all entries of an answer share. */
export interface EntryStyle extends XmlStyle {
  /** Address of the service document. */
  readonly base: string;
  readonly filter?: PropertyFilter | undefined;
  /** Query arguments with which an entry alone looks as it does here, from `&` on; empty when it needs none. */
  readonly selection: string;
}

export interface EntryParts {
  /** Declarations, where the entry is the document. */
  readonly namespaces?: string;
  /** Where the entry is, unless it is at the object's own address. */
  readonly self?: string;
  /** Elements behind the object. */
  readonly extras?: string;
}

/** A version's id is no UUID: it is a fragment of the series'. */
export const atomId = (objectId: string): string => `urn:uuid:${objectId.replace(';', '#')}`;

/** The entry of an object; `namespaces` in `parts` are wanted where it is the document. CMIS 1.1 §3.5.2. */
export function objectEntry(view: ObjectView, style: EntryStyle, parts: EntryParts = {}): string {
  return (
    `<atom:entry${parts.namespaces ?? ''}>` +
    objectPart(view, style, parts.self) +
    extrasXml(view, style) +
    '</cmisra:object>' +
    (parts.extras ?? '') +
    '</atom:entry>'
  );
}

/** What was written of one source, by all else that had a say. */
const written = new WeakMap<object, { readonly how: string; readonly xml: string }>();

/** The entry up to the end of the properties. Remembered for as long as the object's source is. */
function objectPart(view: ObjectView, style: EntryStyle, self: string | undefined): string {
  const { source } = view.object;
  const hasRenditions = view.renditions !== undefined && view.renditions.length > 0;
  if (!source || hasRenditions) return writeObjectPart(view, style, self);
  const { version, dialect, base, selection, filter } = style;
  const how = `${version} ${dialect} ${base} ${self ?? selection} ${filter?.text ?? '*'}`;
  const known = written.get(source);
  if (known?.how === how) return known.xml;
  const xml = writeObjectPart(view, style, self);
  written.set(source, { how, xml });
  return xml;
}

function writeObjectPart(view: ObjectView, style: EntryStyle, self: string | undefined): string {
  const { object } = view;
  const modified = dateTimeText(object.modified);
  const description = object.properties['cm:description'];
  return (
    `<atom:author><atom:name>${escapeXml(object.createdBy)}</atom:name></atom:author>` +
    element('atom:id', atomId(object.id)) +
    `<atom:published>${dateTimeText(object.created)}</atom:published>` +
    element('atom:title', object.name) +
    `<atom:updated>${modified}</atom:updated>` +
    (typeof description === 'string' ? element('atom:summary', description) : '') +
    contentElement(object, style.base) +
    objectLinks(view, style.base, self ?? entryAddress(style.base, object.id) + style.selection) +
    `<app:edited>${modified}</app:edited>` +
    `<cmisra:object>${propertiesXml(object, style, style.filter)}`
  );
}

function contentElement(object: StoredObject, base: string): string {
  if (!object.content) return '';
  const src = escapeXml(contentAddress(base, object));
  return `<atom:content src="${src}" type="${escapeXml(object.content.mimeType)}"/>`;
}

/** `now` stands for dates that types do not have. */
export function typeEntry(
  type: TypeDefinition,
  style: Pick<EntryStyle, 'base' | 'version'> & { readonly includePropertyDefinitions: boolean; readonly now: string },
  parts: EntryParts = {},
): string {
  const self = typeAddress(style.base, type.id);
  return (
    `<atom:entry${parts.namespaces ?? ''}>` +
    `<atom:author><atom:name>System</atom:name></atom:author>` +
    element('atom:id', self) +
    element('atom:title', type.displayName) +
    `<atom:updated>${style.now}</atom:updated>` +
    element('atom:summary', type.description) +
    typeLinks(type, style.base, self) +
    `<cmisra:type xsi:type="cmis:${XSI_TYPES[type.baseId]}" cmisra:id="${escapeXml(type.id)}">` +
    `${typeXml(type, style)}</cmisra:type>` +
    (parts.extras ?? '') +
    '</atom:entry>'
  );
}

function typeLinks(type: TypeDefinition, base: string, self: string): string {
  const typeId = `?typeId=${encodeURIComponent(type.id)}`;
  const entryOf = (rel: string, id: string): string => link(rel, [typeAddress(base, id), MEDIA_TYPES.entry], { id });
  return (
    link('service', [base, MEDIA_TYPES.service]) +
    link('self', [self, MEDIA_TYPES.entry], { id: type.id }) +
    link('edit', [self, MEDIA_TYPES.entry], { id: type.id }) +
    entryOf('describedby', type.baseId) +
    (type.parentId === undefined ? '' : entryOf('up', type.parentId)) +
    link('down', [`${base}/types${typeId}`, MEDIA_TYPES.feed]) +
    link('down', [`${base}/typedesc${typeId}`, MEDIA_TYPES.tree])
  );
}

/** An event with what is shown of its object; of a bare one that is the id. */
export function changeEntry(event: ChangeEventView, style: EntryStyle, includeProperties: boolean): string {
  const time = dateTimeText(event.changeTime);
  const { view } = event;
  const isGone = event.changeType === 'deleted';
  const info =
    `<cmis:changeEventInfo><cmis:changeType>${event.changeType}</cmis:changeType>` +
    `<cmis:changeTime>${time}</cmis:changeTime></cmis:changeEventInfo>`;
  const properties =
    view && includeProperties
      ? changedPropertiesXml(view.object, style, style.filter)
      : textProperties({ 'cmis:objectId': event.objectId });
  return (
    '<atom:entry>' +
    `<atom:author><atom:name>${escapeXml(view?.object.modifiedBy ?? 'System')}</atom:name></atom:author>` +
    element('atom:id', `${atomId(event.objectId)}${event.objectId.includes(';') ? '-' : '#'}${event.changeTime}`) +
    element('atom:title', view?.object.name ?? event.objectId) +
    `<atom:updated>${time}</atom:updated>` +
    (isGone || !view
      ? ''
      : objectLinks({ object: view.object }, style.base, entryAddress(style.base, event.objectId))) +
    `<cmisra:object>${properties}${info}${view ? rightsXml(view, style.version) : ''}</cmisra:object>` +
    '</atom:entry>'
  );
}

/** `cmis:properties` of texts; names that end with `Id` are ids. */
export function textProperties(values: Readonly<Record<string, string>>): string {
  const properties = Object.entries(values).map(([id, value]) => {
    const local = id.slice(id.indexOf(':') + 1);
    const propertyType = local.endsWith('Id') ? 'id' : 'string';
    return propertyXml(propertyMarkup(id, { id, localName: local, displayName: id, propertyType }), value);
  });
  return `<cmis:properties>${properties.join('')}</cmis:properties>`;
}
