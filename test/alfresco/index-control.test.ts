/** `cm:indexControl`: what searches find of what does not want to be found, and when they find it again. */
import { type AlfrescoClient, type Json } from './client';
import { startAlfresco, type AlfrescoServer } from './server';

const SEARCH = '/alfresco/api/-default-/public/search/versions/1/search';

let server: AlfrescoServer;
let anna: AlfrescoClient;

beforeAll(async () => {
  server = await startAlfresco(['anna']);
  anna = server.as('anna');
});
afterAll(() => server.close());

const NO_INDEX = { 'cm:isIndexed': false } as const;
const NO_CONTENT = { 'cm:isContentIndexed': false } as const;

let count = 0;
/** Two words that nothing else has: one for the name, one for the content. */
const words = (): readonly [string, string] => [`nm${++count}zq`, `ct${count}zq`];

async function upload(name: string, text: string): Promise<string> {
  const form = new FormData();
  form.set('filedata', new Blob([text], { type: 'text/plain' }), `${name}.txt`);
  return String((await anna.make('/nodes/-my-/children', form))['id']);
}

async function set(id: string, properties: Json): Promise<void> {
  const { status, text } = await anna.put(`/nodes/${id}`, { properties });
  if (status !== 200) throw new Error(text);
}

async function ids(body: Json): Promise<readonly unknown[]> {
  const { status, text, entries } = await anna.post(SEARCH, body);
  if (status !== 200) throw new Error(text);
  return entries.map(({ id }) => id);
}
const afts = (query: string): Promise<readonly unknown[]> => ids({ query: { query } });
const cmis = (query: string): Promise<readonly unknown[]> => ids({ query: { query, language: 'cmis' } });

async function browser(query: string): Promise<readonly unknown[]> {
  const address = `/alfresco/api/-default-/public/cmis/versions/1.1/browser?cmisselector=query&succinct=true&q=${encodeURIComponent(query)}`;
  const { status, json, text } = await anna.get(address);
  if (status !== 200) throw new Error(text);
  return (json['results'] as readonly { readonly succinctProperties: Json }[]).map(({ succinctProperties }) =>
    String(succinctProperties['cmis:objectId']).replace(/;.*/, ''),
  );
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error('It did not come to that.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

type Find = (name: string, content: string) => Promise<readonly unknown[]>;

/** Whether an object is found by its name, by its content, or by what it is. */
const BY_NAME: readonly (readonly [string, Find])[] = [
  ['words of the name', (name) => afts(`cm:name:"${name}*"`)],
  ['the exact name', (name) => afts(`=cm:name:"${name}.txt"`)],
  ['a wildcard', (name) => afts(`*${name.slice(2)}*`)],
  ['words of any kind', (name) => afts(`TEXT:"${name}" OR ALL:"${name}"`)],
  ['live search', async (name) => (await anna.get(`/queries/nodes?term=${name}`)).entries.map(({ id }) => id)],
  ['words in CMIS-QL', (name) => cmis(`SELECT * FROM cmis:document WHERE CONTAINS('${name}')`)],
  ['words in the browser binding', (name) => browser(`SELECT * FROM cmis:document WHERE CONTAINS('${name}')`)],
  [
    'what it is, without the words of others',
    (name) => afts(`TYPE:"cm:content" AND cm:name:*${name.slice(1)}* AND NOT x`),
  ],
];
const BY_CONTENT: readonly (readonly [string, Find])[] = [
  ['words of the content', (_name, content) => afts(content)],
  ['the content as a field', (_name, content) => afts(`cm:content:${content}`)],
  ['a phrase', (_name, content) => afts(`"says ${content}"`)],
  [
    'live search',
    async (_name, content) => (await anna.get(`/queries/nodes?term=${content}`)).entries.map(({ id }) => id),
  ],
  ['words in CMIS-QL', (_name, content) => cmis(`SELECT * FROM cmis:document WHERE CONTAINS('${content}')`)],
  [
    'words in the browser binding',
    (_name, content) => browser(`SELECT * FROM cmis:document WHERE CONTAINS('${content}')`),
  ],
];

describe.each([...BY_NAME, ...BY_CONTENT])('what is not indexed, by %s', (_what, find) => {
  it('is not found, and found again when it is', async () => {
    const [name, content] = words();
    const id = await upload(name, `it says ${content}`);
    expect(await find(name, content)).toEqual([id]);
    await set(id, NO_INDEX);
    expect(await find(name, content)).toEqual([]);
    await set(id, { 'cm:isIndexed': true });
    expect(await find(name, content)).toEqual([id]);
  });
});

describe.each(BY_CONTENT)('what is not indexed by its content, by %s', (_what, find) => {
  it('is not found, and found again when it is', async () => {
    const [name, content] = words();
    const id = await upload(name, `it says ${content}`);
    await set(id, NO_CONTENT);
    expect([await find(name, content), await afts(name)]).toEqual([[], [id]]);
    await set(id, { 'cm:isContentIndexed': true });
    expect(await find(name, content)).toEqual([id]);
  });
});

it('what is not indexed is found by what it is not, by no search, and by no facet', async () => {
  const [name, content] = words();
  const id = await upload(name, content);
  const of = `PARENT:"${String((await anna.get('/nodes/-my-')).entry['id'])}"`;
  const facets = { query: { query: `${of} AND cm:name:${name}*` }, facetQueries: [{ query: of, label: 'all' }] };
  const counted = async (): Promise<unknown> => {
    const { json } = await anna.post(SEARCH, facets);
    const { context } = json['list'] as { readonly context: { readonly facetQueries: readonly Json[] } };
    return context.facetQueries[0]?.['count'];
  };
  expect([(await afts(`${of} AND NOT blue`)).includes(id), await counted()]).toEqual([true, 1]);
  await set(id, NO_INDEX);
  expect([(await afts(`${of} AND NOT blue`)).includes(id), await counted()]).toEqual([false, 0]);
  expect(await afts(`ID:"workspace://SpacesStore/${id}"`)).toEqual([]);
});

it('statements about properties, lists and paths show what is not indexed', async () => {
  const [name, content] = words();
  const id = await upload(name, content);
  await set(id, NO_INDEX);
  const statement = `SELECT * FROM cmis:document WHERE cmis:name = '${name}.txt'`;
  expect([await cmis(statement), await browser(statement)]).toEqual([[id], [id]]);
  expect(
    await cmis(
      `SELECT d.* FROM cmis:document d JOIN cm:indexControl c ON d.cmis:objectId = c.cmis:objectId WHERE c.cm:isIndexed = false AND d.cmis:name = '${name}.txt'`,
    ),
  ).toEqual([id]);
  expect((await anna.get(`/nodes/-my-?relativePath=${name}.txt`)).entry['id']).toBe(id);
});

it('it is found again without the aspect', async () => {
  const [name, content] = words();
  const id = await upload(name, content);
  await set(id, NO_INDEX);
  expect(await afts(content)).toEqual([]);
  expect((await anna.put(`/nodes/${id}`, { aspectNames: [] })).status).toBe(200);
  expect([await afts(content), await afts(name)]).toEqual([[id], [id]]);
});

it('the aspect alone hides nothing', async () => {
  const [name, content] = words();
  const id = await upload(name, content);
  const { entry } = await anna.put(`/nodes/${id}`, { aspectNames: ['cm:indexControl'] });
  expect(entry['aspectNames']).toContain('cm:indexControl');
  expect([await afts(content), await afts(name)]).toEqual([[id], [id]]);
});

it('what is made so is never found', async () => {
  const [name] = words();
  const body = { name, nodeType: 'cm:folder', aspectNames: ['cm:indexControl'], properties: NO_INDEX };
  const { id } = await anna.make('/nodes/-my-/children', body);
  expect(await afts(name)).toEqual([]);
  await set(String(id), { 'cm:isIndexed': true });
  expect(await afts(name)).toEqual([id]);
});

it('new content and copies are no more found than what they were made of', async () => {
  const [name, content] = words();
  const id = await upload(name, 'first');
  await set(id, NO_CONTENT);
  expect((await anna.fetch(`/nodes/${id}/content`, { method: 'PUT', body: `it says ${content}` })).status).toBe(200);
  const home = (await anna.get('/nodes/-my-')).entry['id'];
  const copy = await anna.make(`/nodes/${id}/copy`, { targetParentId: home, name: `${name} again.txt` });
  expect([await afts(content), (await afts(name)).length]).toEqual([[], 2]);
  await set(String(copy['id']), { 'cm:isContentIndexed': true });
  expect(await afts(content)).toEqual([copy['id']]);
  await set(id, { 'cm:isContentIndexed': true });
  expect((await afts(content)).length).toBe(2);
});

it('words of a hidden content are not shown', async () => {
  const [name, content] = words();
  const id = await upload(name, `${name} says ${content}`);
  const highlight = { query: { query: name }, highlight: { fields: [{ field: 'cm:name' }, { field: 'cm:content' }] } };
  const fields = async (): Promise<unknown> => {
    const [hit] = (await anna.post(SEARCH, highlight)).entries;
    const { highlight: shown } = (hit?.['search'] ?? {}) as { readonly highlight?: readonly Json[] };
    return shown?.map(({ field }) => field);
  };
  expect(await fields()).toEqual(['cm:name', 'cm:content']);
  await set(id, NO_CONTENT);
  expect(await fields()).toEqual(['cm:name']);
});

it('a long content is found again in its copy at once, and by itself when its words have been read', async () => {
  const [name, content] = words();
  const id = await upload(name, `${'so much to say '.repeat(34_000)} ${content}`);
  await set(id, NO_CONTENT);
  expect(await afts(content)).toEqual([]);
  await set(id, { 'cm:isContentIndexed': true });
  await until(async () => (await afts(content)).length === 1);
  const home = (await anna.get('/nodes/-my-')).entry['id'];
  const copy = await anna.make(`/nodes/${id}/copy`, { targetParentId: home, name: `${name} again.txt` });
  await set(id, NO_CONTENT);
  expect(await afts(content)).toEqual([copy['id']]);
  await set(id, { 'cm:isContentIndexed': true });
  expect((await afts(content)).length).toBe(2);
});

it('what is not indexed is not found in the trash', async () => {
  const [name, content] = words();
  const trashed = (query: string): Promise<readonly unknown[]> =>
    ids({ query: { query }, scope: { locations: ['deleted-nodes'] } });
  const id = await upload(name, content);
  await anna.delete(`/nodes/${id}`);
  expect(await trashed(`=cm:name:"${name}.txt"`)).toEqual([id]);
  await anna.post(`/deleted-nodes/${id}/restore`);
  await set(id, NO_INDEX);
  await anna.delete(`/nodes/${id}`);
  expect([await trashed(`=cm:name:"${name}.txt"`), await trashed(content)]).toEqual([[], []]);
  await anna.post(`/deleted-nodes/${id}/restore`);
  expect(await afts(content)).toEqual([]);
  await set(id, { 'cm:isIndexed': true });
  expect(await afts(content)).toEqual([id]);
});

it('a check-in takes over what its working copy says of it', async () => {
  const [name, content] = words();
  const id = await upload(name, content);
  await set(id, NO_CONTENT);
  const action = async (
    objectId: string,
    cmisaction: string,
    more: Readonly<Record<string, string>> = {},
  ): Promise<string> => {
    const form = new FormData();
    for (const [key, value] of Object.entries({ cmisaction, objectId, succinct: 'true', ...more }))
      form.set(key, value);
    const { status, json, text } = await anna.post(
      '/alfresco/api/-default-/public/cmis/versions/1.1/browser/root',
      form,
    );
    if (status >= 300) throw new Error(text);
    return String((json['succinctProperties'] as Json)['cmis:objectId']);
  };
  const copy = await action(id, 'checkOut');
  await action(copy, 'checkIn', { 'propertyId[0]': 'cm:isContentIndexed', 'propertyValue[0]': 'true' });
  expect(await afts(content)).toEqual([id]);
});
