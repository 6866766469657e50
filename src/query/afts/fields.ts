import { contentModel } from '../../model/alfresco-types';
import type { PropertyDefinition } from '../../model/property-definition';
import type { TypeRegistry } from '../../model/type-registry';
import { own } from '../../model/own';

/** Fields that are no properties, and that can be asked. */
export const SPECIAL_FIELDS = [
  ...['TEXT', 'ALL', 'ID', 'NODEREF', 'PARENT', 'PRIMARYPARENT', 'ANCESTOR', 'PATH', 'QNAME', 'SITE', 'TAG', 'OWNER'],
  ...['TYPE', 'EXACTTYPE', 'ASPECT', 'EXACTASPECT', 'CLASS', 'EXACTCLASS', 'ISNODE', 'ISCONTAINER'],
  ...['EXISTS', 'ISNOTNULL', 'ISNULL', 'ISUNSET'],
] as const;
export type SpecialField = (typeof SPECIAL_FIELDS)[number];

/** Fields of Alfresco's index that tell of nothing that there is here. */
const REFUSED = new Set(
  `PATHWITHREPEATS PNAME ANAME NPATH APATH ISROOT ASSOCTYPEQNAME PRIMARYASSOCTYPEQNAME PRIMARYASSOCQNAME READER
  AUTHORITY DENIED OWNERSET READERSET AUTHSET DENIEDSET DBID TX TXID INTXID ACLID INACLTXID ACLTXID TXCOMMITTIME
  ACLTXCOMMITTIME CASCADETX FTSSTATUS TENANT DOC_TYPE FINGERPRINT LINKASPECT EXCEPTIONMESSAGE EXCEPTIONSTACK`.split(
    /\s+/,
  ),
);

/** What the name of a field stands for. */
export type Meaning =
  | { readonly kind: 'special'; readonly field: SpecialField }
  | { readonly kind: 'property'; readonly property: PropertyDefinition }
  | { readonly kind: 'content' }
  /** All properties of a data type, such as `d:text`. */
  | { readonly kind: 'dataType'; readonly name: string }
  | { readonly kind: 'refused' }
  /** Nothing has such a property. */
  | { readonly kind: 'unknown' };

export interface FieldScope {
  readonly types: TypeRegistry;
  /** Prefix of names that have none. */
  readonly namespace: string;
  /** What else may be called by a name, which goes before properties. */
  readonly named?: ((name: string) => PropertyDefinition | undefined) | undefined;
}

/** What Alfresco calls otherwise than CMIS. */
const CMIS_PROPERTIES: Readonly<Record<string, string>> = {
  'cm:name': 'cmis:name',
  'cm:creator': 'cmis:createdBy',
  'cm:created': 'cmis:creationDate',
  'cm:modifier': 'cmis:lastModifiedBy',
  'cm:modified': 'cmis:lastModificationDate',
  'cm:versionLabel': 'cmis:versionLabel',
  'cm:workingCopyOwner': 'cmis:versionSeriesCheckedOutBy',
  'cm:content.size': 'cmis:contentStreamLength',
  'cm:content.mimetype': 'cmis:contentStreamMimeType',
};
const SPECIAL_PROPERTIES: Readonly<Record<string, SpecialField>> = { 'sys:node-uuid': 'ID', 'cm:owner': 'OWNER' };

const special = new Set<string>(SPECIAL_FIELDS);

/**
 * What a search asks when it names this field: Alfresco's own fields go before types of data, these before what `named`
 * knows, that before properties.
 */
export function meaningOf(scope: FieldScope, name: string): Meaning {
  if (special.has(name)) return { kind: 'special', field: name as SpecialField };
  if (REFUSED.has(name)) return { kind: 'refused' };
  if (name.startsWith('d:')) return { kind: 'dataType', name: name.slice(2) };
  const named = scope.named?.(name);
  if (named) return { kind: 'property', property: named };
  for (const full of fullNames(scope, name)) {
    if (full === 'cm:content') return { kind: 'content' };
    const field = own(SPECIAL_PROPERTIES, full);
    if (field) return { kind: 'special', field };
    const property = propertyNamed(scope.types, own(CMIS_PROPERTIES, full) ?? full);
    if (property) return { kind: 'property', property };
  }
  return { kind: 'unknown' };
}

const prefixes = new Map(Object.entries(contentModel.namespaces).map(([prefix, uri]) => [uri, prefix]));

/** The prefixed names that a name may stand for. */
export function fullNames({ types, namespace }: FieldScope, name: string): readonly string[] {
  const [, uri, local = ''] = /^\{([^{}]*)\}(.*)$/su.exec(name) ?? [];
  if (uri !== undefined) return [`${prefixes.get(uri) ?? prefixOf(types, uri) ?? '?'}:${local}`];
  if (name.includes(':')) return [name];
  return [`${namespace}:${name}`, name, ...(name.includes('_') ? [name.replace('_', ':')] : [])];
}

/** Prefix of the ids of what a client has declared in this namespace. */
function prefixOf(types: TypeRegistry, uri: string): string | undefined {
  for (const type of types.all()) {
    const local = [type, ...type.propertyDefinitions.values()].find(({ localNamespace }) => localNamespace === uri);
    const [, prefix] = /^(?:[A-Z]:)?([^:]+):/u.exec(local?.id ?? '') ?? [];
    if (prefix !== undefined) return prefix;
  }
  return undefined;
}

const byQueryName = new WeakMap<TypeRegistry, ReadonlyMap<string, PropertyDefinition>>();

/** A property by its id or query name, the latter whatever its case. */
function propertyNamed(types: TypeRegistry, name: string): PropertyDefinition | undefined {
  const property = types.property(name);
  if (property) return property;
  let known = byQueryName.get(types);
  if (!known) {
    const all = [...types.all()].flatMap((type) => [...type.propertyDefinitions.values()]);
    known = new Map(all.map((each) => [each.queryName.toLowerCase(), each]));
    byQueryName.set(types, known);
  }
  return known.get(name.toLowerCase());
}
