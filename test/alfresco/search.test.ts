/** The search, as web clients ask it: what it finds, for whom, and how the answer tells it. */
import { type AlfrescoClient, type ApiAnswer, type Json } from './client';
import { startAlfresco, type AlfrescoServer } from './server';

const SEARCH = '/alfresco/api/-default-/public/search/versions/1/search';
const PEOPLE = ['anna', 'paul', 'hruser'] as const;
type Name = (typeof PEOPLE)[number] | 'admin';

let server: AlfrescoServer;
const as = (name: Name): AlfrescoClient => server.as(name);
const ids: Record<string, string> = {};

const ask = (body: Json, who: Name = 'anna'): Promise<ApiAnswer> => as(who).post(SEARCH, body);

async function found(body: Json, who: Name = 'anna'): Promise<ApiAnswer> {
  const answer = await ask(body, who);
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
  return answer;
}
const names = ({ entries }: ApiAnswer): readonly unknown[] => entries.map(({ name }) => name);

/** A node of anna's. */
async function make(parent: string, name: string, more: Json = {}): Promise<string> {
  const body = { name, nodeType: 'cm:content', ...more };
  return (ids[name] = String((await as('anna').make(`/nodes/${parent}/children`, body))['id']));
}

/** A file of anna's, of the type that its name says. */
async function upload(parent: string, name: string, text: string): Promise<string> {
  const form = new FormData();
  form.set('filedata', new Blob([text], { type: name.endsWith('.html') ? 'text/html' : 'text/plain' }), name);
  return (ids[name] = String((await as('anna').make(`/nodes/${parent}/children`, form))['id']));
}

beforeAll(async () => {
  server = await startAlfresco(PEOPLE);
  const folder = await make('-my-', 'Lab', { nodeType: 'cm:folder' });
  const permissions = { locallySet: [{ authorityId: 'paul', name: 'Consumer' }] };
  expect((await as('anna').put(`/nodes/${folder}`, { permissions })).status).toBe(200);
  await upload(folder, 'hello world.txt', 'The quick brown fox');
  await upload(folder, 'notes.txt', 'hello from the text '.repeat(1_000));
  await upload(folder, 'page.html', '<p>nothing to see</p>');
  await make(folder, 'titled', { nodeType: 'cm:folder', properties: { 'cm:title': 'Hello there' } });
  await make(folder, 'described.txt', { properties: { 'cm:description': 'says hello twice, hello' } });
  await make(folder, 'tagged.txt');
  await as('anna').make(`/nodes/${ids['tagged.txt']}/tags`, { tag: 'hello-tag' });
  const secret = await make(folder, 'Secret', { nodeType: 'cm:folder' });
  await as('anna').put(`/nodes/${secret}`, { permissions: { isInheritanceEnabled: false } });
  await make(secret, 'hello secret.txt');
});
afterAll(() => server.close());

/** What the search box and the result page of the web clients send, with their filters. */
const PAGE_FILTERS = [
  "+TYPE:'cm:folder' OR +TYPE:'cm:content'",
  "-TYPE:'cm:thumbnail' AND -TYPE:'cm:failedThumbnail' AND -TYPE:'cm:rating'",
  '-cm:creator:System',
  "-TYPE:'st:site' AND -ASPECT:'st:siteContainer' AND -ASPECT:'sys:hidden'",
  "-TYPE:'dl:dataList' AND -TYPE:'dl:todoList' AND -TYPE:'dl:issue'",
  "-TYPE:'fm:topic' AND -TYPE:'fm:post'",
  "-TYPE:'lnk:link'",
  "-PATH:'//cm:wiki/*'",
].map((query) => ({ query }));

const quick = (text: string, more: Json = {}): Json => ({
  query: {
    query: `((cm:name:"${text}*" OR cm:title:"${text}*" OR cm:description:"${text}*" OR TEXT:"${text}*" OR TAG:"${text}*"))`,
    language: 'afts',
  },
  include: ['path', 'allowableOperations', 'properties'],
  paging: { skipCount: 0, maxItems: 25 },
  filterQueries: PAGE_FILTERS,
  facetQueries: null,
  facetIntervals: null,
  facetFields: {
    facets: [
      { field: 'creator', mincount: 1, label: 'SEARCH.FACET_FIELDS.CREATOR' },
      { field: 'modifier', mincount: 1, label: 'SEARCH.FACET_FIELDS.MODIFIER' },
    ],
  },
  sort: [{ type: 'SCORE', field: 'score', ascending: false }],
  highlight: {
    prefix: "<span class='aca-highlight'>",
    postfix: '</span>',
    fields: [
      { field: 'cm:title' },
      { field: 'cm:name' },
      { field: 'cm:description', snippetCount: 1 },
      { field: 'cm:content', snippetCount: 1 },
    ],
  },
  facetFormat: 'V2',
  ...more,
});

describe('the result page', () => {
  it('finds names, titles, descriptions, contents and tags', async () => {
    const answer = await found(quick('hello', { sort: [{ type: 'FIELD', field: 'cm:name', ascending: true }] }));
    expect(names(answer)).toEqual([
      'described.txt',
      'hello secret.txt',
      'hello world.txt',
      'notes.txt',
      'tagged.txt',
      'titled',
    ]);
    expect(answer.pagination).toEqual({ count: 6, hasMoreItems: false, totalItems: 6, skipCount: 0, maxItems: 25 });
  });
});
