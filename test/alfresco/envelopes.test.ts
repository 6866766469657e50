import { type AlfrescoClient, type Json } from './client';
import { startAlfresco, type AlfrescoServer } from './server';

let server: AlfrescoServer;
let admin: AlfrescoClient;
let folder = '';

beforeAll(async () => {
  server = await startAlfresco([], { jsonp: true });
  admin = server.as('admin');
  folder = String((await admin.make('/nodes/-root-/children', { name: 'outer', nodeType: 'cm:folder' }))['id']);
  for (const name of ['a', 'b']) await admin.make(`/nodes/${folder}/children`, { name, nodeType: 'cm:folder' });
});
afterAll(() => server.close());

const names = (list: unknown): readonly unknown[] =>
  (list as { readonly list: { readonly entries: readonly { readonly entry: Json }[] } }).list.entries.map(
    ({ entry }) => entry,
  );

it('relations stand beside entries, each with the members that are asked for', async () => {
  const { json } = await admin.get(`/nodes/${folder}?relations=children(name),parents,nothing&fields=id`);
  const relations = json['relations'] as Json;
  expect(json['entry']).toEqual({ id: folder });
  expect(Object.keys(relations)).toEqual(['children', 'parents']);
  expect(names(relations['children'])).toEqual([{ name: 'a' }, { name: 'b' }]);
  expect(names(relations['parents'])).toMatchObject([{ name: 'Company Home', association: { isPrimary: true } }]);
});

it('a list without a source of its own has that of the entity above', async () => {
  const { json } = await admin.get(`/nodes/${folder}/parents?includeSource=TRUE`);
  expect((json['list'] as Json)['source']).toMatchObject({ id: folder, name: 'outer' });
  expect((await admin.get(`/nodes/${folder}/parents?includeSource=yes`)).json['list']).not.toHaveProperty('source');
});

it('lists of names are taken whole where a client sends each name by itself', async () => {
  const { json } = await admin.get(`/nodes/${folder}?include=path&include=isLink&fields=id&fields=&fields=name`);
  expect(Object.keys(json['entry'] as Json).sort()).toEqual(['id', 'isLink', 'name', 'path']);
  const ordered = await admin.get(
    `/nodes/${folder}/children?orderBy=isFolder&orderBy=name%20desc&fields=name&skipCount=0&skipCount=1`,
  );
  expect(names(ordered.json)).toEqual([{ name: 'b' }, { name: 'a' }]);
});

it.each(['relations=', 'relations=a(', 'relations=a)b', 'fields=a;b', 'fields=a,,b', 'fields=,'])(
  '%s is refused',
  async (query) => {
    expect((await admin.get(`/nodes/${folder}?${query}`)).status).toBe(400);
  },
);

it('answers are never cached, and are JSON', async () => {
  const { headers } = await admin.get(`/nodes/${folder}`);
  expect(headers.get('content-type')).toBe('application/json;charset=UTF-8');
  expect(headers.get('cache-control')).toBe('no-cache');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});

describe('with callbacks switched on', () => {
  it('a read is a script', async () => {
    const answer = await admin.get(`/nodes/${folder}?callback=my.function&fields=id`);
    expect(answer.headers.get('content-type')).toBe('application/javascript;charset=UTF-8');
    expect(answer.text).toBe(`my.function({"entry":{"id":"${folder}"}})`);
  });

  it('code is no callback, and nothing else takes one', async () => {
    expect((await admin.get(`/nodes/${folder}?callback=alert(1)`)).status).toBe(400);
    expect((await admin.delete(`/nodes/${folder}?callback=f`)).status).toBe(400);
    expect((await admin.get(`/nodes/${folder}`)).status).toBe(200);
  });
});

it('pages of strangers write nothing, not even a login', async () => {
  const headers = { Origin: 'https://evil.example.org', 'Content-Type': 'application/json' };
  const login = await admin.fetch('/alfresco/api/-default-/public/authentication/versions/1/tickets', {
    method: 'POST',
    body: JSON.stringify({ userId: 'admin', password: 'admin' }),
    headers,
  });
  expect(login.status).toBe(403);
  expect((await admin.fetch(`/nodes/${folder}`, { method: 'DELETE', headers })).status).toBe(403);
});
