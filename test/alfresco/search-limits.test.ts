/** Searches for names as they are, and for what no one would ask: answered or refused, and at nobody else's cost. */
import type { AlfrescoClient, Json } from './client';
import { startAlfresco, type AlfrescoServer } from './server';

let server: AlfrescoServer;
let anna: AlfrescoClient;

beforeAll(async () => {
  server = await startAlfresco(['anna']);
  anna = server.as('anna');
  await anna.make('/nodes/-my-/children', {
    name: 'wombat.txt',
    nodeType: 'cm:content',
    properties: { 'cm:title': 'x' },
  });
});
afterAll(() => server.close());

const SEARCH = '/alfresco/api/-default-/public/search/versions/1/search';
const ask = (body: Json): Promise<Response> =>
  fetch(`${server.url}${SEARCH}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Basic ${btoa('anna:anna')}` },
    body: JSON.stringify(body),
  });
const search = async (body: Json): Promise<{ readonly status: number; readonly found: unknown }> => {
  const response = await ask(body);
  const { list } = (await response.json()) as { readonly list?: { readonly pagination: Json } };
  return { status: response.status, found: list?.pagination['totalItems'] };
};
const wombat = { query: { query: 'cm:name:wombat*' } };
const many = <T>(count: number, make: (n: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, n) => make(n));

it.each([
  'f100-0000042.txt',
  'IMG2020-001 b.jpg',
  'AnnualReport2020 v2.docx',
  'a1b2-c3.d4',
  'plain name.txt',
  '報告書2020-1.txt',
])('a document is found by its name, whatever words that is put together from: %s', async (name) => {
  await anna.make('/nodes/-my-/children', { name, nodeType: 'cm:content' });
  for (const query of [`cm:name:"${name}"`, `"${name}"`, `=cm:name:"${name}"`])
    expect([query, await search({ query: { query } })]).toEqual([query, { status: 200, found: 1 }]);
});

it('no page is longer than 10 000, and it says so', async () => {
  const response = await ask({ ...wombat, paging: { maxItems: 2_147_483_647 } });
  const { list } = (await response.json()) as { readonly list: { readonly pagination: Json } };
  expect([response.status, list.pagination['maxItems']]).toEqual([200, 10_000]);
});

const MEMBERS = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'];

it.each(MEMBERS.flatMap((name) => [`${name}:x`, `=${name}:x`, `${name}:[1 TO 2]`, `${name}:*`, `PATH:"/${name}"`]))(
  'a field or path that every object of the language has is one that nothing has: %s',
  async (query) => {
    for (const language of ['afts', 'lucene']) {
      const { status, found } = await search({ query: { query, language } });
      expect([status === 200 ? found : 0, status < 500]).toEqual([0, true]);
    }
  },
);

it.each(MEMBERS)('%s is no field to count, to fall back on or to put into a template', async (name) => {
  for (const body of [
    { ...wombat, facetFields: { facets: [{ field: name }] } },
    { ...wombat, filterQueries: [{ query: `${name}:x` }] },
    { query: { query: 'T:x' }, templates: [{ name: 'T', template: `%${name}` }] },
    { query: { query: 'x' }, defaults: { defaultFieldName: name } },
    { query: { query: 'x' }, defaults: { textAttributes: [name] } },
    { query: { query: `${name}:x` }, scope: { locations: ['deleted-nodes'] } },
  ])
    expect((await search(body)).status).toBeLessThan(500);
});

it.each<readonly [what: string, body: Json]>([
  ['fields', { ...wombat, facetFields: { facets: many(150, (n) => ({ field: 'cm:title', label: `f${n}` })) } }],
  ['queries', { ...wombat, facetQueries: many(150, (n) => ({ query: `cm:title:x${n}`, label: `q${n}` })) }],
  ['statistics', { ...wombat, stats: many(150, (n) => ({ field: 'content.size', label: `s${n}` })) }],
  ['ranges', { ...wombat, ranges: [{ field: 'content.size', start: '0', end: '150', gap: '1' }] }],
  ['wildcards', { query: { query: many(900, (n) => `cm:name:*wom${n === 5 ? 'b' : `x${n}`}*`).join(' OR ') } }],
])('many %s are answered', async (_, body) => {
  expect(await search(body)).toEqual({ status: 200, found: 1 });
});

it('facets leave out filters in so many ways only', async () => {
  const asked = (count: number): Json => ({
    ...wombat,
    filterQueries: many(count, (n) => ({ query: 'cm:name:wombat*', tags: [`t${n}`] })),
    facetFields: { facets: many(count, (n) => ({ field: 'cm:title', label: `f${n}`, excludeFilters: [`t${n}`] })) },
  });
  expect((await search(asked(10))).status).toBe(200);
  expect((await search(asked(100))).status).toBe(400);
});
