import {
  browserClient,
  exceptionOf,
  properties,
  type Answer,
  type BrowserClient,
  type Credentials,
  type Fields,
  type Json,
} from '../cmis/browser/client';
import {
  baseOf,
  fileNameOf,
  listed,
  type Content,
  type Grant,
  type Look,
  type NewProperty,
  type NewType,
  type ObjectOrError,
  type Reader,
  type Scalar,
  type ShownObject,
  type ShownProperties,
  type ShownType,
  type Values,
  type Writer,
} from './door';

const EVERYTHING = {
  includeAllowableActions: true,
  includeRelationships: 'both',
  includePolicyIds: true,
  includeACL: true,
};

export function browserWriter(url: string, credentials: Credentials): Writer {
  const client = browserClient(url, credentials);
  const done = async (...request: Parameters<BrowserClient['post']>): Promise<Answer> => {
    const answer = await client.post(...request);
    if (answer.status >= 300) throw new Error(`${request[1]}: ${answer.status} ${answer.text}`);
    return answer;
  };
  const made = async (...request: Parameters<BrowserClient['make']>): Promise<string> =>
    (await client.make(...request)).id;
  return {
    version: '1.1',
    createType: async (type) => void (await done('repository', 'createType', { type: JSON.stringify(typeOf(type)) })),
    addToType: async (id, property) => {
      const type = { id, propertyDefinitions: { [property.id]: definitionOf(property) } };
      await done('repository', 'updateType', { type: JSON.stringify(type) });
    },
    create: ({ kind, folderId, values, content, versioningState, grants = [], policyIds = [] }) =>
      made(
        folderId === undefined ? 'repository' : { id: folderId },
        `create${kind}`,
        { ...controls(values), ...aces('add', grants), ...numbered('policy', policyIds), versioningState },
        content,
      ),
    update: (id, values) => made({ id }, 'update', controls(values)),
    bulkUpdate: async (ids, values, added) =>
      void (await done('repository', 'bulkUpdate', {
        ...numbered('objectId', ids),
        ...controls(values),
        ...numbered('addSecondaryTypeId', added),
      })),
    move: (id, { from, to }) => made({ id }, 'move', { sourceFolderId: from, targetFolderId: to }),
    setContent: (id, content) => made({ id }, 'setContent', {}, content),
    appendContent: (id, content, isLastChunk) => made({ id }, 'appendContent', { isLastChunk }, content),
    deleteContent: (id) => made({ id }, 'deleteContent'),
    checkOut: (id) => made({ id }, 'checkOut'),
    cancelCheckOut: async (id) => void (await done({ id }, 'cancelCheckOut')),
    checkIn: (id, { major, comment, values = {}, content, grants = [], policyIds = [] }) => {
      const more = { ...controls(values), ...aces('add', grants), ...numbered('policy', policyIds) };
      return made({ id }, 'checkIn', { major, checkinComment: comment, ...more }, content);
    },
    applyACL: async (id, { add = [], remove = [], objectOnly }) => {
      const ACLPropagation = objectOnly ? 'objectonly' : undefined;
      await done({ id }, 'applyACL', { ACLPropagation, ...aces('add', add), ...aces('remove', remove) });
    },
    applyPolicy: async (id, policyId) => void (await done({ id }, 'applyPolicy', { policyId })),
    removePolicy: async (id, policyId) => void (await done({ id }, 'removePolicy', { policyId })),
    addToFolder: async (id, folderId) => void (await done({ id }, 'addObjectToFolder', { folderId })),
    removeFromFolder: async (id, folderId) => void (await done({ id }, 'removeObjectFromFolder', { folderId })),
    delete: async (id, allVersions) => void (await done({ id }, 'delete', { allVersions })),
    deleteTree: async (id) => void (await done({ id }, 'deleteTree')),
  };
}

const controls = (values: Values): Fields =>
  properties(
    Object.fromEntries(
      Object.entries(values).map(([id, value]) => [
        id,
        value === null ? null : Array.isArray(value) ? listed(value).map(sent) : sent(value as string),
      ]),
    ),
  );
/** Dates are milliseconds unless one asks for something else. */
const sent = (value: Scalar): string => (value instanceof Date ? String(value.getTime()) : String(value));

const numbered = (name: string, values: readonly string[]): Fields =>
  Object.fromEntries(values.map((value, index) => [`${name}[${index}]`, value]));

const aces = (verb: 'add' | 'remove', grants: readonly Grant[]): Fields => ({
  ...numbered(
    `${verb}ACEPrincipal`,
    grants.map(({ principal }) => principal),
  ),
  ...Object.fromEntries(
    grants.flatMap(({ permissions }, index) => Object.entries(numbered(`${verb}ACEPermission[${index}]`, permissions))),
  ),
});

const typeOf = ({ properties: defined, ...type }: NewType): Json => ({
  ...type,
  propertyDefinitions: Object.fromEntries(defined.map((property) => [property.id, definitionOf(property)])),
});

function definitionOf({ defaultValue, choices, ...property }: NewProperty): Json {
  const values = defaultValue?.map((value) => (value instanceof Date ? value.getTime() : value));
  return {
    ...property,
    updatability: 'readwrite',
    defaultValue: property.cardinality === 'multi' ? values : values?.[0],
    choice: choices?.map((choice) => ({ displayName: choice.toUpperCase(), value: choice })),
  };
}

export function browserReader(name: string, url: string, credentials: Credentials): Reader {
  const client = browserClient(url, credentials);
  const got = async (...request: Parameters<BrowserClient['get']>): Promise<Json> => {
    const answer = await client.get(...request);
    if (answer.status !== 200) throw new Error(`${request[1]}: ${answer.status} ${answer.text}`);
    return answer.json as Json;
  };
  const list = async (...request: Parameters<BrowserClient['get']>): Promise<readonly Json[]> =>
    (await got(...request)) as unknown as readonly Json[];
  const object = async (id: string): Promise<ObjectOrError> => {
    const answer = await client.get({ id }, 'object', EVERYTHING);
    return answer.status === 200 ? shownObject(answer.json as Json) : String(exceptionOf(answer));
  };
  const content = async (id: string): Promise<Content | string> => {
    const { status, text, headers, json } = await client.get({ id }, 'content');
    if (status !== 200) return String((json as Json)['exception']);
    return {
      text,
      type: headers.get('content-type') ?? '',
      name: fileNameOf(headers.get('content-disposition')),
    };
  };
  return {
    name,
    version: '1.1',
    binding: 'browser',
    object,
    look: async (id): Promise<Look> => {
      const shown = await object(id);
      const base = baseOf(shown);
      if (base === undefined) return { object: shown };
      const policies = (await list({ id }, 'policies')).map(shownObject);
      if (base === 'cmis:folder') {
        const { objects } = await got({ id }, 'children', { ...EVERYTHING, includePathSegment: true });
        const children = objects as readonly { readonly object: Json; readonly pathSegment: string }[];
        return {
          object: shown,
          policies,
          children: children.map((child) => [child.pathSegment, shownObject(child.object)]),
        };
      }
      const parents = (await list({ id }, 'parents', { ...EVERYTHING, includeRelativePathSegment: true })).map(
        (parent) => [String(parent['relativePathSegment']), shownObject(parent['object'] as Json)] as const,
      );
      if (base !== 'cmis:document') return { object: shown, policies, parents };
      const versions = (await list({ id }, 'versions', { includeAllowableActions: true })).map(shownObject);
      return { object: shown, policies, parents, versions, content: await content(id) };
    },
    type: async (typeId) => shownType(await got('repository', 'typeDefinition', { typeId })),
    query: async (q) => {
      const { results } = await got('repository', 'query', { q });
      return (results as readonly Json[]).map((row) => shownProperties(row['properties'] as Json));
    },
    changes: async () => {
      const { objects } = await got('repository', 'contentChanges');
      return (objects as readonly Json[]).map((event) => [
        String((event['changeEventInfo'] as Json)['changeType']),
        shownObject(event).properties['cmis:objectId']?.values[0] ?? '',
      ]);
    },
  };
}

function shownObject(json: Json): ShownObject {
  const acl = json['acl'] as { readonly aces: readonly Json[] } | undefined;
  return {
    properties: shownProperties(json['properties'] as Json),
    ...(json['allowableActions'] !== undefined && { allowableActions: texts(json['allowableActions'] as Json) }),
    ...(acl && { acl: acl.aces.map(shownAce), exactACL: String(json['exactACL']) }),
    policyIds: ((json['policyIds'] as Json | undefined)?.['ids'] as readonly string[] | undefined) ?? [],
    relationships: ((json['relationships'] as readonly Json[] | undefined) ?? []).map(shownObject),
  };
}

const texts = (json: Json): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(json).map(([key, value]) => [key, String(value)]));

const shownAce = (ace: Json): Grant & { readonly direct: string } => ({
  principal: String((ace['principal'] as Json)['principalId']),
  permissions: ace['permissions'] as readonly string[],
  direct: String(ace['isDirect']),
});

function shownProperties(json: Json): ShownProperties {
  return Object.fromEntries(
    (Object.values(json) as readonly Json[]).map((property) => {
      const { id, type, queryName, localName, displayName, cardinality, value } = property;
      if (value !== null && Array.isArray(value) !== (cardinality === 'multi')) {
        throw new Error(`${String(id)} is ${String(cardinality)} and has the value ${JSON.stringify(value)}.`);
      }
      return [id, { type, queryName, localName, displayName, values: valueTexts(value, type) }];
    }),
  ) as ShownProperties;
}

const valueTexts = (value: unknown, type: unknown): readonly string[] =>
  value === null || value === undefined
    ? []
    : ([value].flat() as readonly unknown[] as readonly (string | number | boolean)[]).map((one) =>
        type === 'datetime' ? new Date(Number(one)).toISOString() : String(one),
      );

function shownType({ propertyDefinitions, typeMutability, ...json }: Json): ShownType {
  return {
    ...Object.fromEntries(
      Object.entries(json).map(([key, value]) => [key, Array.isArray(value) ? value : String(value)]),
    ),
    typeMutability: texts(typeMutability as Json),
    propertyDefinitions: Object.fromEntries(
      Object.entries(propertyDefinitions as Readonly<Record<string, Json>>).map(([id, definition]) => {
        const { defaultValue, choice, ...others } = definition;
        const type = definition['propertyType'];
        return [
          id,
          {
            ...texts(others),
            ...(defaultValue !== undefined && { defaultValue: valueTexts(defaultValue, type) }),
            ...(choice !== undefined && {
              choice: (choice as readonly Json[]).map((one) => ({
                displayName: one['displayName'],
                value: valueTexts(one['value'], type),
              })),
            }),
          },
        ];
      }),
    ),
  };
}
