import { ATOM, CMISRA } from '../../../src/cmis/xml/namespaces';
import { attribute, child, childText } from '../../../src/cmis/xml/tree';
import { startTestServer, type TestServer } from '../../support/server';
import {
  atomClient,
  childrenOf,
  cmisLink,
  createDocument,
  created,
  createFolder,
  entriesOf,
  entry,
  exceptionOf,
  FEED,
  linkOf,
  numItemsOf,
  one,
  property,
  requireLink,
  rootChildren,
  titlesOf,
  TREE,
  type AtomClient,
} from './client';

let server: TestServer;
let client: AtomClient;
let root: string;
let number = 0;
/** Children of a folder of its own for each test. */
let here: string;

beforeAll(async () => {
  server = await startTestServer();
  client = atomClient(`${server.url}/cmis/1.1/atom`);
  root = await rootChildren(client);
});
beforeEach(async () => {
  number += 1;
  here = childrenOf(await createFolder(client, root, `test ${number}`));
});
afterEach(() => expect(server.observations).toEqual([]));
afterAll(() => server.close());

describe('creating', () => {
  it('answers 201 with the address and the entry', async () => {
    const body = entry({ title: "Größe & 'Maß' 日本", properties: { 'cmis:objectTypeId': 'cmis:folder' } });
    const answer = await client.post(here, { body });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(requireLink(answer.root, 'edit'));
    expect(one(answer.root, 'cmis:name')).toBe("Größe & 'Maß' 日本");
    const again = await client.get(answer.headers.get('location') ?? '');
    expect(again.root).toEqual(answer.root);
  });

  it('lets the title win over the name, and an empty one not', async () => {
    const both = await createDocument(client, here, { title: 'title', properties: { 'cmis:name': 'name' } });
    const empty = await createDocument(client, here, { title: ' ', properties: { 'cmis:name': 'name' } });
    expect([one(both, 'cmis:name'), one(empty, 'cmis:name')]).toEqual(['title', 'name']);
  });

  it.each([
    ['cmis:folder', 'cmis:folder'],
    ['cmis:document', 'cmis:document'],
    ['cmis:policy', 'cmis:policy'],
    ['cmis:item', 'cmis:item'],
  ])('makes a %s by its type', async (type, base) => {
    const body = entry({ title: 'x', properties: { 'cmis:objectTypeId': type } });
    const made = created(await client.post(here, { body }));
    expect(one(made, 'cmis:baseTypeId')).toBe(base);
  });

  it.each([
    ['no type', {}, 400, 'invalidArgument'],
    ['an unknown type', { 'cmis:objectTypeId': 'my:none' }, 409, 'constraint'],
    ['two types', { 'cmis:objectTypeId': ['cmis:document', 'cmis:folder'] }, 409, 'constraint'],
    ['two ids', { 'cmis:objectId': ['some', 'other'] }, 409, 'constraint'],
    ['a secondary type', { 'cmis:objectTypeId': 'P:cm:titled' }, 409, 'constraint'],
    ['an unknown property', { 'cmis:objectTypeId': 'cmis:document', 'my:none': 'x' }, 409, 'constraint'],
  ])('refuses %s', async (...[, properties, status, exception]) => {
    const answer = await client.post(here, { body: entry({ title: 'x', properties }) });
    expect([answer.status, exceptionOf(answer)]).toEqual([status, exception]);
  });

  it.each([
    [
      'markup in a value',
      '<c:propertyString propertyDefinitionId="cm:title"><c:value><b>x</b></c:value></c:propertyString>',
    ],
    [
      'a property of no type',
      '<c:propertystring propertyDefinitionId="cm:title"><c:value>x</c:value></c:propertystring>',
    ],
  ])('refuses %s, which would be lost', async (_, moreProperties) => {
    const properties = { 'cmis:objectTypeId': 'cmis:document', 'cmis:secondaryObjectTypeIds': 'P:cm:titled' };
    const answer = await client.post(here, { body: entry({ title: 'x', properties, moreProperties }) });
    expect([answer.status, exceptionOf(answer)]).toEqual([400, 'invalidArgument']);
  });

  it('passes over extensions among properties', async () => {
    const moreProperties = '<x:more xmlns:x="urn:x"><x:value>x</x:value></x:more>';
    const properties = { 'cmis:objectTypeId': 'cmis:document' };
    const answer = await client.post(here, { body: entry({ title: 'x', properties, moreProperties }) });
    expect(answer.status).toBe(201);
  });

  it('refuses a name that is taken', async () => {
    await createFolder(client, here, 'twice');
    const body = entry({ title: 'twice', properties: { 'cmis:objectTypeId': 'cmis:folder' } });
    const answer = await client.post(here, { body });
    expect([answer.status, exceptionOf(answer)]).toEqual([409, 'nameConstraintViolation']);
  });

  it('sets secondary types and values of every kind', async () => {
    const made = await createDocument(client, here, {
      title: 'x',
      properties: { 'cmis:secondaryObjectTypeIds': ['P:cm:titled', 'P:cm:effectivity'], 'cm:title': '  t ' },
      moreProperties:
        '<c:propertyDateTime propertyDefinitionId="cm:from"><c:value>2026-01-01T01:00:00+01:00</c:value></c:propertyDateTime>',
    });
    expect(property(made, 'cmis:secondaryObjectTypeIds')).toEqual(
      expect.arrayContaining(['P:cm:titled', 'P:cm:effectivity']),
    );
    expect([one(made, 'cm:title'), one(made, 'cm:from')]).toEqual(['  t ', '2026-01-01T00:00:00.000Z']);
    expect(property(made, 'cm:to')).toEqual([]);
  });
});

describe('an entry', () => {
  it('has all its links whatever the filter leaves', async () => {
    const folder = await createFolder(client, here, 'f');
    const made = await createDocument(client, childrenOf(folder), { title: 'x', content: 'text' });
    const rels = (of: typeof made): unknown =>
      of.children
        .filter(({ local }) => local === 'link')
        .map((link) => [attribute(link, 'rel'), attribute(link, 'type')]);
    const filtered = (await client.get(`${requireLink(made, 'edit')}&filter=cmis:name`)).root;
    expect(rels(filtered)).toEqual(rels(made));
    const feed = (await client.get(`${childrenOf(folder)}&filter=cmis:objectId`)).root;
    expect(rels(entriesOf(feed)[0] ?? made)).toEqual(rels(made));
    for (const rel of ['service', 'self', 'edit', 'describedby', 'edit-media', 'version-history', 'current-version'])
      expect(linkOf(made, rel)).toBeDefined();
    for (const name of ['allowableactions', 'relationships', 'policies', 'acl'])
      expect(linkOf(made, cmisLink(name))).toBeDefined();
    expect(linkOf(made, 'up', FEED)).toBeDefined();
    expect(property(filtered, 'cmis:createdBy')).toBeUndefined();
    expect(property(filtered, 'cmis:objectId')).toBeDefined();
  });

  it('of a folder leads up and down, of the root only down', async () => {
    const folder = await createFolder(client, here, 'f');
    for (const [rel, type] of [
      ['up', 'application/atom+xml;type=entry'],
      ['down', FEED],
      ['down', TREE],
      [cmisLink('foldertree'), TREE],
      [cmisLink('foldertree'), FEED],
    ] as const) {
      expect((await client.get(requireLink(folder, rel, type))).status).toBe(200);
    }
    const top = (await client.get('/path?path=/')).root;
    expect([linkOf(top, 'up'), linkOf(top, 'down', FEED)]).toEqual([undefined, root]);
  });

  it('is the same by id, by path and in a feed, with everything asked for', async () => {
    await createDocument(client, here, { title: 'same', content: 'x' });
    const all =
      'includeAllowableActions=true&includeACL=true&includePolicyIds=true&includeRelationships=both&renditionFilter=*';
    const inFeed = entriesOf((await client.get(`${here}&${all}`)).root)[0];
    const byId = (
      await client.get(`/id?id=${encodeURIComponent(one(inFeed ?? never(), 'cmis:objectId') ?? '')}&${all}`)
    ).root;
    const byPath = (await client.get(`/path?path=/${encodeURIComponent(`test ${number}/same`)}&${all}`)).root;
    expect(byId).toEqual(inFeed);
    expect(byPath).toEqual(inFeed);
  });

  it('takes empty arguments of its template for absent ones, and the first that is not empty', async () => {
    const made = await createDocument(client, here, { title: 'x', content: 'x' });
    const id = encodeURIComponent(one(made, 'cmis:objectId') ?? '');
    const url = `/id?id=${id}&filter=&includeAllowableActions=&includeACL=&returnVersion=&returnVersion=latest`;
    expect((await client.get(url)).status).toBe(200);
  });

  it('says what it is when it is not there', async () => {
    const nobody = await client.get('/entry?id=00000000-0000-4000-8000-000000000000');
    expect([nobody.status, exceptionOf(nobody)]).toEqual([404, 'objectNotFound']);
    const noPath = await client.get('/path?path=/nowhere');
    expect([noPath.status, exceptionOf(noPath)]).toEqual([404, 'objectNotFound']);
    const noId = await client.get('/entry');
    expect([noId.status, exceptionOf(noId)]).toEqual([400, 'invalidArgument']);
    const filter = await client.get(`${here}&filter=a%20b`);
    expect([filter.status, exceptionOf(filter)]).toEqual([400, 'filterNotValid']);
  });
});

describe('changing', () => {
  it('writes what is sent and leaves the rest', async () => {
    const made = await createDocument(client, here, {
      title: 'x',
      content: 'x',
      properties: { 'cmis:description': 'before' },
    });
    const body = entry({ title: '', properties: { 'cmis:name': 'y' } });
    const answer = await client.put(requireLink(made, 'self'), { body });
    expect([answer.status, one(answer.root, 'cmis:name'), one(answer.root, 'cmis:description')]).toEqual([
      200,
      'y',
      'before',
    ]);
    expect(answer.headers.get('location')).toBe(requireLink(answer.root, 'edit'));
    const unset = await client.put(requireLink(made, 'self'), {
      body: entry({ properties: { 'cmis:description': null } }),
    });
    expect(property(unset.root, 'cmis:description')).toEqual([]);
  });

  it('accepts the entry as it was read, read-only properties and all', async () => {
    const made = await createDocument(client, here, { title: 'x', content: 'x' });
    const read = await client.get(requireLink(made, 'edit'));
    const answer = await client.put(requireLink(made, 'edit'), { body: read.text });
    expect([answer.status, answer.root]).toEqual([200, read.root]);
  });

  it('refuses a stale change token, in the address or in the entry, by its name', async () => {
    const made = await createFolder(client, here, 'x');
    const token = one(made, 'cmis:changeToken') ?? '';
    await client.put(requireLink(made, 'self'), { body: entry({ title: 'y' }) });
    for (const answer of [
      await client.put(`${requireLink(made, 'self')}&changeToken=${token}`, { body: entry({ title: 'z' }) }),
      await client.put(requireLink(made, 'self'), {
        body: entry({ title: 'z', properties: { 'cmis:changeToken': token } }),
      }),
    ]) {
      expect([answer.status, exceptionOf(answer)]).toEqual([409, 'updateConflict']);
    }
  });

  it('honours If-Match', async () => {
    const made = await createFolder(client, here, 'x');
    const self = requireLink(made, 'self');
    const tag = (await client.get(self)).headers.get('etag') ?? '';
    const matched = await client.put(self, { body: entry({ title: 'y' }), headers: { 'If-Match': tag } });
    expect(matched.status).toBe(200);
    const stale = await client.put(self, { body: entry({ title: 'z' }), headers: { 'If-Match': tag } });
    expect([stale.status, exceptionOf(stale)]).toEqual([412, 'updateConflict']);
    expect((await client.delete(self, { headers: { 'If-Match': tag } })).status).toBe(412);
    expect((await client.delete(self, { headers: { 'If-Match': '*' } })).status).toBe(204);
  });

  it('deletes an object, and refuses to delete a folder that is not empty', async () => {
    const folder = await createFolder(client, here, 'f');
    const made = await createDocument(client, childrenOf(folder), { title: 'x' });
    expect((await client.delete(requireLink(folder, 'self'))).status).toBe(409);
    expect((await client.delete(requireLink(made, 'self'))).status).toBe(204);
    expect((await client.get(requireLink(made, 'self'))).status).toBe(404);
    expect((await client.delete(requireLink(folder, 'self'))).status).toBe(204);
  });

  it('changes many objects at once and names those that it changed', async () => {
    const [a, b] = [
      await createDocument(client, here, { title: 'a' }),
      await createDocument(client, here, { title: 'b' }),
    ];
    const object = (of: typeof a, token?: string): string =>
      `<c:objectIdAndChangeToken><c:id>${one(of, 'cmis:objectId')}</c:id>` +
      `${token === undefined ? '' : `<c:changeToken>${token}</c:changeToken>`}</c:objectIdAndChangeToken>`;
    const body = entry({}).replace(
      /<ra:object>.*<\/ra:object>/s,
      `<ra:bulkUpdate>${object(a, one(a, 'cmis:changeToken'))}${object(b, '99')}<c:properties>` +
        '<c:propertyString propertyDefinitionId="cmis:description"><c:value>d</c:value></c:propertyString></c:properties>' +
        '<c:addSecondaryTypeIds>P:cm:titled</c:addSecondaryTypeIds></ra:bulkUpdate>',
    );
    const answer = await client.post('/update', { body });
    expect(answer.status).toBe(201);
    expect(entriesOf(answer.root).map((each) => one(each, 'cmis:objectId'))).toEqual([one(a, 'cmis:objectId')]);
    const now = (await client.get(requireLink(a, 'edit'))).root;
    expect([one(now, 'cmis:description'), one(now, 'cmis:changeToken')]).toEqual([
      'd',
      one(entriesOf(answer.root)[0] ?? never(), 'cmis:changeToken'),
    ]);
  });
});

describe('a folder', () => {
  it('lists its children page by page, with their number and the way to each page', async () => {
    for (const name of ['c', 'a', 'e', 'b', 'd']) await createFolder(client, here, name);
    const first = (await client.get(`${here}&maxItems=2&orderBy=cmis:name&includePathSegment=true`)).root;
    expect(childText(first, ATOM, 'title')).toBe(`test ${number}`);
    expect([titlesOf(first), numItemsOf(first), linkOf(first, 'previous')]).toEqual([['a', 'b'], '5', undefined]);
    expect(childText(entriesOf(first)[0], CMISRA, 'pathSegment')).toBe('a');
    const seen = [...titlesOf(first)];
    let page = first;
    for (let next = linkOf(page, 'next'); next; next = linkOf(page, 'next')) {
      page = (await client.get(next)).root;
      seen.push(...titlesOf(page));
    }
    expect(seen).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(titlesOf((await client.get(requireLink(page, 'previous'))).root)).toEqual(['c', 'd']);
    expect(titlesOf((await client.get(requireLink(first, 'last'))).root)).toEqual(['e']);
    expect(titlesOf((await client.get(requireLink(page, 'first'))).root)).toEqual(['a', 'b']);
    const beyond = (await client.get(`${here}&skipCount=100`)).root;
    expect([titlesOf(beyond), numItemsOf(beyond), linkOf(beyond, 'next')]).toEqual([[], '5', undefined]);
    const counted = (await client.get(`${here}&maxItems=0`)).root;
    expect([titlesOf(counted), numItemsOf(counted)]).toEqual([[], '5']);
  });

  it('lists many children, more than are written at once', async () => {
    const names = Array.from({ length: 160 }, (_, index) => `n${String(index).padStart(3, '0')}`);
    await Promise.all(names.map((name) => createDocument(client, here, { title: name, content: name })));
    const url = `${here}&includeAllowableActions=true&includeACL=true&includePolicyIds=true`;
    const answer = await client.get(url);
    expect(answer.text.length).toBeGreaterThan(1024 * 1024);
    expect(titlesOf(answer.root)).toEqual(names);
    const head = await client.send('HEAD', url);
    expect([head.status, head.text]).toEqual([200, '']);
  });

  it('shows what is below it, to the depth that is asked for', async () => {
    const a = await createFolder(client, here, 'a');
    const b = await createFolder(client, childrenOf(a), 'b');
    await createDocument(client, childrenOf(b), { title: 'c' });
    const below = here.replace('/children', '/descendants');
    const shape = (feed: typeof a): unknown[] =>
      entriesOf(feed).map((each) => {
        const inner = child(child(each, CMISRA, 'children'), ATOM, 'feed');
        return [childText(each, ATOM, 'title'), ...(inner ? [shape(inner)] : [])];
      });
    expect(shape((await client.get(`${below}&depth=-1`)).root)).toEqual([['a', [['b', [['c']]]]]]);
    expect(shape((await client.get(`${below}&depth=2`)).root)).toEqual([['a', [['b']]]]);
    const tree = here.replace('/children', '/foldertree');
    expect(shape((await client.get(`${tree}&depth=-1`)).root)).toEqual([['a', [['b']]]]);
    expect((await client.get(`${below}&depth=0`)).status).toBe(400);
  });

  it('goes with its tree', async () => {
    const a = await createFolder(client, here, 'a');
    await createDocument(client, childrenOf(a), { title: 'x' });
    expect((await client.delete(`${requireLink(a, 'down', TREE)}&allVersions=true&unfileObjects=delete`)).status).toBe(
      204,
    );
    expect((await client.get(requireLink(a, 'self'))).status).toBe(404);
  });

  it('takes objects in from another folder, beside another folder, and lets them go', async () => {
    const [a, b] = [await createFolder(client, here, 'a'), await createFolder(client, here, 'b')];
    const made = await createDocument(client, childrenOf(a), { title: 'x' });
    const ids = { 'cmis:objectId': one(made, 'cmis:objectId') ?? '' };
    const idEntry = entry({ title: '', properties: ids });
    const aId = encodeURIComponent(one(a, 'cmis:objectId') ?? '');

    const moved = await client.post(`${childrenOf(b)}&sourceFolderId=${aId}`, { body: idEntry });
    expect([moved.status, titlesOf((await client.get(childrenOf(b))).root)]).toEqual([201, ['x']]);

    expect((await client.post(childrenOf(a), { body: idEntry })).status).toBe(201);
    const parents = (await client.get(`${requireLink(made, 'up')}&includeRelativePathSegment=true`)).root;
    expect([...titlesOf(parents)].sort()).toEqual(['a', 'b']);
    expect(childText(entriesOf(parents)[0], CMISRA, 'relativePathSegment')).toBe('x');

    expect((await client.post(`/unfiled?removeFrom=${aId}`, { body: idEntry })).status).toBe(201);
    expect(titlesOf((await client.get(childrenOf(a))).root)).toEqual([]);
    const unfiled = created(await client.post('/unfiled', { body: idEntry }));
    expect(linkOf(unfiled, 'up')).toBeUndefined();
    const noParents = (await client.get(`/parents?id=${encodeURIComponent(ids['cmis:objectId'])}`)).root;
    expect(entriesOf(noParents)).toEqual([]);
  });

  it('need not be there: objects are created unfiled', async () => {
    const made = await createDocument(client, `${client.base}/unfiled`, { title: 'loose', content: 'x' });
    expect(linkOf(made, 'up')).toBeUndefined();
  });
});

function never(): never {
  throw new Error('There is no entry.');
}
