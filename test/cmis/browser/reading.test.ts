import { startTestServer, type TestServer } from '../../support/server';
import {
  browserClient,
  exceptionOf,
  named,
  properties,
  type Answer,
  type BrowserClient,
  type Json,
  type ObjectAnswer,
} from './client';

interface Listed {
  readonly objects: readonly { readonly object: Json; readonly pathSegment?: string }[];
  readonly hasMoreItems: boolean;
  readonly numItems?: number;
}

const ALL = {
  filter: '*',
  includeAllowableActions: true,
  includeRelationships: 'both',
  includePolicyIds: true,
  includeACL: true,
  renditionFilter: '*',
};

let server: TestServer;
let admin: BrowserClient;
let folder: ObjectAnswer;
let inner: ObjectAnswer;
let document: ObjectAnswer;
let other: ObjectAnswer;

beforeAll(async () => {
  server = await startTestServer();
  admin = browserClient(`${server.url}/cmis/1.1/browser/-default-`, { user: 'admin', password: 'admin' });
  folder = await admin.make({ path: '/Shared' }, 'createFolder', named('cmis:folder', 'read me'));
  inner = await admin.make({ id: folder.id }, 'createFolder', named('cmis:folder', 'inner'));
  const content = { text: 'hello', type: 'text/plain', name: 'a ü.txt' };
  document = await admin.make({ id: folder.id }, 'createDocument', named('cmis:document', 'a ü.txt'), content);
  other = await admin.make({ id: folder.id }, 'createDocument', named('cmis:document', 'B.html'), {
    text: '<b>',
    type: 'text/html',
  });
  await admin.make({ id: inner.id }, 'createDocument', named('cmis:document', 'deep'));
});
afterAll(() => server.close());

const succinctOf = (answer: Answer): Json => (answer.json as { readonly succinctProperties: Json }).succinctProperties;
const names = (list: readonly Json[]): unknown[] =>
  list.map((object) => (object['succinctProperties'] as Json | undefined)?.['cmis:name']);
const childNames = (answer: Answer): unknown[] => names((answer.json as Listed).objects.map((item) => item.object));

describe('an object', () => {
  it.each([true, false])('is the same text by id, by path and in lists (succinct: %s)', async (succinct) => {
    const parameters = { ...ALL, succinct };
    const byId = await admin.get({ id: document.id }, 'object', parameters);
    const byPath = await admin.get({ path: '/Shared/read me/a ü.txt' }, 'object', parameters);
    const children = await admin.get({ id: folder.id }, 'children', {
      filter: '*',
      includeAllowableActions: true,
      succinct,
    });
    const alone = await admin.get({ id: document.id }, 'object', {
      filter: '*',
      includeAllowableActions: true,
      succinct,
    });
    expect(byId.status).toBe(200);
    expect(byPath.text).toBe(byId.text);
    expect(children.text).toContain(`{"object":${alone.text}}`);
    const versions = await admin.get({ id: document.id }, 'versions', { includeAllowableActions: true, succinct });
    expect(versions.text).toBe(`[${alone.text}]`);
  });

  it('shows either succinct properties or described ones', async () => {
    const verbose = (await admin.get({ id: document.id }, 'object')).json as Json;
    const succinct = (await admin.get({ id: document.id }, 'object', { succinct: true })).json as Json;
    expect(Object.keys(verbose)).toEqual(['properties']);
    expect(Object.keys(succinct)).toEqual(['succinctProperties']);
    const described = verbose['properties'] as Record<string, Json>;
    for (const [id, value] of Object.entries(succinct['succinctProperties'] as Json)) {
      expect(described[id]).toEqual({
        id,
        propertyDefinitionId: id,
        localName: expect.any(String) as unknown,
        displayName: expect.any(String) as unknown,
        queryName: expect.any(String) as unknown,
        type: expect.stringMatching(/^(string|boolean|decimal|integer|datetime|uri|id|html)$/) as unknown,
        cardinality: expect.stringMatching(/^(single|multi)$/) as unknown,
        value,
      });
    }
  });

  it('shows all that its type defines, unset as null, and nothing that was not asked for', async () => {
    const type = (await admin.get('repository', 'typeDefinition', { typeId: 'cmis:document' })).json as Json;
    const shown = succinctOf(await admin.get({ id: document.id }, 'object', { succinct: true }));
    for (const id of Object.keys(type['propertyDefinitions'] as Json)) expect(shown).toHaveProperty([id]);
    expect(shown).toMatchObject({
      'cmis:name': 'a ü.txt',
      'cmis:contentStreamLength': 5,
      'cmis:contentStreamMimeType': 'text/plain',
      'cmis:contentStreamFileName': 'a ü.txt',
      'cmis:versionLabel': '1.0',
      'cmis:isLatestVersion': true,
      'cmis:versionSeriesCheckedOutBy': null,
      'cmis:creationDate': expect.any(Number) as unknown,
    });
  });

  it('keeps to the filter', async () => {
    const filtered = await admin.get({ id: document.id }, 'object', { succinct: true, filter: 'cmis:name,unknown' });
    expect(Object.keys(succinctOf(filtered)).sort()).toEqual([
      'cmis:baseTypeId',
      'cmis:name',
      'cmis:objectId',
      'cmis:objectTypeId',
    ]);
    const twisted = await admin.get({ id: document.id }, 'object', { filter: 'cmis:name,,' });
    expect([twisted.status, exceptionOf(twisted)]).toEqual([400, 'filterNotValid']);
  });

  it('is what the id says, whatever the path', async () => {
    const answer = await admin.fetch(
      `${admin.rootUrl}/Shared?objectId=${encodeURIComponent(document.id)}&cmisselector=object&succinct=true`,
    );
    expect(succinctOf(answer)['cmis:objectId']).toBe(document.id);
  });

  it('holds the extras that were asked for', async () => {
    const { json } = await admin.get({ id: folder.id }, 'object', ALL);
    const extras = json as Json;
    expect(Object.entries(extras['allowableActions'] as Json)).toHaveLength(31);
    expect(extras['acl']).toMatchObject({ aces: expect.any(Array) as unknown, isExact: true });
    expect(extras['exactACL']).toBe(true);
    expect(extras['relationships']).toEqual([]);
    expect(extras['renditions']).toEqual([]);
    expect((await admin.get({ id: folder.id }, 'allowableActions')).json).toEqual(extras['allowableActions']);
  });

  it('shows its properties alone', async () => {
    const map = (await admin.get({ id: document.id }, 'properties', { succinct: true })).json as Json;
    expect(map['cmis:name']).toBe('a ü.txt');
    const verbose = (await admin.get({ id: document.id }, 'properties', { filter: 'cmis:name' })).json as Record<
      string,
      Json
    >;
    expect(verbose['cmis:name']?.['value']).toBe('a ü.txt');
  });

  it('answers by itself with what it is', async () => {
    const listed = await admin.get({ path: '/Shared/read me' }, undefined, { succinct: true });
    expect(childNames(listed)).toEqual(['a ü.txt', 'B.html', 'inner']);
    expect((await admin.get({ path: '/' }, undefined)).json).toHaveProperty('objects');
    expect((await admin.get({ path: '/Shared/read me/a ü.txt' }, undefined)).text).toBe('hello');
    expect((await admin.get({ id: document.id }, undefined)).text).toBe('hello');
    const item = await admin.make({ id: folder.id }, 'createItem', named('cmis:item', 'an item'));
    expect((await admin.get({ id: item.id }, undefined, { succinct: true })).json).toHaveProperty('succinctProperties');
    await admin.post({ id: item.id }, 'delete');
  });

  it.each([
    ['by path', { path: '/Shared/read me/nothing' }],
    ['by id', { id: '00000000-0000-4000-8000-000000000000' }],
    ['by an id that is none', { id: 'nothing' }],
  ] as const)('that does not exist is not found %s', async (_how, place) => {
    for (const selector of [undefined, 'object', 'children', 'content', 'acl', 'allowableActions']) {
      const answer = await admin.get(place, selector);
      expect([answer.status, exceptionOf(answer)]).toEqual([404, 'objectNotFound']);
    }
  });
});

describe('the children of a folder', () => {
  it('come in pages with a count and path segments', async () => {
    const page = await admin.get({ id: folder.id }, 'children', {
      succinct: true,
      maxItems: 2,
      includePathSegment: true,
    });
    const { objects, ...rest } = page.json as Listed;
    expect(rest).toEqual({ hasMoreItems: true, numItems: 3 });
    expect(objects.map((item) => item.pathSegment)).toEqual(['a ü.txt', 'B.html']);
    const next = await admin.get({ id: folder.id }, 'children', { succinct: true, maxItems: 2, skipCount: 2 });
    expect(childNames(next)).toEqual(['inner']);
    expect(next.json).toMatchObject({ hasMoreItems: false, numItems: 3 });
    const beyond = await admin.get({ id: folder.id }, 'children', { skipCount: 100 });
    expect(beyond.json).toEqual({ objects: [], hasMoreItems: false, numItems: 3 });
    const none = await admin.get({ id: folder.id }, 'children', { maxItems: 0 });
    expect(none.json).toEqual({ objects: [], hasMoreItems: true, numItems: 3 });
  });

  it('come in the order asked for', async () => {
    const answer = await admin.get({ id: folder.id }, 'children', { succinct: true, orderBy: 'cmis:name DESC' });
    expect(childNames(answer)).toEqual(['inner', 'B.html', 'a ü.txt']);
  });

  it('are not to be had of a document', async () => {
    const answer = await admin.get({ id: document.id }, 'children');
    expect([answer.status, exceptionOf(answer)]).toEqual([400, 'invalidArgument']);
  });
});

it('sends long lists piece by piece, packed or not', async () => {
  const many = await admin.make({ path: '/Shared' }, 'createFolder', named('cmis:folder', 'many'));
  const made = Array.from({ length: 80 }, (_, index) => named('cmis:folder', `child ${index}`));
  for (const fields of made) await admin.make({ id: many.id }, 'createFolder', fields);
  for (const selector of ['children', 'descendants']) {
    const url = `${admin.rootUrl}?objectId=${many.id}&cmisselector=${selector}`;
    const plain = await admin.fetch(url, { headers: { 'Accept-Encoding': 'identity' } });
    expect(plain.headers.get('transfer-encoding')).toBe('chunked');
    expect(plain.headers.get('content-type')).toBe('application/json;charset=UTF-8');
    const list = selector === 'children' ? (plain.json as Listed).objects : (plain.json as unknown[]);
    expect(list).toHaveLength(80);
    for (const packing of ['gzip', 'br']) {
      const packed = await admin.fetch(url, { headers: { 'Accept-Encoding': packing } });
      expect(packed.headers.get('content-encoding')).toBe(packing);
      expect(packed.text).toBe(plain.text);
    }
    const head = await admin.fetch(url, { method: 'HEAD' });
    expect([head.status, head.text]).toEqual([200, '']);
  }
});

describe('the tree below a folder', () => {
  const segments = (answer: Answer): unknown =>
    (answer.json as { object: { pathSegment: string }; children?: unknown[] }[]).map(({ object, children }) => [
      object.pathSegment,
      children?.length ?? 0,
    ]);

  it('is as deep as asked for', async () => {
    const one = await admin.get({ id: folder.id }, 'descendants', { depth: 1, includePathSegment: true });
    expect(segments(one)).toEqual([
      ['a ü.txt', 0],
      ['B.html', 0],
      ['inner', 0],
    ]);
    const all = await admin.get({ id: folder.id }, 'descendants', { depth: -1, includePathSegment: true });
    expect(segments(all)).toEqual([
      ['a ü.txt', 0],
      ['B.html', 0],
      ['inner', 1],
    ]);
    expect(segments(await admin.get({ id: folder.id }, 'descendants', { includePathSegment: true }))).toEqual(
      segments(all),
    );
  });

  it('may hold folders alone', async () => {
    for (const selector of ['folderTree', 'folder']) {
      const folders = await admin.get({ id: folder.id }, selector, { includePathSegment: true });
      expect(segments(folders)).toEqual([['inner', 0]]);
    }
  });
});

describe('what holds an object', () => {
  it('is its parent for a folder, but not for the root', async () => {
    const parent = await admin.get({ id: inner.id }, 'parent', { succinct: true });
    expect(succinctOf(parent)['cmis:objectId']).toBe(folder.id);
    const none = await admin.get({ path: '/' }, 'parent');
    expect([none.status, exceptionOf(none)]).toEqual([400, 'invalidArgument']);
  });

  it('are its parents, with where it is in them', async () => {
    const parents = await admin.get({ id: document.id }, 'parents', {
      succinct: true,
      includeRelativePathSegment: true,
    });
    expect(parents.json).toMatchObject([
      { object: { succinctProperties: { 'cmis:objectId': folder.id } }, relativePathSegment: 'a ü.txt' },
    ]);
    expect((await admin.get({ path: '/' }, 'parents')).json).toEqual([]);
    const unfiled = await admin.make('repository', 'createDocument', named('cmis:document', 'nowhere'));
    expect((await admin.get({ id: unfiled.id }, 'parents')).json).toEqual([]);
  });
});

describe('content', () => {
  it('comes with its type and its name', async () => {
    const inline = await admin.get({ id: document.id }, 'content');
    expect([inline.status, inline.text]).toEqual([200, 'hello']);
    expect(inline.headers.get('content-type')).toBe('text/plain');
    expect(inline.headers.get('content-length')).toBe('5');
    expect(inline.headers.get('content-disposition')).toMatch(/^inline; .*filename\*=UTF-8''a%20%C3%BC\.txt/);
    const saved = await admin.get({ id: document.id }, 'content', { download: 'ATTACHMENT' });
    expect(saved.headers.get('content-disposition')).toMatch(/^attachment; /);
  });

  it('that a browser might run is only for saving', async () => {
    const html = await admin.get({ id: other.id }, 'content', { download: 'inline' });
    expect(html.headers.get('content-type')).toBe('text/html');
    expect(html.headers.get('content-disposition')).toMatch(/^attachment; /);
    expect(html.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('comes in parts', async () => {
    const url = `${admin.rootUrl}?objectId=${document.id}&cmisselector=content`;
    const part = await admin.fetch(url, { headers: { Range: 'bytes=1-2' } });
    expect([part.status, part.text, part.headers.get('content-range')]).toEqual([206, 'el', 'bytes 1-2/5']);
    const rest = await admin.fetch(url, { headers: { Range: 'bytes=3-' } });
    expect([rest.status, rest.text]).toEqual([206, 'lo']);
    const whole = await admin.fetch(url, { headers: { Range: 'bytes=0-' } });
    expect([whole.status, whole.text]).toEqual([200, 'hello']);
  });

  it('that is not there is a constraint', async () => {
    const empty = await admin.make({ id: inner.id }, 'createDocument', named('cmis:document', 'empty'));
    for (const id of [empty.id, folder.id]) {
      const answer = await admin.get({ id }, 'content');
      expect([answer.status, exceptionOf(answer)]).toEqual([409, 'constraint']);
    }
    const stream = await admin.get({ id: document.id }, 'content', { streamId: 'other' });
    expect([stream.status, exceptionOf(stream)]).toEqual([409, 'constraint']);
  });
});

describe('types', () => {
  it('begin with the base types', async () => {
    const { json } = await admin.get('repository', 'typeChildren');
    const { types, ...rest } = json as { readonly types: readonly Json[] };
    expect(types.map((type) => type['id']).sort()).toEqual([
      'cmis:document',
      'cmis:folder',
      'cmis:item',
      'cmis:policy',
      'cmis:relationship',
      'cmis:secondary',
    ]);
    expect(types[0]).not.toHaveProperty('propertyDefinitions');
    expect(rest).toEqual({ hasMoreItems: false, numItems: 6 });
    const page = await admin.get('repository', 'typeChildren', { maxItems: 2, skipCount: 1 });
    expect((page.json as { types: readonly Json[] }).types.map((type) => type['id'])).toEqual(
      types.slice(1, 3).map((type) => type['id']),
    );
    expect(page.json).toMatchObject({ hasMoreItems: true, numItems: 6 });
  });

  it('are the same text wherever they are shown', async () => {
    const definition = await admin.get('repository', 'typeDefinition', { typeId: 'cmis:policy' });
    const children = await admin.get('repository', 'typeChildren', { includePropertyDefinitions: true });
    const tree = await admin.get('repository', 'typeDescendants', { includePropertyDefinitions: true });
    expect(children.text).toContain(definition.text);
    expect(tree.text).toContain(`{"type":${definition.text}`);
  });

  it('make a tree, as deep as asked for', async () => {
    const one = await admin.get('repository', 'typeDescendants', { typeId: 'cmis:folder', depth: 1 });
    const containers = one.json as readonly { readonly type: Json; readonly children?: unknown }[];
    expect(containers.length).toBeGreaterThan(0);
    for (const { type, children } of containers) {
      expect(type['parentId']).toBe('cmis:folder');
      expect(children).toBeUndefined();
    }
    const everything = await admin.get('repository', 'typeDescendants', { depth: 1 });
    expect(everything.text).toContain('"children"');
  });

  it('that do not exist are not found', async () => {
    for (const selector of ['typeDefinition', 'typeChildren', 'typeDescendants']) {
      const answer = await admin.get('repository', selector, { typeId: 'x:unknown' });
      expect([answer.status, exceptionOf(answer)]).toEqual([404, 'objectNotFound']);
    }
  });
});

describe('a query', () => {
  const statement = "SELECT cmis:name AS n, cmis:objectId FROM cmis:document WHERE cmis:name = 'a ü.txt'";

  it('answers rows keyed by query name or alias, by GET and by POST', async () => {
    const succinct = await admin.get('repository', 'query', { q: statement, succinct: true });
    expect(succinct.json).toEqual({
      results: [{ succinctProperties: { n: 'a ü.txt', 'cmis:objectId': document.id } }],
      hasMoreItems: false,
      numItems: 1,
    });
    const verbose = await admin.post('repository', 'query', {
      statement,
      maxItems: 10,
      skipCount: 0,
      searchAllVersions: false,
    });
    expect(verbose.status).toBe(200);
    expect(verbose.json).toMatchObject({
      results: [
        {
          properties: {
            n: { id: 'cmis:name', queryName: 'n', type: 'string', cardinality: 'single', value: 'a ü.txt' },
          },
        },
      ],
    });
    const { results } = verbose.json as { readonly results: readonly Json[] };
    expect(results[0]).not.toHaveProperty('succinctProperties');
    const other = await admin.get('repository', 'query', { statement });
    expect(other.text).toBe(verbose.text);
    const posted = await admin.post('repository', 'query', { q: statement });
    expect(posted.text).toBe(verbose.text);
  });

  it('may ask for more than columns', async () => {
    const answer = await admin.get('repository', 'query', {
      q: `SELECT * FROM cmis:document WHERE cmis:objectId = '${document.id}'`,
      includeAllowableActions: true,
      includeRelationships: 'both',
      renditionFilter: '*',
    });
    const { results } = answer.json as { readonly results: readonly Json[] };
    expect(results[0]).toMatchObject({
      allowableActions: { canGetProperties: true },
      relationships: [],
      renditions: [],
    });
  });
});

it('tells what changed, the last event of a page first on the next', async () => {
  const one = await admin.get('repository', 'contentChanges', { maxItems: 2, succinct: true });
  const first = one.json as {
    readonly objects: readonly Json[];
    readonly changeLogToken: string;
    readonly hasMoreItems: boolean;
  };
  expect(first.objects).toHaveLength(2);
  expect(first.hasMoreItems).toBe(true);
  for (const event of first.objects) {
    expect(event['changeEventInfo']).toEqual({ changeType: 'created', changeTime: expect.any(Number) as unknown });
    expect(event['succinctProperties']).toHaveProperty(['cmis:objectId']);
    expect(event['succinctProperties']).not.toHaveProperty(['cmis:name']);
  }
  const two = await admin.get('repository', 'contentChanges', {
    maxItems: 2,
    succinct: true,
    changeLogToken: first.changeLogToken,
    includeProperties: true,
    includeACL: true,
  });
  const second = two.json as { readonly objects: readonly Json[] };
  expect((second.objects[0]?.['succinctProperties'] as Json)['cmis:objectId']).toBe(
    (first.objects[1]?.['succinctProperties'] as Json)['cmis:objectId'],
  );
  expect(second.objects[0]?.['succinctProperties']).toHaveProperty(['cmis:name']);
  const info = await admin.get('repository', 'repositoryInfo');
  const { latestChangeLogToken } = (info.json as Record<string, Json>)['-default-'] ?? {};
  const last = await admin.get('repository', 'contentChanges', { changeLogToken: String(latestChangeLogToken) });
  expect(last.json).toMatchObject({ hasMoreItems: false });
  expect((last.json as { readonly objects: readonly Json[] }).objects.length).toBeGreaterThan(0);
});

describe('versions', () => {
  let second: ObjectAnswer;
  let first: ObjectAnswer;

  beforeAll(async () => {
    first = await admin.make({ id: inner.id }, 'createDocument', named('cmis:document', 'versioned'), { text: 'one' });
    const copy = await admin.make({ id: first.id }, 'checkOut');
    second = await admin.make({ id: copy.id }, 'checkIn', { major: false, checkinComment: 'two' }, { text: 'two' });
  });

  it('are listed newest first, from whichever of them', async () => {
    for (const { id } of [first, second]) {
      const answer = await admin.get({ id }, 'versions', { succinct: true });
      const list = answer.json as readonly { readonly succinctProperties: Json }[];
      expect(list.map((version) => version.succinctProperties['cmis:versionLabel'])).toEqual(['1.1', '1.0']);
    }
  });

  it.each([
    ['this', '1.0'],
    ['', '1.0'],
    ['latest', '1.1'],
    ['LATESTMAJOR', '1.0'],
  ])('are got by returnVersion=%s', async (returnVersion, label) => {
    const whole = await admin.get({ id: first.id }, 'object', { returnVersion, succinct: true });
    expect(succinctOf(whole)['cmis:versionLabel']).toBe(label);
    const map = await admin.get({ id: first.id }, 'properties', { returnVersion, succinct: true });
    expect((map.json as Json)['cmis:versionLabel']).toBe(label);
  });

  it('that are checked out are listed, for a folder or everywhere', async () => {
    const copy = await admin.make({ id: second.id }, 'checkOut');
    for (const place of ['repository', { id: inner.id }] as const) {
      const answer = await admin.get(place, 'checkedOut', { succinct: true });
      const { objects, ...rest } = answer.json as { readonly objects: readonly Json[] };
      expect(objects.map((object) => (object['succinctProperties'] as Json)['cmis:objectId'])).toEqual([copy.id]);
      expect(rest).toMatchObject({ hasMoreItems: false });
    }
    expect((await admin.get({ id: folder.id }, 'checkedOut')).json).toMatchObject({ objects: [] });
    const versions = (await admin.get({ id: second.id }, 'versions', { succinct: true })).json as readonly Json[];
    expect((versions[0]?.['succinctProperties'] as Json)['cmis:isPrivateWorkingCopy']).toBe(true);
    await admin.post({ id: copy.id }, 'cancelCheckOut');
  });
});

describe('relationships and policies', () => {
  it('of an object are listed, by direction', async () => {
    const fields = properties({
      'cmis:objectTypeId': 'cmis:relationship',
      'cmis:name': 'leads to',
      'cmis:sourceId': document.id,
      'cmis:targetId': other.id,
    });
    const relationship = await admin.make('repository', 'createRelationship', fields);
    const found = async (id: string, parameters: Record<string, string | boolean>): Promise<number> => {
      const answer = await admin.get({ id }, 'relationships', parameters);
      return (answer.json as Listed).objects.length;
    };
    expect(await found(document.id, {})).toBe(1);
    expect(await found(document.id, { relationshipDirection: 'target' })).toBe(0);
    expect(await found(other.id, { relationshipDirection: 'either' })).toBe(1);
    expect(await found(document.id, { typeId: 'cmis:relationship', includeSubRelationshipTypes: true })).toBe(1);
    const object = (await admin.get({ id: document.id }, 'object', { includeRelationships: 'source', succinct: true }))
      .json as Json;
    const alone = await admin.get({ id: relationship.id }, 'object', { succinct: true });
    expect(object['relationships']).toEqual([alone.json]);
    expect((await admin.get({ id: relationship.id }, undefined, { succinct: true })).text).toBe(alone.text);
    await admin.post({ id: relationship.id }, 'delete');
  });

  it('of policies the applied ones are listed', async () => {
    const policy = await admin.make(
      { id: inner.id },
      'createPolicy',
      named('cmis:policy', 'a policy', { 'cmis:policyText': 'be good' }),
    );
    expect((await admin.get({ id: document.id }, 'policies')).json).toEqual([]);
    expect((await admin.post({ id: document.id }, 'applyPolicy', { policyId: policy.id })).status).toBe(200);
    const applied = (await admin.get({ id: document.id }, 'policies', { succinct: true })).json as readonly Json[];
    expect(names(applied)).toEqual(['a policy']);
    const object = (await admin.get({ id: document.id }, 'object', { includePolicyIds: true })).json as Json;
    expect(object['policyIds']).toEqual({ ids: [policy.id] });
    expect((await admin.post({ id: document.id }, 'removePolicy', { policyId: policy.id })).status).toBe(200);
    expect((await admin.get({ id: document.id }, 'policies')).json).toEqual([]);
  });

  it('and renditions are lists for every object', async () => {
    for (const id of [document.id, folder.id]) {
      expect((await admin.get({ id }, 'renditions')).json).toEqual([]);
      expect((await admin.get({ id }, 'policies')).json).toEqual([]);
      expect((await admin.get({ id }, 'relationships')).json).toMatchObject({ objects: [], hasMoreItems: false });
    }
  });
});

it('shows who may do what, in words of CMIS or in all words', async () => {
  const basic = (await admin.get({ path: '/Shared' }, 'acl')).json as {
    aces: { permissions: string[] }[];
    isExact: boolean;
  };
  expect(basic.isExact).toBe(false);
  for (const { permissions } of basic.aces)
    for (const name of permissions) expect(name).toMatch(/^cmis:(read|write|all)$/);
  const all = await admin.get({ path: '/Shared' }, 'acl', { onlyBasicPermissions: false });
  expect(all.json).toEqual({
    aces: [
      {
        principal: { principalId: 'GROUP_EVERYONE' },
        permissions: ['{http://www.alfresco.org/model/content/1.0}cmobject.Contributor'],
        isDirect: true,
      },
    ],
    isExact: true,
  });
});
