import { errorOf, type AlfrescoClient, type ApiAnswer, type Json } from './client';
import { nodeOf, startAlfresco, type AlfrescoServer } from './server';

let server: AlfrescoServer;
let admin: AlfrescoClient;
let anna: AlfrescoClient;
let count = 0;

beforeAll(async () => {
  server = await startAlfresco(['anna', 'paul']);
  admin = server.as('admin');
  anna = server.as('anna');
});
afterAll(() => server.close());

const folder = async (name = `folder${++count}`, parent = '-my-', client = anna): Promise<string> =>
  String((await client.make(`/nodes/${parent}/children`, { name, nodeType: 'cm:folder' }))['id']);

const file = async (parent: string, name: string, more: Json = {}): Promise<Json> =>
  anna.make(`/nodes/${parent}/children`, { name, nodeType: 'cm:content', ...more });

interface Upload {
  readonly text?: string;
  readonly fileName?: string;
  readonly fields?: Readonly<Record<string, string | readonly string[]>>;
  /** The file comes before the fields. */
  readonly fileFirst?: boolean;
}

function form({ text = 'text', fileName = 'file.txt', fields = {}, fileFirst = false }: Upload): FormData {
  const data = new FormData();
  const addFile = (): void => data.append('filedata', new Blob([text], { type: 'application/x-lie' }), fileName);
  if (fileFirst) addFile();
  for (const [name, value] of Object.entries(fields))
    for (const one of typeof value === 'string' ? [value] : value) data.append(name, one);
  if (!fileFirst) addFile();
  return data;
}

const upload = (parent: string, input: Upload, query = ''): Promise<ApiAnswer> =>
  anna.post(`/nodes/${parent}/children${query}`, form(input));

const names = ({ entries }: ApiAnswer): readonly unknown[] => entries.map(({ name }) => name);
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/;

describe('a new folder', () => {
  it('is shown with all that single nodes show', async () => {
    const { status, entry } = await anna.post(
      '/nodes/-my-/children?include=path,permissions,allowableOperations,isLink,isLocked',
      {
        name: 'all of it',
        nodeType: 'cm:folder',
        properties: { 'cm:title': 'A title', 'cm:description': 'words' },
      },
    );
    expect(status).toBe(201);
    expect(entry).toMatchObject({
      name: 'all of it',
      nodeType: 'cm:folder',
      isFolder: true,
      isFile: false,
      createdByUser: { id: 'anna', displayName: 'anna' },
      modifiedByUser: { id: 'anna', displayName: 'anna' },
      properties: { 'cm:title': 'A title', 'cm:description': 'words' },
      aspectNames: ['cm:auditable', 'cm:titled'],
      path: { name: '/Company Home/User Homes/anna', isComplete: true },
      allowableOperations: ['create', 'delete', 'update', 'updatePermissions'],
      permissions: { isInheritanceEnabled: true },
      isLink: false,
      isLocked: false,
    });
    expect(entry['createdAt']).toMatch(DATE);
    expect(entry).not.toHaveProperty('content');
    expect((await anna.get(`/nodes/${String(entry['id'])}`)).entry).toMatchObject({
      id: entry['id'],
      name: 'all of it',
    });
  });

  it('has no member that has no value', async () => {
    const entry = await anna.make('/nodes/-my-/children', { name: 'plain', nodeType: 'cm:folder' });
    expect(Object.keys(entry).sort()).toEqual([
      'aspectNames',
      'createdAt',
      'createdByUser',
      'id',
      'isFile',
      'isFolder',
      'modifiedAt',
      'modifiedByUser',
      'name',
      'nodeType',
      'parentId',
    ]);
  });
});

it('a file made of JSON is empty and has no versions; query parameters give it some', async () => {
  const parent = await folder();
  const entry = await file(parent, 'a.pdf');
  expect(entry['content']).toEqual({
    mimeType: 'application/pdf',
    mimeTypeName: 'Adobe PDF Document',
    sizeInBytes: 0,
    encoding: 'UTF-8',
  });
  expect(entry['aspectNames']).toEqual(['cm:auditable']);
  for (const [query, label] of [
    ['?majorVersion=true', '1.0'],
    ['?majorVersion=false', '0.1'],
    ['?comment=first', '1.0'],
    ['?versioningEnabled=true', '1.0'],
  ] as const) {
    const made = (
      await anna.post(`/nodes/${parent}/children${query}`, { name: `b${label}${query.length}`, nodeType: 'cm:content' })
    ).entry;
    expect(made['properties']).toMatchObject({ 'cm:versionLabel': label });
    expect(made['aspectNames']).toContain('cm:versionable');
  }
});

it('a path begins where the caller may see it, and is nameless where that is nowhere', async () => {
  const outer = await folder('outer');
  const closed = await nodeOf(anna, { name: 'closed', nodeType: 'cm:folder' }, {});
  const inner = await anna.make(`/nodes/${closed}/children`, { name: 'inner', nodeType: 'cm:folder' });
  const below = await anna.make(`/nodes/${String(inner['id'])}/children`, { name: 'below', nodeType: 'cm:content' });
  await anna.put(`/nodes/${String(inner['id'])}`, {
    permissions: { locallySet: [{ authorityId: 'paul', name: 'Consumer' }] },
  });
  const pathOf = async (id: unknown): Promise<unknown> =>
    (await server.as('paul').get(`/nodes/${String(id)}?include=path`)).entry['path'];
  expect(await pathOf(below['id'])).toMatchObject({ name: '/inner', isComplete: false });
  expect(await pathOf(inner['id'])).toEqual({ elements: [] });
  expect((await anna.get(`/nodes/${outer}?include=path`)).entry['path']).toMatchObject({ isComplete: true });
});

it('a client that makes a link marks what it leads to', async () => {
  const { id } = await file(await folder(), 'linked.txt');
  const { status, entry } = await anna.put(`/nodes/${String(id)}`, { aspectNames: ['app:linked'] });
  expect([status, entry['aspectNames']]).toEqual([200, expect.arrayContaining(['app:linked'])]);
});

it('the aspect of versions asks for them where something is made', async () => {
  const parent = await folder();
  const aspectNames = ['cm:auditable', 'cm:versionable', 'cm:titled'];
  const make = (name: string, nodeType: string, query = '') =>
    anna.post(`/nodes/${parent}/children${query}`, { name, nodeType, aspectNames });
  const made = await make('a.txt', 'cm:content');
  expect(made.entry).toMatchObject({ properties: { 'cm:versionLabel': '1.0', 'cm:versionType': 'MAJOR' } });
  expect(made.entry['aspectNames']).toEqual(expect.arrayContaining(aspectNames));
  expect((await make('b.txt', 'cm:content', '?versioningEnabled=false')).entry['aspectNames']).not.toContain(
    'cm:versionable',
  );
  // Folders have no versions, and say so.
  const below = await make('c', 'cm:folder');
  expect([below.status, below.entry['aspectNames']]).toEqual([201, ['cm:auditable', 'cm:titled']]);
  const uploaded = await upload(parent, { fileName: 'd.txt', fields: { aspectNames: 'cm:versionable' } });
  expect(uploaded.entry).toMatchObject({ properties: { 'cm:versionLabel': '1.0' } });
  expect(
    (
      await anna.post(`/nodes/${parent}/children`, {
        name: 'e',
        nodeType: 'cm:content',
        aspectNames: ['cm:workingcopy'],
      })
    ).status,
  ).toBe(400);
});

describe('several nodes at once', () => {
  it('are answered as a list, and one as an entry', async () => {
    const parent = await folder();
    const two = await anna.post(`/nodes/${parent}/children`, [
      { name: 'a', nodeType: 'cm:folder' },
      { name: 'b', nodeType: 'cm:content', relativePath: 'deep/er' },
    ]);
    expect([two.status, names(two)]).toEqual([201, ['a', 'b']]);
    expect(two.pagination).toEqual({ count: 2, hasMoreItems: false, totalItems: 2, skipCount: 0, maxItems: 2 });
    const one = await anna.post(`/nodes/${parent}/children`, [{ name: 'c', nodeType: 'cm:folder' }]);
    expect(one.entry).toMatchObject({ name: 'c' });
    expect(names(await anna.get(`/nodes/${parent}/children?relativePath=deep/er`))).toEqual(['b']);
  });

  it('are all made or none', async () => {
    const parent = await folder();
    await file(parent, 'taken');
    const answer = await anna.post(`/nodes/${parent}/children`, [
      { name: 'free', nodeType: 'cm:folder' },
      { name: 'taken', nodeType: 'cm:folder' },
    ]);
    expect(answer.status).toBe(409);
    expect(names(await anna.get(`/nodes/${parent}/children`))).toEqual(['taken']);
  });
});

describe('a taken name', () => {
  it.each([
    ['a.b.txt', ['a.b-1.txt', 'a.b-2.txt']],
    ['none', ['none-1', 'none-2']],
    ['.txt', ['1.txt', '2.txt']],
  ])('%s gets a number where the client wants that', async (name, expected) => {
    const parent = await folder();
    await file(parent, name);
    expect((await anna.post(`/nodes/${parent}/children`, { name, nodeType: 'cm:content' })).status).toBe(409);
    for (const numbered of expected) {
      expect((await upload(parent, { fields: { name, autoRename: 'true' } })).entry).toMatchObject({ name: numbered });
    }
  });

  it('is told apart for many who want it at once', async () => {
    const parent = await folder();
    const answers = await Promise.all(
      Array.from({ length: 6 }, () =>
        anna.post(`/nodes/${parent}/children?autoRename=true`, {
          name: 'same.txt',
          nodeType: 'cm:content',
          relativePath: 'x/y',
        }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201, 201]);
    expect(new Set(answers.map(({ entry }) => entry['name'])).size).toBe(6);
  });
});

describe('an upload', () => {
  it.each([true, false])('may send its file before its fields or after (%s)', async (fileFirst) => {
    const parent = await folder();
    const { status, entry } = await upload(parent, {
      text: 'some text',
      fileName: 'other.html',
      fileFirst,
      fields: {
        NAME: 'called.txt',
        relativePath: '/one/two/',
        'cm:title': 'Title',
        aspectNames: 'cm:author, cm:geographic',
        comment: 'the first',
        renditions: 'doclib',
      },
    });
    expect(status).toBe(201);
    expect(entry).toMatchObject({
      name: 'called.txt',
      content: { mimeType: 'text/plain', sizeInBytes: 9 },
      properties: { 'cm:title': 'Title', 'cm:versionLabel': '1.0', 'cm:versionType': 'MAJOR' },
    });
    expect(entry['aspectNames']).toEqual(
      expect.arrayContaining(['cm:author', 'cm:geographic', 'cm:titled', 'cm:versionable']),
    );
    const found = await anna.get(`/nodes/${parent}?relativePath=one/two/called.txt&include=path`);
    expect(found.entry).toMatchObject({
      id: entry['id'],
      path: { name: expect.stringMatching(/\/one\/two$/) as string },
    });
  });

  it('takes values of one property as a list, and null as nothing', async () => {
    const parent = await folder();
    const { entry } = await upload(parent, {
      fields: { 'cm:title': 'null', 'cm:addressees': ['a', 'b'] },
    });
    expect(entry).toMatchObject({ properties: { 'cm:addressees': ['a', 'b'] } });
  });

  it('writes over a file that has versions, and over no other', async () => {
    const parent = await folder();
    const first = await upload(parent, { text: 'one', fileName: 'f.txt' });
    const next = await upload(parent, { text: 'twenty', fileName: 'f.txt', fields: { overwrite: 'true' } });
    expect(next.entry).toMatchObject({
      id: first.entry['id'],
      createdAt: first.entry['createdAt'],
      content: { sizeInBytes: 6 },
      properties: { 'cm:versionLabel': '1.1' },
    });
    const major = await upload(parent, { fileName: 'f.txt', fields: { overwrite: 'true', majorVersion: 'true' } });
    expect(major.entry).toMatchObject({ properties: { 'cm:versionLabel': '2.0' } });
    await upload(parent, { fileName: 'u.txt', fields: { versioningEnabled: 'FALSE' } });
    expect((await upload(parent, { fileName: 'u.txt', fields: { overwrite: 'true' } })).status).toBe(409);
    expect((await upload(parent, { fileName: 'f.txt' })).status).toBe(409);
  });

  it.each<readonly [string, Upload['fields'], number]>([
    ['both ways around a taken name', { overwrite: 'true', autoRename: 'true' }, 400],
    ['a type of folders', { nodeType: 'cm:folder' }, 400],
    ['an unknown type', { nodeType: 'x:y' }, 400],
    ['an unknown property', { 'x:y': 'z' }, 400],
    ['an unknown aspect', { aspectNames: 'x:y' }, 400],
    ['a name that cannot be', { name: 'a/b' }, 422],
    ['a date that is none', { 'cm:from': 'yesterday' }, 400],
  ])('with %s is refused, and nothing is made', async (...[, fields, status]) => {
    const parent = await folder();
    const answer = await upload(parent, { fields: fields ?? {} });
    expect([answer.status, errorOf(answer).statusCode]).toEqual([status, status]);
    expect((await anna.get(`/nodes/${parent}/children`)).pagination['totalItems']).toBe(0);
  });
});

describe('children', () => {
  let parent = '';
  beforeAll(async () => {
    parent = await folder('listing');
    for (const name of ['b', 'D']) await folder(name, parent);
    for (const [name, text] of [
      ['a.txt', 'xxx'],
      ['c.pdf', 'x'],
      ['e.txt', 'xx'],
    ] as const)
      await upload(parent, { fileName: name, text });
    const other = await folder('elsewhere');
    const linked = await file(other, 'filed.txt');
    await anna.make(`/nodes/${other}/children`, {
      name: 'holder',
      nodeType: 'cm:folder',
      secondaryChildren: [{ childId: linked['id'], assocType: 'cm:contains' }],
    });
  });
  const list = (query: string): Promise<ApiAnswer> => anna.get(`/nodes/${parent}/children${query}`);

  it.each([
    ['', ['b', 'D', 'a.txt', 'c.pdf', 'e.txt']],
    ['?orderBy=name', ['a.txt', 'b', 'c.pdf', 'D', 'e.txt']],
    ['?orderBy=name DESC', ['e.txt', 'D', 'c.pdf', 'b', 'a.txt']],
    ['?orderBy=isFolder+desc,name+DESC', ['D', 'b', 'e.txt', 'c.pdf', 'a.txt']],
    ['?orderBy=isFolder asc,name asc', ['a.txt', 'c.pdf', 'e.txt', 'b', 'D']],
    ['?orderBy=isFolder desc,sizeInBytes desc', ['b', 'D', 'a.txt', 'e.txt', 'c.pdf']],
    ['?orderBy=isFolder desc,createdAt desc', ['D', 'b', 'e.txt', 'c.pdf', 'a.txt']],
    ['?orderBy=isFolder desc,mimeType,modifiedAt desc', ['D', 'b', 'c.pdf', 'e.txt', 'a.txt']],
    ['?orderBy=isFolder desc,cm:title', ['b', 'D', 'a.txt', 'c.pdf', 'e.txt']],
    ['?orderBy=nodeType desc,name', ['b', 'D', 'a.txt', 'c.pdf', 'e.txt']],
    ['?orderBy=nonsense', ['a.txt', 'b', 'c.pdf', 'D', 'e.txt']],
    ['?where=(isFolder=true)', ['b', 'D']],
    ['?where=(isFile=true)', ['a.txt', 'c.pdf', 'e.txt']],
    ['?where=(isFile=false)', ['b', 'D']],
    ["?where=(nodeType='cm:content')", ['a.txt', 'c.pdf', 'e.txt']],
    ["?where=(nodeType='cm:folder INCLUDESUBTYPES')", ['b', 'D']],
    ['?where=(isPrimary=true AND isFolder=true)', ['b', 'D']],
    ['?where=(isPrimary=false)', []],
    ["?where=(assocType='cm:contains')", ['b', 'D', 'a.txt', 'c.pdf', 'e.txt']],
    ["?where=(assocType='cm:other')", []],
  ])('%s', async (query, expected) => {
    const answer = await list(query);
    expect([answer.status, names(answer), answer.pagination['totalItems']]).toEqual([200, expected, expected.length]);
  });

  it('come in pages that hold together', async () => {
    const pages: unknown[] = [];
    for (let skipCount = 0; skipCount < 6; skipCount += 2) {
      const answer = await list(`?maxItems=2&skipCount=${skipCount}`);
      expect(answer.pagination).toEqual({
        count: answer.entries.length,
        hasMoreItems: skipCount < 4,
        totalItems: 5,
        skipCount,
        maxItems: 2,
      });
      pages.push(...names(answer));
    }
    expect(pages).toEqual(['b', 'D', 'a.txt', 'c.pdf', 'e.txt']);
    expect((await list('?skipCount=10')).pagination).toMatchObject({ count: 0, hasMoreItems: false, totalItems: 5 });
  });

  it('show what is included, fields, and the folder', async () => {
    const [plain] = (await list('?where=(isFile=true)')).entries;
    expect(Object.keys(plain ?? {}).sort()).toEqual([
      'content',
      'createdAt',
      'createdByUser',
      'id',
      'isFile',
      'isFolder',
      'modifiedAt',
      'modifiedByUser',
      'name',
      'nodeType',
      'parentId',
    ]);
    const answer = await list('?fields=id,name&include=aspectNames,association&includeSource=true&maxItems=1');
    expect(Object.keys(answer.entries[0] ?? {}).sort()).toEqual(['aspectNames', 'association', 'id', 'name']);
    expect(answer.entries[0]).toMatchObject({ association: { assocType: 'cm:contains', isPrimary: true } });
    expect((answer.json['list'] as Json)['source']).toMatchObject({
      id: parent,
      name: 'listing',
      aspectNames: ['cm:auditable'],
    });
    const [titled] = (await list('?where=(isFile=true)&include=cm:versionLabel')).entries;
    expect(titled).toMatchObject({ properties: { 'cm:versionLabel': '1.0' } });
  });

  it('that are filed besides are listed, too', async () => {
    const answer = await anna.get('/nodes/-my-/children?relativePath=elsewhere/holder&include=association');
    expect(answer.entries).toMatchObject([{ name: 'filed.txt', association: { isPrimary: false } }]);
    expect(
      (await anna.get('/nodes/-my-/children?relativePath=elsewhere/holder&where=(isPrimary=true)')).entries,
    ).toEqual([]);
  });

  it('are those that the caller may see', async () => {
    expect(names(await anna.get('/nodes/-root-/children?relativePath=User Homes'))).toEqual(['anna']);
  });
});

describe('an update', () => {
  it('changes name, properties and aspects', async () => {
    const parent = await folder();
    const { id } = await file(parent, 'u.txt', {
      properties: { 'cm:title': 'before' },
      aspectNames: ['cm:geographic'],
    });
    const done = await anna.put(`/nodes/${String(id)}`, {
      name: 'renamed.txt',
      aspectNames: ['cm:auditable', 'cm:author', 'cm:titled'],
      properties: { 'cm:author': 'Somebody', 'cm:description': 'more' },
    });
    expect(done.entry).toMatchObject({
      name: 'renamed.txt',
      aspectNames: ['cm:auditable', 'cm:author', 'cm:titled'],
      properties: { 'cm:author': 'Somebody', 'cm:description': 'more', 'cm:title': 'before' },
    });
    const cleared = await anna.put(`/nodes/${String(id)}`, { properties: { 'cm:title': null, 'cm:author': '' } });
    expect(cleared.entry['properties']).toEqual({ 'cm:description': 'more' });
  });

  it('with the aspect of versions makes the file as it is the first one, once', async () => {
    const parent = await folder();
    const { id } = await file(parent, 'v.txt');
    const path = `/nodes/${String(id)}`;
    await anna.fetch(`${path}/content`, { method: 'PUT', body: 'before' });
    const aspectNames = ['cm:auditable', 'cm:titled', 'cm:versionable'];
    const begun = await anna.put(path, { aspectNames, properties: { 'cm:title': 'T' } });
    expect(begun.entry).toMatchObject({
      aspectNames: ['cm:auditable', 'cm:titled', 'cm:versionable'],
      properties: { 'cm:title': 'T', 'cm:versionLabel': '1.0', 'cm:versionType': 'MAJOR' },
    });
    await anna.put(path, { aspectNames });
    expect((await anna.get(`${path}/versions`)).entries.map((version) => version['id'])).toEqual(['1.0']);
    await anna.fetch(`${path}/content`, { method: 'PUT', body: 'after' });
    expect((await anna.get(`${path}/versions`)).entries.map((version) => version['id'])).toEqual(['1.1', '1.0']);
    expect((await anna.get(`${path}/versions/1.0/content`)).text).toBe('before');
    // Folders have none, as where they are made.
    expect((await anna.put(`/nodes/${parent}`, { aspectNames })).entry['aspectNames']).not.toContain('cm:versionable');
  });

  it('takes back all that was read', async () => {
    const parent = await folder();
    const made = await upload(parent, {
      fields: { 'cm:title': 'T', 'cm:from': '2020-02-03T04:05:06.007+0000', aspectNames: 'cm:ownable,cm:effectivity' },
    });
    const path = `/nodes/${String(made.entry['id'])}`;
    const read = (await anna.get(`${path}?include=path,isLocked,isLink,allowableOperations`)).entry;
    const written = await anna.put(path, read);
    expect(written.status).toBe(200);
    expect({ ...written.entry, modifiedAt: '' }).toEqual({ ...(await anna.get(path)).entry, modifiedAt: '' });
    expect(written.entry['properties']).toMatchObject({
      'cm:owner': { id: 'anna', displayName: 'anna' },
      'cm:from': '2020-02-03T04:05:06.007+0000',
    });
  });

  it('makes the type more special, never another', async () => {
    const parent = await folder();
    const { id } = await file(parent, 'link.url');
    const special = await anna.put(`/nodes/${String(id)}`, { nodeType: 'cm:savedquery' });
    expect([special.status, special.entry['nodeType']]).toEqual([200, 'cm:savedquery']);
    for (const nodeType of ['cm:content', 'cm:folder', 'x:y'])
      expect((await anna.put(`/nodes/${String(id)}`, { nodeType })).status).toBe(400);
  });

  it.each([
    ['another parent', { parentId: '00000000-0000-4000-8000-000000000000' }, 400],
    ['an unknown member', { nonsense: 1 }, 400],
    ['a property of the repository', { properties: { 'cm:created': '2020-01-01' } }, 400],
    ['a property of the system', { properties: { 'sys:node-uuid': 'x' } }, 400],
    ['a name without a prefix', { properties: { title: 'x' } }, 400],
    ['an aspect of the system', { aspectNames: ['sys:hidden'] }, 400],
    ['an illegal name', { name: 'a*b' }, 422],
    ['no text as name', { name: {} }, 400],
    ['a list', [], 400],
  ])('with %s is refused', async (_what, body, status) => {
    const { id } = await file(await folder(), 'n.txt');
    const answer = await anna.put(`/nodes/${String(id)}`, body);
    expect([answer.status, errorOf(answer).statusCode]).toEqual([status, status]);
    expect((await anna.get(`/nodes/${String(id)}`)).entry['name']).toBe('n.txt');
  });
});

describe('rights', () => {
  it('are replaced, and inheritance is switched', async () => {
    await server.person('ben');
    const ben = server.as('ben');
    const id = await folder(`shared${++count}`, '-shared-');
    const path = `/nodes/${id}`;
    const permissions = (answer: ApiAnswer): Json => answer.entry['permissions'] as Json;
    const cut = await anna.put(`${path}?include=permissions`, { permissions: { isInheritanceEnabled: false } });
    expect(permissions(cut)).toMatchObject({ isInheritanceEnabled: false });
    expect(permissions(cut)).not.toHaveProperty('inherited');
    expect((await ben.get(path)).status).toBe(403);
    const given = await anna.put(`${path}?include=permissions`, {
      permissions: { locallySet: [{ authorityId: 'ben', name: 'Editor', accessStatus: 'ALLOWED' }] },
    });
    expect(permissions(given)['locallySet']).toEqual([
      { authorityId: 'ben', name: 'Editor', accessStatus: 'ALLOWED', authorityDisplayName: 'ben' },
    ]);
    expect((await ben.put(path, { properties: { 'cm:title': 'by ben' } })).status).toBe(200);
    const taken = await anna.put(`${path}?include=permissions`, {
      permissions: { locallySet: [], isInheritanceEnabled: true },
    });
    expect(permissions(taken)).toMatchObject({
      isInheritanceEnabled: true,
      inherited: [{ authorityId: 'GROUP_EVERYONE', name: 'Contributor' }],
    });
    expect((await ben.get(path)).status).toBe(200);
    expect((await ben.put(path, { properties: { 'cm:title': 'again' } })).status).toBe(403);
  });

  it('of a file are cut off from its folder and joined again', async () => {
    const parent = await folder(`files${++count}`, '-shared-');
    const { id } = await file(parent, 'secret.txt', { permissions: { isInheritanceEnabled: false } });
    const ben = server.as('ben');
    expect((await ben.get(`/nodes/${String(id)}`)).status).toBe(403);
    expect((await ben.get(`/nodes/${parent}/children`)).entries).toEqual([]);
    const answer = await anna.put(`/nodes/${String(id)}?include=permissions`, {
      permissions: { isInheritanceEnabled: true },
    });
    expect(answer.entry['permissions']).toMatchObject({ isInheritanceEnabled: true });
    expect((await ben.get(`/nodes/${String(id)}`)).status).toBe(200);
  });

  it.each([
    ['an unknown authority', { locallySet: [{ authorityId: 'nobody', name: 'Editor' }] }],
    ['an unknown role', { locallySet: [{ authorityId: 'anna', name: 'King' }] }],
    ['no authority', { locallySet: [{ name: 'Editor' }] }],
    ['no role', { locallySet: [{ authorityId: 'anna' }] }],
    ['a status that is none', { locallySet: [{ authorityId: 'anna', name: 'Editor', accessStatus: 'MAYBE' }] }],
    ['a denial', { locallySet: [{ authorityId: 'anna', name: 'Editor', accessStatus: 'DENIED' }] }],
    ['the same twice', { locallySet: [1, 2].map(() => ({ authorityId: 'anna', name: 'Editor' })) }],
    ['inherited entries', { inherited: [{ authorityId: 'anna', name: 'Editor' }] }],
  ])('with %s are refused', async (_what, permissions) => {
    const id = await folder();
    const answer = await anna.put(`/nodes/${id}`, { permissions });
    expect([answer.status, errorOf(answer).statusCode]).toEqual([400, 400]);
  });
});

describe('deleting', () => {
  it('takes a folder with all that is in it', async () => {
    const id = await folder();
    await upload(id, { fields: { relativePath: 'a/b' } });
    expect((await anna.delete(`/nodes/${id}`)).status).toBe(204);
    expect((await anna.get(`/nodes/${id}`)).status).toBe(404);
  });

  it.each(['-root-', '-root-?relativePath=Sites', '-root-?relativePath=Data Dictionary'])(
    '%s is refused',
    async (path) => {
      const { entry } = await admin.get(`/nodes/${path}`);
      expect((await admin.delete(`/nodes/${String(entry['id'])}`)).status).toBe(403);
    },
  );

  it('for good is for owners and administrators', async () => {
    await server.person('cleo');
    const id = await folder(`gone${++count}`, '-shared-');
    const { id: fileId } = await file(id, 'x', {
      permissions: { locallySet: [{ authorityId: 'cleo', name: 'Coordinator' }] },
    });
    const cleo = server.as('cleo');
    expect((await cleo.delete(`/nodes/${String(fileId)}?permanent=true`)).status).toBe(403);
    expect((await cleo.delete(`/nodes/${String(fileId)}`)).status).toBe(204);
    expect((await admin.delete(`/nodes/${id}?permanent=true`)).status).toBe(204);
  });
});
