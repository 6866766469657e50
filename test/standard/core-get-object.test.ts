import { named, properties, type Answer, type Fields, type Json, type ObjectAnswer } from '../cmis/browser/client';
import { fresh, outcome, startStandard, type Standard } from './fixtures';

let standard: Standard;
let full: ObjectAnswer;
let empty: ObjectAnswer;
let all: Json;
/** An object of each base type. */
let kinds: readonly string[];

beforeAll(async () => {
  standard = await startStandard();
  await standard.newType({
    id: 'get:type',
    parentId: 'cmis:document',
    propertyDefinitions: {
      'get:many': { propertyType: 'string', cardinality: 'multi' },
      'get:one': { propertyType: 'string', cardinality: 'single' },
    },
  });
  full = await standard.newDocument({ text: 'grüße' });
  empty = await standard.newDocument({ fields: named('get:type', fresh()) });
  all = await standard.propertiesOf(full.id);
  const place = { id: standard.folder.id };
  const item = await standard.admin.make(place, 'createItem', named('cmis:item', fresh()));
  const policy = await standard.admin.make(place, 'createPolicy', named('cmis:policy', fresh()));
  kinds = [full.id, standard.folder.id, item.id, policy.id, (await relate(item.id, full.id)).id];
});
afterAll(() => standard.close());

const get = (id: string, parameters: Fields = {}): Promise<Answer> => standard.admin.get({ id }, 'object', parameters);
const succinct = (answer: Answer): Json => (answer.json as { readonly succinctProperties: Json }).succinctProperties;
const relate = (source: string, target: string): Promise<ObjectAnswer> =>
  standard.admin.make(
    'repository',
    'createRelationship',
    named('cmis:relationship', fresh(), { 'cmis:sourceId': source, 'cmis:targetId': target }),
  );

it('22: an object has an id without asking for it', async () => {
  expect(succinct(await get(full.id, { succinct: true }))['cmis:objectId']).toMatch(/./);
});

it('23: the base type of a document is cmis:document', () => expect(all['cmis:baseTypeId']).toBe('cmis:document'));

it('24: the type of an object exists', async () => {
  const typeId = String(all['cmis:objectTypeId']);
  expect((await standard.admin.get('repository', 'typeDefinition', { typeId })).json).toMatchObject({ id: typeId });
});

it.each([
  ['25: it is known who created an object', 'cmis:createdBy', 'string'],
  ['26: it is known when an object was created', 'cmis:creationDate', 'number'],
  ['27: it is known who modified an object last', 'cmis:lastModifiedBy', 'string'],
  ['28: it is known when an object was modified last', 'cmis:lastModificationDate', 'number'],
])('%s', async (_title, id, type) => {
  for (const object of await Promise.all(kinds.map((kind) => standard.propertiesOf(kind)))) {
    expect(typeof object[id]).toBe(type);
    expect(object[id]).not.toBe('');
  }
});

it('30: it is known whether a document is immutable', () => expect(all['cmis:isImmutable']).toBe(false));

it('29: an item without a name has one', async () => {
  const unnamed = properties({ 'cmis:objectTypeId': 'cmis:item' });
  const items = [1, 2].map(() => standard.admin.make({ id: standard.folder.id }, 'createItem', unnamed));
  for (const { id } of await Promise.all(items)) {
    expect((await standard.propertiesOf(id))['cmis:name']).toMatch(/./);
  }
});

it.each([
  ['32: the length of content is its number of bytes', 'cmis:contentStreamLength', 7],
  ['33: content has a media type', 'cmis:contentStreamMimeType', expect.stringContaining('text/plain')],
  ['34: content has a file name', 'cmis:contentStreamFileName', expect.stringMatching(/./)],
])('%s', (_title, id, value) => expect(all[id]).toEqual(value));

it.each([
  ['35: without content there is no length', 'cmis:contentStreamLength'],
  ['36: without content there is no media type', 'cmis:contentStreamMimeType'],
  ['37: without content there is no file name', 'cmis:contentStreamFileName'],
  ['38: without content there is no id of it', 'cmis:contentStreamId'],
])('%s', async (_title, id) => expect((await standard.propertiesOf(empty.id))[id]).toBeNull());

it('39: a folder names its parent', async () => {
  const child = await standard.newFolder();
  expect((await standard.propertiesOf(child.id))['cmis:parentId']).toBe(standard.folder.id);
});

it('40: the path of the root is a slash', async () => {
  const root = await standard.admin.get({ path: '/' }, 'object', { succinct: true });
  expect(succinct(root)['cmis:path']).toBe('/');
});

it('41: the path of a folder in the root is a slash and its segment', async () => {
  const root = await standard.admin.get({ path: '/' }, 'object', { succinct: true });
  const made = await standard.newFolder(String(succinct(root)['cmis:objectId']));
  const children = (await standard.admin.get({ path: '/' }, 'children', { includePathSegment: true, succinct: true }))
    .json as { readonly objects: readonly { readonly object: Json; readonly pathSegment: string }[] };
  const ids = children.objects.map(({ object }) => (object['succinctProperties'] as Json)['cmis:objectId']);
  expect(ids).toContain(made.id);
  for (const { object, pathSegment } of children.objects) {
    expect((object['succinctProperties'] as Json)['cmis:path']).toBe(`/${pathSegment}`);
  }
});

it('42: no segment of a path holds a slash', async () => {
  const folder = await standard.newFolder();
  const child = await standard.newFolder(folder.id);
  const [segment] = String(child.properties['cmis:path']).split('/').slice(-1);
  expect(child.properties['cmis:path']).toBe(`${String(folder.properties['cmis:path'])}/${segment}`);
  const refused = await standard.admin.post({ id: folder.id }, 'createFolder', named('cmis:folder', 'a/b'));
  expect(outcome(refused)).toBe('constraint');
});

it('43: a relationship has two ends', async () => {
  const relationship = await relate(full.id, empty.id);
  expect(await standard.propertiesOf(relationship.id)).toMatchObject({
    'cmis:sourceId': full.id,
    'cmis:targetId': empty.id,
  });
});

it('44: no list of values is empty', async () => {
  expect((await standard.propertiesOf(empty.id))['get:many']).toBeNull();
  const emptied = await standard.newDocument({ fields: named('get:type', fresh(), { 'get:many': ['a'] }) });
  await standard.admin.make({ id: emptied.id }, 'update', properties({ 'get:many': [] }));
  const values = Object.values(await standard.propertiesOf(emptied.id));
  expect(values.filter((value) => Array.isArray(value) && value.length === 0)).toEqual([]);
});

it('45: an unknown object is objectNotFound', async () => {
  for (const id of ['nothing', '00000000-0000-4000-8000-000000000000', `${full.id.split(';')[0]};9.9`]) {
    expect(outcome(await get(id))).toBe('objectNotFound');
  }
});

it('46: a filter brings what it names', async () => {
  const shown = succinct(await get(full.id, { filter: 'cmis:name,cmis:objectId', succinct: true }));
  expect(shown).toMatchObject({ 'cmis:name': full.properties['cmis:name'], 'cmis:objectId': full.id });
});

it('47: a filter brings properties that are not set', async () => {
  expect(succinct(await get(empty.id, { filter: 'get:one', succinct: true }))).toHaveProperty(['get:one'], null);
});

it('48: the filter * brings every property of the type', async () => {
  for (const id of [...kinds, empty.id]) {
    const shown = await standard.propertiesOf(id);
    const typeId = String(shown['cmis:objectTypeId']);
    const type = (await standard.admin.get('repository', 'typeDefinition', { typeId })).json as Json;
    expect(Object.keys(shown)).toEqual(expect.arrayContaining(Object.keys(type['propertyDefinitions'] as Json)));
  }
});

describe('relationships of an object', () => {
  let middle: ObjectAnswer;
  let from: string;
  let to: string;
  beforeAll(async () => {
    middle = await standard.newDocument();
    from = (await relate(middle.id, empty.id)).id;
    to = (await relate(full.id, middle.id)).id;
  });
  const shown = async (includeRelationships?: string): Promise<unknown> => {
    const answer = await get(middle.id, { includeRelationships, succinct: true });
    const list = ((answer.json as Json)['relationships'] ?? []) as readonly { readonly succinctProperties: Json }[];
    return list.map((relationship) => relationship.succinctProperties['cmis:objectId']).sort();
  };

  it('49: are not shown unasked', async () => expect(await shown()).toEqual([]));
  it('50: as source are those that begin at it', async () => expect(await shown('source')).toEqual([from]));
  it('51: as target are those that end at it', async () => expect(await shown('target')).toEqual([to]));
  it('52: as both are all', async () => expect(await shown('both')).toEqual([from, to].sort()));
});

it('53: renditions are not shown unasked', async () => {
  expect((await get(full.id)).json).not.toHaveProperty('renditions.0');
});

it('57: includeACL brings the entries', async () => {
  const person = { 'addACEPrincipal[0]': 'ann', 'addACEPermission[0][0]': 'cmis:read' };
  const document = await standard.newDocument({ fields: person });
  expect(((await get(document.id, { includeACL: true })).json as { acl: { aces: unknown } }).acl.aces).toContainEqual({
    principal: expect.objectContaining({ principalId: 'ann' }) as unknown,
    permissions: ['cmis:read'],
    isDirect: true,
  });
});

it('58: includeAllowableActions brings them', async () => {
  const answer = await get(full.id, { includeAllowableActions: true });
  expect(answer.json).toMatchObject({ allowableActions: { canGetProperties: true, canGetChildren: false } });
});

it('59: includePolicyIds brings the ids of applied policies', async () => {
  const place = { id: standard.folder.id };
  const policy = await standard.admin.make(place, 'createPolicy', named('cmis:policy', fresh()));
  const document = await standard.newDocument({ fields: { 'policy[0]': policy.id } });
  expect((await get(document.id, { includePolicyIds: true })).json).toMatchObject({ policyIds: { ids: [policy.id] } });
});

it('60: the path / is the root folder', async () => {
  const root = succinct(await standard.admin.get({ path: '/' }, 'object', { succinct: true }));
  expect(root).toMatchObject({ 'cmis:path': '/', 'cmis:baseTypeId': 'cmis:folder' });
});

it('61: the path of a folder and the segment of a child lead to the child', async () => {
  const children = (
    await standard.admin.get({ id: standard.folder.id }, 'children', { includePathSegment: true, succinct: true })
  ).json as { readonly objects: readonly { readonly object: Json; readonly pathSegment: string }[] };
  expect(children.objects.length).toBeGreaterThan(3);
  for (const { object, pathSegment } of children.objects) {
    const path = `${String(standard.folder.properties['cmis:path'])}/${pathSegment}`;
    const child = succinct(await standard.admin.get({ path }, 'object', { succinct: true }));
    expect(child['cmis:objectId']).toBe((object['succinctProperties'] as Json)['cmis:objectId']);
  }
});

it('62: an unknown path is objectNotFound', async () => {
  expect(outcome(await standard.admin.get({ path: '/Shared/nothing/here' }, 'object'))).toBe('objectNotFound');
});

it('63: getProperties brings what getObject does', async () => {
  for (const filter of [undefined, '*', 'cmis:name,cmis:contentStreamLength']) {
    const [object, bare] = [
      await get(full.id, { filter }),
      await standard.admin.get({ id: full.id }, 'properties', { filter }),
    ];
    expect(bare.json).toEqual((object.json as Json)['properties']);
  }
});

it('64: content comes back byte by byte', async () => {
  const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 31) % 256));
  const form = new FormData();
  const fields = { cmisaction: 'createDocument', succinct: true, ...named('cmis:document', fresh()) };
  for (const [name, value] of Object.entries(fields)) form.append(name, String(value));
  form.append('content', new Blob([bytes], { type: 'application/x-bytes' }), 'bytes');
  const created = await standard.admin.fetch(`${standard.admin.rootUrl}/Shared`, { method: 'POST', body: form });
  const url = `${standard.admin.rootUrl}?objectId=${encodeURIComponent(String(succinct(created)['cmis:objectId']))}`;
  const response = await fetch(url, { headers: { Authorization: `Basic ${btoa('admin:admin')}` } });
  expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
});

it('65: content that is not there is constraint', async () => {
  expect(outcome(await standard.admin.get({ id: empty.id }, 'content'))).toBe('constraint');
});

it.each([
  ['67: a filter may name what nobody knows', 'cmis:name,no:thing'],
  ['69: a filter of good syntax is valid', 'no:thing,cmis:document.cmis:name'],
])('%s', async (_title, filter) => {
  const answer = await get(full.id, { filter, succinct: true });
  expect(answer.status).toBe(200);
  expect(succinct(answer)).not.toHaveProperty(['no:thing']);
});

it('68: a filter of documents may be used where folders are', async () => {
  await standard.newFolder();
  const parameters = { filter: 'cmis:objectTypeId,cmis:contentStreamMimeType', succinct: true };
  const answer = await standard.admin.get({ id: standard.folder.id }, 'children', parameters);
  const shown = (answer.json as { objects: { object: { succinctProperties: Json } }[] }).objects;
  for (const { object } of shown) {
    const isFolder = object.succinctProperties['cmis:objectTypeId'] === 'cmis:folder';
    if (isFolder) expect(object.succinctProperties).not.toHaveProperty(['cmis:contentStreamMimeType']);
  }
});

it('71: values keep their order', async () => {
  const values = ['b', 'a', 'c', 'a'];
  const document = await standard.newDocument({ fields: named('get:type', fresh(), { 'get:many': values }) });
  expect((await standard.propertiesOf(document.id))['get:many']).toEqual(values);
});

it('72: properties keep their order', async () => {
  const [first, second] = [await get(full.id, { filter: '*' }), await get(full.id, { filter: '*' })];
  expect(second.text).toBe(first.text);
});

it('75: an empty text is a value', async () => {
  const document = await standard.newDocument({ fields: named('get:type', fresh(), { 'get:one': '' }) });
  expect((await standard.propertiesOf(document.id))['get:one']).toBe('');
});
