/** What the v1 API shows of an object, brought to what the CMIS doors show of it. */
import { alfrescoClient, basic, type AlfrescoClient, type Json } from '../alfresco/client';
import { baseOf, type Look, type ObjectOrError, type ShownObject, type ShownProperties } from './door';

/** A node in comparable words; the status of the answer where there is none. */
export type ShownNode = Json | number;

export interface NodeReader {
  /** Undefined for what the v1 API has no node of under this id: working copies, versions of before, policies, ties. */
  node(id: string, look: Look): Promise<ShownNode | undefined>;
  /** Names of what is in a folder. */
  children(id: string): Promise<readonly string[]>;
}

const INCLUDE = 'allowableOperations,permissions,path,isLocked';

export function nodeReader(url: string, user: string): NodeReader {
  const client: AlfrescoClient = alfrescoClient(url, basic(user, user));
  return {
    node: async (id, look) => {
      const { object } = look;
      const isOther = id.endsWith(';pwc') || (object === 'objectNotFound' && id.includes(';'));
      if (typeof object === 'string' ? isOther : !isNode(object)) return undefined;
      const { status, entry } = await client.get(`/nodes/${id.slice(0, 36)}?include=${INCLUDE}`);
      return status === 200 && typeof object !== 'string' ? comparable(entry, object, isFirst(look)) : status;
    },
    children: async (id) => (await client.get(`/nodes/${id}/children`)).entries.map(({ name }) => String(name)).sort(),
  };
}

const valueOf = ({ properties }: ShownObject, id: string): string | undefined => properties[id]?.values[0];
const uuidOf = (object: ShownObject): string => (valueOf(object, 'cmis:objectId') ?? '').slice(0, 36);

/** Whether an object is what the v1 API shows under its id. */
export const isNode = (object: ObjectOrError): object is ShownObject =>
  typeof object !== 'string' &&
  (baseOf(object) ?? '') in NAME_OF_BASE &&
  valueOf(object, 'cmis:isLatestVersion') !== 'false';

/** Whether the version that is looked at is the one that the document began with. */
const isFirst = ({ object, versions }: Look): boolean =>
  typeof object !== 'string' &&
  (baseOf(object) !== 'cmis:document' ||
    (versions?.length === 1 && ['0.1', '1.0'].includes(valueOf(object, 'cmis:versionLabel') ?? '')));

/** What the v1 API has to show of an object that a CMIS door shows; `look` holds its parents and versions. */
export function nodeOf(object: ShownObject, look: Look): Json {
  const base = baseOf(object);
  const { parents = [] } = look;
  const places = parents.map(([, parent]) => valueOf(parent, 'cmis:objectId'));
  return {
    id: uuidOf(object),
    name: valueOf(object, 'cmis:name'),
    nodeType: typeName(valueOf(object, 'cmis:objectTypeId') ?? ''),
    isFolder: base === 'cmis:folder',
    isFile: base === 'cmis:document',
    ...(isFirst(look) && {
      createdBy: valueOf(object, 'cmis:createdBy'),
      createdAt: valueOf(object, 'cmis:creationDate'),
    }),
    modifiedBy: valueOf(object, 'cmis:lastModifiedBy'),
    modifiedAt: valueOf(object, 'cmis:lastModificationDate'),
    isFiled: base === 'cmis:folder' ? valueOf(object, 'cmis:parentId') !== undefined : places.length > 0,
    isLocked:
      valueOf(object, 'cmis:isVersionSeriesCheckedOut') === 'true' || valueOf(object, 'cm:lockType') !== undefined,
    content: contentOf(object),
    aspectNames: (object.properties['cmis:secondaryObjectTypeIds']?.values ?? [])
      .map(typeName)
      .filter((name) => !name.startsWith('sys:') && !IMPLIED.has(name))
      .sort(),
    properties: valuesOf(object.properties),
    allowableOperations: operationsOf(object, base),
    permissions: permissionsOf(object),
  };
}

/** An entry of the v1 API with the members that `nodeOf` has. */
function comparable(entry: Json, object: ShownObject, withCreation: boolean): Json {
  const { content, aspectNames, properties, permissions } = entry as {
    readonly content?: Json;
    readonly aspectNames: readonly string[];
    readonly properties?: Json;
    readonly permissions?: { readonly inherited?: readonly Json[]; readonly locallySet?: readonly Json[] };
  };
  const grants = (list: readonly Json[] = [], direct: string): readonly string[] =>
    list.map(({ authorityId, name }) => `${String(authorityId)} ${String(name)} ${direct}`);
  return {
    id: entry['id'],
    name: entry['name'],
    nodeType: entry['nodeType'],
    isFolder: entry['isFolder'],
    isFile: entry['isFile'],
    ...(withCreation && { createdBy: userOf(entry['createdByUser']), createdAt: dateOf(entry['createdAt']) }),
    modifiedBy: userOf(entry['modifiedByUser']),
    modifiedAt: dateOf(entry['modifiedAt']),
    isFiled: entry['parentId'] !== undefined,
    isLocked: entry['isLocked'],
    content: content && { mimeType: content['mimeType'], length: String(content['sizeInBytes']) },
    aspectNames: aspectNames.filter((name) => !IMPLIED.has(name)).sort(),
    properties: texts(properties ?? {}, object.properties),
    allowableOperations: [...((entry['allowableOperations'] as readonly string[] | undefined) ?? [])].sort(),
    permissions:
      permissions && granted([...grants(permissions.inherited, 'false'), ...grants(permissions.locallySet, 'true')]),
  };
}

/** Aspects that the v1 API shows of what CMIS has other words for. */
const IMPLIED = new Set(['cm:auditable', 'cm:versionable', 'cm:workingcopy', 'cm:checkedOut', 'cm:lockable']);
/** Properties likewise. */
const TOLD_OTHERWISE = /^cm:(?:versionLabel|versionType|lock|workingCopy|owner$)/;

const NAME_OF_BASE: Readonly<Record<string, string>> = {
  'cmis:document': 'cm:content',
  'cmis:folder': 'cm:folder',
  'cmis:item': 'sys:base',
};
const typeName = (id: string): string => NAME_OF_BASE[id] ?? id.replace(/^[DFIRP]:/, '');

const userOf = (user: unknown): unknown => (user as Json)['id'];
const dateOf = (date: unknown): string => new Date(String(date)).toISOString();

function contentOf(object: ShownObject): Json | undefined {
  const mimeType = valueOf(object, 'cmis:contentStreamMimeType');
  if (mimeType === undefined) return undefined;
  return { mimeType: mimeType.replace(/;.*/, '').trim(), length: valueOf(object, 'cmis:contentStreamLength') };
}

function valuesOf(properties: ShownProperties): Readonly<Record<string, readonly string[]>> {
  const own = Object.entries(properties).filter(([id]) => !/^(?:cmis|alfcmis|triptych|sys):/.test(id));
  const described = properties['cmis:description'];
  const all = [...own, ...(described ? [['cm:description', described] as const] : [])];
  return Object.fromEntries(
    all.map(([id, { values }]) => [id, values] as const).filter(([id, values]) => isTold(id, values)),
  );
}

/** Empty texts are no values there. */
const isTold = (id: string, values: readonly string[]): boolean =>
  !TOLD_OTHERWISE.test(id) && values.some((value) => value !== '');

function texts(values: Json, properties: ShownProperties): Readonly<Record<string, readonly string[]>> {
  const shown = Object.entries(values).map(([id, value]) => {
    const isDate = properties[id]?.type === 'datetime';
    const list = [value].flat() as readonly (string | number | boolean)[];
    return [id, list.map((one) => (isDate ? dateOf(one) : String(one)))] as const;
  });
  return Object.fromEntries(shown.filter(([id, list]) => isTold(id, list)));
}

function operationsOf({ allowableActions = {} }: ShownObject, base: string | undefined): readonly string[] {
  const may = (action: string): boolean => allowableActions[action] === 'true';
  const isFolder = base === 'cmis:folder';
  return [
    ...(isFolder && may('canCreateDocument') ? ['create'] : []),
    ...(may(isFolder ? 'canDeleteTree' : 'canDeleteObject') ? ['delete'] : []),
    ...(may('canUpdateProperties') ? ['update'] : []),
    ...(may('canApplyACL') ? ['updatePermissions'] : []),
  ].sort();
}

const PERMISSIONS: Readonly<Record<string, string>> = { 'cmis:read': 'Read', 'cmis:write': 'Write', 'cmis:all': 'All' };

/** Undefined for those who may not read them. */
const permissionsOf = ({ acl, allowableActions = {} }: ShownObject): readonly string[] | undefined =>
  allowableActions['canGetACL'] === 'true'
    ? granted(
        (acl ?? []).flatMap(({ principal, permissions, direct }) =>
          permissions.map((name) => `${principal} ${PERMISSIONS[name] ?? name.replace(/^\{.*\./, '')} ${direct}`),
        ),
      )
    : undefined;

/** In one order. CMIS does not say again that something is inherited, too. */
const granted = (entries: readonly string[]): readonly string[] =>
  entries.filter((entry) => !entries.includes(entry.replace(/ false$/, ' true')) || entry.endsWith(' true')).sort();

/** What the v1 API answers where a CMIS door has an exception. */
export const STATUS_OF: Readonly<Record<string, number>> = { permissionDenied: 403, objectNotFound: 404 };
