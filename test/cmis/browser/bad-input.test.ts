/** Nonsense over every selector and action: the answer is an error object of CMIS that names what was wrong. */
import { startTestServer, type TestServer } from '../../support/server';
import {
  browserClient,
  exceptionOf,
  named,
  properties,
  type Answer,
  type BrowserClient,
  type Fields,
  type Json,
  type Place,
} from './client';

const NOWHERE = '00000000-0000-4000-8000-000000000000';

let server: TestServer;
let admin: BrowserClient;
let reader: BrowserClient;
let stranger: BrowserClient;
let places: Readonly<Record<string, Place>>;

beforeAll(async () => {
  server = await startTestServer();
  await server.person('rita');
  const repository = `${server.url}/cmis/1.1/browser/-default-`;
  admin = browserClient(repository, { user: 'admin', password: 'admin' });
  reader = browserClient(repository, { user: 'rita', password: 'rita' });
  stranger = browserClient(repository);
  const folder = await admin.make({ path: '/' }, 'createFolder', named('cmis:folder', 'bad input'));
  const inner = await admin.make({ id: folder.id }, 'createFolder', named('cmis:folder', 'inner'));
  const document = await admin.make({ id: folder.id }, 'createDocument', named('cmis:document', 'd'), { text: 'x' });
  const policy = await admin.make({ id: folder.id }, 'createPolicy', named('cmis:policy', 'p'));
  places = {
    repository: 'repository',
    root: { path: '/' },
    folder: { id: folder.id },
    inner: { id: inner.id },
    document: { id: document.id },
    policy: { id: policy.id },
    nowhere: { id: NOWHERE },
    'no id': { id: 'nonsense' },
    'no path': { path: '/bad input/nothing' },
  };
});
afterAll(async () => {
  await server.close();
  expect(server.observations.filter((observation) => observation.kind === 'unexpected-error')).toEqual([]);
});

/** Place, selector or action, parameters, exception, and what the message names. */
type Row = readonly [place: string, name: string | undefined, fields: Fields, exception: string, word: string];

const LONG = 'x'.repeat(5_000);
const rows = (
  places: readonly string[],
  name: string,
  bad: readonly (readonly [Fields, string, string])[],
): readonly Row[] =>
  places.flatMap((place) => bad.map(([fields, exception, word]): Row => [place, name, fields, exception, word]));

const PAGING = [
  [{ maxItems: -1 }, 'invalidArgument', '-1'],
  [{ maxItems: 'many' }, 'invalidArgument', 'many'],
  [{ maxItems: '1.5' }, 'invalidArgument', '1.5'],
  [{ skipCount: -7 }, 'invalidArgument', '-7'],
  [{ skipCount: '%00' }, 'invalidArgument', 'skipCount'],
] as const;
const DEPTH = [
  [{ depth: 0 }, 'invalidArgument', '0'],
  [{ depth: -2 }, 'invalidArgument', '-2'],
  [{ depth: 'deep' }, 'invalidArgument', 'deep'],
] as const;
const FILTER = [
  [{ filter: 'cmis:name,' }, 'filterNotValid', 'cmis:name,'],
  [{ filter: 'a b' }, 'filterNotValid', 'a b'],
] as const;
const RENDITIONS = [[{ renditionFilter: 'image/*/x' }, 'filterNotValid', 'image/*/x']] as const;
const EXTRAS = [
  [{ includeAllowableActions: 'maybe' }, 'invalidArgument', 'maybe'],
  [{ includeRelationships: 'all' }, 'invalidArgument', 'all'],
] as const;
const STYLE = [
  [{ succinct: 'very' }, 'invalidArgument', 'very'],
  [{ dateTimeFormat: 'roman' }, 'invalidArgument', 'roman'],
] as const;

const READS: readonly Row[] = [
  ...rows(['repository'], 'repositoryInfo', [[{ dateTimeFormat: 'roman' }, 'invalidArgument', 'roman']]),
  ...rows(['repository'], 'typeChildren', [
    ...PAGING,
    [{ typeId: 'x:nothing' }, 'objectNotFound', 'x:nothing'],
    [{ includePropertyDefinitions: 'some' }, 'invalidArgument', 'some'],
  ]),
  ...rows(['repository'], 'typeDescendants', [
    ...DEPTH.map(([fields, ...rest]) => [{ typeId: 'cmis:folder', ...fields }, ...rest] as const),
    [{ typeId: 'x:nothing' }, 'objectNotFound', 'x:nothing'],
  ]),
  ...rows(['repository'], 'typeDefinition', [
    [{}, 'invalidArgument', 'typeId'],
    [{ typeId: '' }, 'invalidArgument', 'typeId'],
    [{ typeId: 'x:nothing' }, 'objectNotFound', 'x:nothing'],
    [{ typeId: LONG }, 'objectNotFound', 'x'],
  ]),
  ...rows(['repository'], 'query', [
    [{}, 'invalidArgument', 'statement'],
    [{ q: '' }, 'invalidArgument', 'statement'],
    [{ q: 'SELEKT' }, 'invalidArgument', 'SELEKT'],
    [{ q: 'SELECT * FROM x:nothing' }, 'invalidArgument', 'x:nothing'],
    [{ q: 'SELECT x:nothing FROM cmis:document' }, 'invalidArgument', 'x:nothing'],
    [{ q: "SELECT * FROM cmis:document WHERE cmis:name = 'a" }, 'invalidArgument', ''],
    [{ q: `SELECT * FROM cmis:document WHERE ${'('.repeat(20_000)}` }, 'invalidArgument', ''],
    [{ q: "SELECT * FROM cmis:document WHERE cmis:name = 'a\0'" }, 'invalidArgument', ''],
    ...PAGING.map(([fields, ...rest]) => [{ q: 'SELECT * FROM cmis:document', ...fields }, ...rest] as const),
    ...EXTRAS.map(([fields, ...rest]) => [{ q: 'SELECT * FROM cmis:document', ...fields }, ...rest] as const),
    [{ q: 'SELECT * FROM cmis:document', searchAllVersions: 'x' }, 'invalidArgument', 'searchAllVersions'],
  ]),
  ...rows(['repository'], 'contentChanges', [
    [{ maxItems: -1 }, 'invalidArgument', '-1'],
    [{ changeLogToken: 'nonsense' }, 'invalidArgument', 'nonsense'],
    [{ changeLogToken: '1' }, 'invalidArgument', '1'],
    [{ includeProperties: 'x' }, 'invalidArgument', 'includeProperties'],
    ...FILTER,
  ]),
  ...rows(['repository', 'folder'], 'checkedOut', [...PAGING, ...FILTER, ...RENDITIONS, ...EXTRAS, ...STYLE]),
  ...rows(['document'], 'checkedOut', [[{}, 'invalidArgument', 'not a folder']]),
  ...rows(['folder', 'root'], 'children', [...PAGING, ...FILTER, ...RENDITIONS, ...EXTRAS, ...STYLE]),
  ...rows(['document', 'policy'], 'children', [[{}, 'invalidArgument', 'not a folder']]),
  ...rows(['folder'], 'descendants', [...DEPTH, ...FILTER, ...EXTRAS, ...STYLE]),
  ...rows(['folder'], 'folderTree', [...DEPTH, ...FILTER, ...EXTRAS, ...STYLE]),
  ...rows(['document'], 'descendants', [[{}, 'invalidArgument', 'not a folder']]),
  ...rows(['document'], 'folderTree', [[{}, 'invalidArgument', 'not a folder']]),
  ...rows(['root', 'document'], 'parent', [[{}, 'invalidArgument', '']]),
  ...rows(['folder'], 'parent', [...FILTER, ...STYLE]),
  ...rows(['document'], 'parents', [...FILTER, ...RENDITIONS, ...EXTRAS, ...STYLE]),
  ...rows(['document'], 'object', [
    ...FILTER,
    ...RENDITIONS,
    ...EXTRAS,
    ...STYLE,
    [{ returnVersion: 'best' }, 'invalidArgument', 'best'],
    [{ includeACL: 1 }, 'invalidArgument', 'includeACL'],
    [{ includePolicyIds: 'x' }, 'invalidArgument', 'includePolicyIds'],
  ]),
  ...rows(['document'], 'properties', [...FILTER, ...STYLE, [{ returnVersion: 'best' }, 'invalidArgument', 'best']]),
  ...rows(['document'], 'content', [
    [{ download: 'upload' }, 'invalidArgument', 'upload'],
    [{ streamId: 'nonsense' }, 'constraint', 'nonsense'],
    [{ streamId: NOWHERE }, 'constraint', NOWHERE],
  ]),
  ...rows(['folder', 'policy'], 'content', [[{}, 'constraint', 'no content']]),
  ...rows(['document'], 'renditions', [...RENDITIONS, ...PAGING]),
  ...rows(['document'], 'versions', [...FILTER, ...STYLE, [{ includeAllowableActions: 'x' }, 'invalidArgument', 'x']]),
  ...rows(['document'], 'relationships', [
    ...PAGING,
    ...FILTER,
    ...STYLE,
    [{ relationshipDirection: 'both' }, 'invalidArgument', 'both'],
    [{ includeSubRelationshipTypes: 'x' }, 'invalidArgument', 'includeSubRelationshipTypes'],
    [{ typeId: 'x:nothing' }, 'objectNotFound', 'x:nothing'],
  ]),
  ...rows(['document'], 'policies', [...FILTER, ...STYLE]),
  ...rows(['document'], 'acl', [[{ onlyBasicPermissions: 'x' }, 'invalidArgument', 'onlyBasicPermissions']]),
  ...[
    undefined,
    'object',
    'properties',
    'children',
    'descendants',
    'folderTree',
    'parent',
    'parents',
    'checkedOut',
    'allowableActions',
    'content',
    'renditions',
    'versions',
    'relationships',
    'policies',
    'acl',
  ].flatMap((selector): Row[] => [
    ['nowhere', selector, {}, 'objectNotFound', NOWHERE],
    ['no id', selector, {}, 'objectNotFound', 'nonsense'],
    ['no path', selector, {}, 'objectNotFound', 'nothing'],
  ]),
];

const setting = (id: string, value: string): Fields => properties({ [id]: value });

const PROPERTIES = [
  [{ 'propertyId[1]': 'cmis:name' }, 'invalidArgument', 'propertyId[0]'],
  [{ 'propertyValue[0]': 'x' }, 'invalidArgument', 'propertyValue[0]'],
  [{ 'propertyId[x]': 'cmis:name' }, 'invalidArgument', 'propertyId[x]'],
  [setting('x:nothing', 'x'), 'invalidArgument', 'x:nothing'],
] as const;
const ACES = [
  [{ 'addACEPrincipal[0]': 'x' }, 'invalidArgument', 'addACEPermission'],
  [{ 'addACEPermission[0][0]': 'cmis:read' }, 'invalidArgument', 'addACEPrincipal'],
  [{ 'addACEPrincipal[0]': 'x', 'addACEPermission[0][0]': 'x:fly' }, 'constraint', 'x:fly'],
  [{ 'removeACEPrincipal[1]': 'x', 'removeACEPermission[1]': 'cmis:read' }, 'invalidArgument', 'removeACEPrincipal[0]'],
] as const;
const creating = (typeId: string, bad: readonly (readonly [Fields, string, string])[]): typeof bad =>
  bad.map(([fields, exception, word]) => [{ ...named(typeId, 'new'), ...fields }, exception, word]);
const merged = (base: Fields, bad: readonly (readonly [Fields, string, string])[]): typeof bad =>
  bad.map(([fields, exception, word]) => [{ ...base, ...fields }, exception, word]);

const type = (members: Json): Fields => ({
  type: JSON.stringify({ id: 'b:t', parentId: 'cmis:document', ...members }),
});

const NEW: readonly (readonly [action: string, typeId: string, otherType: string, takesPolicies: boolean])[] = [
  ['createDocument', 'cmis:document', 'cmis:folder', true],
  ['createFolder', 'cmis:folder', 'cmis:document', false],
  ['createItem', 'cmis:item', 'cmis:document', true],
  ['createPolicy', 'cmis:policy', 'cmis:document', false],
];

const WRITES: readonly Row[] = [
  ...NEW.flatMap(([action, typeId, otherType, takesPolicies]) =>
    rows(['folder'], action, [
      ...PROPERTIES,
      [{}, 'invalidArgument', 'cmis:objectTypeId'],
      [named(otherType, 'new'), 'constraint', otherType],
      [named('x:nothing', 'new'), 'constraint', 'x:nothing'],
      [named('cmis:secondary', 'new'), 'constraint', 'cmis:secondary'],
      [named(typeId, 'a/b'), 'constraint', 'a/b'],
      [named(typeId, 'a\0b'), 'invalidArgument', 'NUL'],
      [named(typeId, LONG), 'constraint', ''],
      [named(typeId, 'inner'), 'nameConstraintViolation', 'this name'],
      [named(typeId, 'new', { 'cmis:createdBy': 'me' }), 'constraint', 'cmis:createdBy'],
      [named(typeId, 'new', { 'cmis:secondaryObjectTypeIds': 'x:nothing' }), 'constraint', 'x:nothing'],
      [named(typeId, 'new', { 'cm:author': 'me' }), 'constraint', 'cm:author'],
      ...creating(typeId, [
        ...ACES,
        takesPolicies
          ? [{ 'policy[0]': NOWHERE }, 'objectNotFound', NOWHERE]
          : [{ 'policy[0]': NOWHERE }, 'constraint', typeId],
        [{ 'policy[1]': 'x' }, 'invalidArgument', 'policy[0]'],
        ...STYLE,
      ]),
    ]),
  ),
  ...NEW.filter(([action]) => action !== 'createItem').flatMap(([action, typeId]) =>
    rows(['folder'], action, [[setting('cmis:objectTypeId', typeId), 'constraint', 'cmis:name']]),
  ),
  ...NEW.flatMap(([action, typeId]): Row[] => [
    ['document', action, named(typeId, 'new'), 'invalidArgument', 'not a folder'],
    ['nowhere', action, named(typeId, 'new'), 'objectNotFound', NOWHERE],
    ['no path', action, named(typeId, 'new'), 'objectNotFound', 'nothing'],
  ]),
  ...rows(
    ['folder'],
    'createDocument',
    creating('cmis:document', [
      [{ versioningState: 'x' }, 'invalidArgument', 'versioningState'],
      [{ versioningState: 'none' }, 'constraint', 'none'],
    ]),
  ),
  ...rows(['folder'], 'createDocumentFromSource', [
    [named('cmis:document', 'new'), 'invalidArgument', 'sourceId'],
    [{ ...setting('cmis:name', 'new'), sourceId: NOWHERE }, 'objectNotFound', NOWHERE],
    [{ ...setting('cmis:name', 'new'), sourceId: 'nonsense' }, 'objectNotFound', 'nonsense'],
  ]),
  ...rows(['repository'], 'createRelationship', [
    [named('cmis:relationship', 'new'), 'invalidArgument', 'cmis:sourceId'],
    [
      named('cmis:relationship', 'new', { 'cmis:sourceId': NOWHERE, 'cmis:targetId': NOWHERE }),
      'objectNotFound',
      NOWHERE,
    ],
    [named('cmis:document', 'new'), 'invalidArgument', 'cmis:sourceId'],
    ...PROPERTIES,
  ]),
  ...rows(['repository'], 'bulkUpdate', [
    [{}, 'invalidArgument', ''],
    [{ 'objectId[1]': 'x' }, 'invalidArgument', 'objectId[0]'],
    [{ 'objectId[0]': NOWHERE, 'changeToken[1]': '1' }, 'invalidArgument', 'changeToken[1]'],
    [{ 'objectId[0]': NOWHERE, 'addSecondaryTypeId[0]': 'x:nothing' }, 'invalidArgument', 'x:nothing'],
    [{ 'objectId[0]': NOWHERE, ...setting('x:nothing', 'x') }, 'invalidArgument', 'x:nothing'],
  ]),
  ...rows(['repository'], 'query', [
    [{}, 'invalidArgument', 'statement'],
    [{ statement: 'DROP TABLE objects' }, 'invalidArgument', 'DROP'],
    [{ statement: 'SELECT * FROM cmis:document', maxItems: -3 }, 'invalidArgument', '-3'],
  ]),
  ...rows(['repository'], 'createType', [
    [{}, 'invalidArgument', 'type'],
    [{ type: '{' }, 'invalidArgument', 'type'],
    [{ type: '[]' }, 'invalidArgument', 'type'],
    [type({ parentId: 'x:nothing' }), 'invalidArgument', 'x:nothing'],
    [type({ id: 'cmis:document' }), 'constraint', 'cmis:document'],
    [type({ queryName: 'cmis:folder' }), 'constraint', 'cmis:folder'],
    [type({ queryName: 'a b' }), 'constraint', 'a b'],
    [
      type({ propertyDefinitions: { 'cmis:name': { propertyType: 'integer', cardinality: 'single' } } }),
      'constraint',
      'cmis:name',
    ],
    [
      type({ propertyDefinitions: { 'b:p': { propertyType: 'colour', cardinality: 'single' } } }),
      'invalidArgument',
      'colour',
    ],
    [type({ id: `b:${LONG}` }), 'constraint', ''],
  ]),
  ...rows(['repository'], 'updateType', [
    [{}, 'invalidArgument', 'type'],
    [type({ id: 'x:nothing' }), 'objectNotFound', 'x:nothing'],
    [
      type({ id: 'cmis:document', propertyDefinitions: { 'b:p': { propertyType: 'string', cardinality: 'single' } } }),
      'constraint',
      'cmis:document',
    ],
  ]),
  ...rows(['repository'], 'deleteType', [
    [{}, 'invalidArgument', 'typeId'],
    [{ typeId: 'x:nothing' }, 'objectNotFound', 'x:nothing'],
    [{ typeId: 'cmis:document' }, 'constraint', 'cmis:document'],
  ]),
  ...rows(['document'], 'update', [
    ...PROPERTIES,
    [setting('cmis:objectId', 'x'), 'constraint', 'cmis:objectId'],
    [setting('cmis:objectTypeId', 'cmis:folder'), 'constraint', 'cmis:objectTypeId'],
    [setting('cmis:creationDate', 'yesterday'), 'invalidArgument', 'yesterday'],
    [setting('cmis:name', ''), 'constraint', 'empty'],
    [properties({ 'cmis:name': null }), 'constraint', 'cmis:name'],
    [properties({ 'cmis:name': ['a', 'b'] }), 'constraint', 'cmis:name'],
    [setting('cmis:name', 'inner'), 'nameConstraintViolation', 'this name'],
    [{ ...setting('cmis:description', 'x'), changeToken: 'old' }, 'updateConflict', 'old'],
    ...merged(setting('cmis:description', 'x'), STYLE),
  ]),
  ...rows(['document'], 'move', [
    [{}, 'invalidArgument', 'targetFolderId'],
    [{ targetFolderId: NOWHERE }, 'invalidArgument', 'sourceFolderId'],
    [{ targetFolderId: NOWHERE, sourceFolderId: NOWHERE }, 'objectNotFound', NOWHERE],
    [{ targetFolderId: 'nonsense', sourceFolderId: 'nonsense' }, 'objectNotFound', 'nonsense'],
  ]),
  ...rows(['document'], 'delete', [[{ allVersions: 'some' }, 'invalidArgument', 'some']]),
  ...rows(['root'], 'delete', [[{}, 'constraint', '']]),
  ...rows(['folder'], 'delete', [[{}, 'constraint', '']]),
  ...rows(['folder'], 'deleteTree', [
    [{ unfileObjects: 'x' }, 'invalidArgument', 'unfileObjects'],
    [{ continueOnFailure: 'x' }, 'invalidArgument', 'continueOnFailure'],
    [{ allVersions: 'x' }, 'invalidArgument', 'allVersions'],
  ]),
  ...rows(['document'], 'deleteTree', [[{}, 'constraint', '']]),
  ...rows(['root'], 'deleteTree', [[{}, 'constraint', '']]),
  ...rows(['document'], 'setContent', [
    [{}, 'invalidArgument', 'content'],
    [{ content: 'text' }, 'invalidArgument', 'content'],
    [{ overwriteFlag: 'x' }, 'invalidArgument', 'overwriteFlag'],
  ]),
  ...rows(['document'], 'appendContent', [
    [{}, 'invalidArgument', 'content'],
    [{ isLastChunk: 'x' }, 'invalidArgument', 'isLastChunk'],
  ]),
  ...rows(['folder'], 'deleteContent', [[{}, 'constraint', '']]),
  ...rows(['document'], 'deleteContent', [[{ changeToken: 'old' }, 'updateConflict', 'old']]),
  ...rows(['document'], 'addObjectToFolder', [
    [{}, 'invalidArgument', 'folderId'],
    [{ folderId: NOWHERE }, 'objectNotFound', NOWHERE],
    [{ folderId: NOWHERE, allVersions: 'x' }, 'invalidArgument', 'allVersions'],
  ]),
  ...rows(['document'], 'removeObjectFromFolder', [[{ folderId: NOWHERE }, 'objectNotFound', NOWHERE]]),
  ...rows(['folder'], 'checkOut', [[{}, 'constraint', '']]),
  ...rows(['folder'], 'cancelCheckOut', [[{}, 'constraint', '']]),
  ...rows(['document'], 'cancelCheckOut', [[{}, 'versioning', '']]),
  ...rows(['document'], 'checkIn', [
    [{}, 'constraint', ''],
    [{ major: 'x' }, 'invalidArgument', 'major'],
    ...PROPERTIES,
  ]),
  ...rows(['document'], 'applyPolicy', [
    [{}, 'invalidArgument', 'policyId'],
    [{ policyId: NOWHERE }, 'objectNotFound', NOWHERE],
  ]),
  ...rows(['document'], 'removePolicy', [
    [{}, 'invalidArgument', 'policyId'],
    [{ policyId: NOWHERE }, 'objectNotFound', NOWHERE],
  ]),
  ...rows(['document'], 'applyACL', [
    ...ACES,
    [{ ACLPropagation: 'x' }, 'invalidArgument', 'ACLPropagation'],
    [{ 'removeACEPrincipal[0]': 'x', 'removeACEPermission[0]': 'cmis:read' }, 'constraint', 'x'],
  ]),
  ...[
    'update',
    'delete',
    'deleteTree',
    'deleteContent',
    'checkOut',
    'cancelCheckOut',
    'checkIn',
    'applyACL',
    'removeObjectFromFolder',
  ].flatMap((action): Row[] => [
    ['nowhere', action, {}, 'objectNotFound', NOWHERE],
    ['no id', action, {}, 'objectNotFound', 'nonsense'],
    ['no path', action, {}, 'objectNotFound', 'nothing'],
  ]),
];

const placeOf = (name: string): Place => {
  const place = places[name];
  if (place === undefined) throw new Error(`The tests have no place '${name}'.`);
  return place;
};

const shown = (fields: Fields): string => JSON.stringify(fields).slice(0, 120);
const titled = (table: readonly Row[]): readonly (readonly [string, Row])[] =>
  table.map((row) => [`${row[1] ?? 'no selector'} at ${row[0]} with ${shown(row[2])}: ${row[3]}`, row]);

function expectError(answer: Answer): void {
  expect(Object.keys((answer.json ?? {}) as Json).sort()).toEqual(['exception', 'message']);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect((answer.json as Json)['message']).toMatch(/^\S.*[.:…]$|./s);
}

describe.each([
  ['GET', READS],
  ['POST', WRITES],
] as const)('%s', (method, table) => {
  const ask = (client: BrowserClient, [place, name, fields]: Row): Promise<Answer> =>
    method === 'GET' ? client.get(placeOf(place), name, fields) : client.post(placeOf(place), name, fields);

  describe('as administrator', () => {
    it.each(titled(table))('%s', async (_title, row) => {
      const answer = await ask(admin, row);
      expectError(answer);
      expect(exceptionOf(answer)).toBe(row[3]);
      expect((answer.json as { readonly message: string }).message).toContain(row[4]);
    });
  });

  it.each(titled(table))('as reader: %s', async (_title, row) => {
    const answer = await ask(reader, row);
    expectError(answer);
    // Whoever may not do it at all need not hear what else is wrong.
    expect([row[3], 'permissionDenied']).toContain(exceptionOf(answer));
  });

  it.each(titled(table))('as stranger: %s', async (_title, row) => {
    const answer = await ask(stranger, row);
    expectError(answer);
    expect([answer.status, exceptionOf(answer)]).toEqual([401, 'unauthorized']);
  });
});

describe('a content whose media type is longer than any', () => {
  const type = `text/${'x'.repeat(9_000)}`;

  it.each([
    ['createDocument', 'folder', named('cmis:document', 'long type'), { text: 'x', type }],
    ['createDocument', 'folder', { ...named('cmis:document', 'long type'), contentType: type }, { text: 'x' }],
    ['setContent', 'document', {}, { text: 'x', type }],
    ['createDocument', 'folder', named('cmis:document', 'long type'), { text: 'x', type: `text/${'x'.repeat(251)}` }],
  ] as const)('is refused by %s', async (...[action, place, fields, content]) => {
    const answer = await admin.post(places[place] ?? 'repository', action, fields, content);
    expectError(answer);
    expect([answer.status, exceptionOf(answer)]).toEqual([400, 'invalidArgument']);
  });

  it('may have as many characters as a type and its subtype', async () => {
    const type = `text/${'x'.repeat(250)}`;
    const answer = await admin.post(places['document'] ?? 'repository', 'setContent', {}, { text: 'x', type });
    expect(answer.status).toBe(201);
  });
});

describe('a request that is no form', () => {
  it.each<[string, RequestInit]>([
    ['JSON', { body: '{}', headers: { 'Content-Type': 'application/json' } }],
    ['no type', { body: new Uint8Array([1, 2]) }],
    ['multipart without a boundary', { body: 'x', headers: { 'Content-Type': 'multipart/form-data' } }],
    [
      'multipart that breaks off',
      {
        body: '--b\r\nContent-Disposition: form-data; name="x"\r\n\r\ny',
        headers: { 'Content-Type': 'multipart/form-data; boundary=b' },
      },
    ],
    [
      'broken percent-encoding',
      { body: 'cmisaction=%', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
    ],
    [
      'a control twice',
      { body: 'cmisaction=delete&CMISACTION=update', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
    ],
    [
      'an unknown character set',
      { body: 'a=b', headers: { 'Content-Type': 'application/x-www-form-urlencoded;charset=klingon' } },
    ],
    [
      'an unknown packing',
      { body: 'a=b', headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Encoding': 'zip' } },
    ],
    [
      'bytes that are not packed as they say',
      { body: 'a=b', headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Encoding': 'gzip' } },
    ],
  ])('%s is refused', async (_case, init) => {
    for (const url of [admin.repositoryUrl, `${admin.rootUrl}/bad%20input`]) {
      const answer = await admin.fetch(url, { method: 'POST', ...init });
      expectError(answer);
      expect([answer.status, exceptionOf(answer)]).toEqual([400, 'invalidArgument']);
    }
  });
});

it.each(['/root/%', '/root/%ff', '/root/a%00b', '/root/a%2Fb', '/root?objectId=%', '?cmisselector=%E4'])(
  'an address that cannot be read is refused: %s',
  async (rest) => {
    const answer = await admin.fetch(admin.repositoryUrl + rest);
    expectError(answer);
    expect(answer.status).toBe(400);
  },
);
