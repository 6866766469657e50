/** What searches tell of all that they find, what they refuse, and what they cost. */
import { untilQuiet } from '../support/quiet';
import { moveOn } from '../support/unmoved';
import { errorOf, type AlfrescoClient, type ApiAnswer, type Json } from './client';
import { startAlfresco, type AlfrescoServer } from './server';

const SEARCH = '/alfresco/api/-default-/public/search/versions/1/search';

let server: AlfrescoServer;
let anna: AlfrescoClient;
const statements: string[] = [];
const ids: Record<string, string> = {};

const ask = (body: unknown, client = anna): Promise<ApiAnswer> => client.post(SEARCH, body);

async function found(body: Json, client = anna): Promise<ApiAnswer> {
  const answer = await ask(body, client);
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
  return answer;
}
const names = ({ entries }: ApiAnswer): readonly unknown[] => entries.map(({ name }) => name);
const contextOf = ({ json }: ApiAnswer): Json => ((json['list'] as Json)['context'] ?? {}) as Json;
const inLab = (more: Json = {}): Json => ({
  query: { query: `ANCESTOR:"${ids['Lab']}" AND TYPE:'cm:content'` },
  sort: [{ type: 'FIELD', field: 'cm:name', ascending: true }],
  ...more,
});

interface Shown {
  readonly type?: string;
  readonly label?: string;
  readonly buckets: readonly (Json & { readonly facets?: readonly Shown[] })[];
}
/** `label: count` of each bucket, with what is in it. */
function shown({ buckets }: Shown): readonly unknown[] {
  return buckets.map(({ label, metrics, facets, count }) => {
    const [first] = (metrics ?? []) as readonly { readonly value: Json }[];
    const text = `${String(label)}: ${String(first?.value['count'] ?? count)}`;
    return facets ? [text, ...facets.map((facet) => shown(facet))] : text;
  });
}
async function facetsOf(body: Json): Promise<readonly Shown[]> {
  return contextOf(await found(inLab({ facetFormat: 'V2', ...body })))['facets'] as readonly Shown[];
}

async function make(parent: string, name: string, more: Json = {}): Promise<string> {
  const body = { name, nodeType: 'cm:content', ...more };
  return (ids[name] = String((await anna.make(`/nodes/${parent}/children`, body))['id']));
}

const PHOTOS: readonly (readonly [name: string, width: number, author: string])[] = [
  ['p1', 10, 'Ada'],
  ['p2', 20, 'Ada'],
  ['p3', 20, 'Bob'],
  ['p4', 35, 'Ada "the" first'],
];

beforeAll(async () => {
  server = await startAlfresco(['anna', 'paul'], { onStatement: (text) => statements.push(text) });
  anna = server.as('anna');
  const lab = await make('-my-', 'Lab', { nodeType: 'cm:folder' });
  for (const [name, width, author] of PHOTOS)
    await make(lab, name, { properties: { 'exif:pixelXDimension': width, 'cm:author': author } });
  await make(lab, 'plain');
  await anna.put('/people/anna', { firstName: 'Anna', lastName: 'Liepa' });
});
afterAll(() => server.close());

describe('values of fields', () => {
  const fields = (...facets: readonly Json[]): Json => ({ facetFields: { facets } });

  it.each([
    [{ field: 'cm:author' }, ['Ada: 2', 'Ada "the" first: 1', 'Bob: 1']],
    [{ field: 'author', sort: 'INDEX', offset: 1, limit: 1 }, ['Ada "the" first: 1']],
    [{ field: 'cm:author', prefix: 'B' }, ['Bob: 1']],
    [{ field: 'cm:author', mincount: 2 }, ['Ada: 2']],
    [{ field: 'cm:author', limit: 1, missing: true }, ['Ada: 2', 'null: 1']],
    [{ field: 'exif:pixelXDimension', sort: 'COUNT', method: 'ENUM' }, ['20: 2', '10: 1', '35: 1']],
    [{ field: 'creator' }, ['anna: 5']],
    [{ field: 'content.mimetype' }, ['application/octet-stream: 5']],
    [{ field: 'TYPE' }, ['cm:content: 5']],
    [{ field: 'ASPECT', prefix: 'P:cm' }, ['cm:author: 4']],
    [{ field: 'SITE' }, []],
    [{ field: 'TAG' }, []],
  ] as const)('%j', async (facet, expected) => {
    const [field] = await facetsOf(fields(facet));
    expect(field).toMatchObject({ type: 'field', label: facet.field });
    expect(shown(field as Shown)).toEqual(expected);
  });

  it('come with searches that find just these', async () => {
    const asked = ['cm:author', 'TYPE', 'exif:pixelXDimension', 'cm:created'].map((field) => ({
      field,
      missing: true,
    }));
    for (const facet of await facetsOf(fields(...asked))) {
      for (const bucket of facet.buckets) {
        const { pagination } = await found(inLab({ filterQueries: [{ query: bucket['filterQuery'] }] }));
        const least = Number((bucket['metrics'] as readonly { readonly value: Json }[])[0]?.value['count']);
        // "Ada" is a word of other values, too.
        expect([bucket, pagination['totalItems']]).toEqual([bucket, bucket['label'] === 'Ada' ? 3 : least]);
      }
    }
  });

  it('are named as people know them', async () => {
    const [creator, type] = await facetsOf(fields({ field: 'creator', label: 'who' }, { field: 'content.mimetype' }));
    expect(creator).toEqual({
      type: 'field',
      label: 'who',
      buckets: [
        {
          label: 'anna',
          filterQuery: 'creator:"anna"',
          display: 'Anna Liepa',
          metrics: [{ type: 'count', value: { count: '5' } }],
        },
      ],
    });
    expect(type?.buckets[0]).toMatchObject({ display: 'Binary File (Octet Stream)' });
  });

  it('are named as sites are', async () => {
    await anna.make('/sites', { id: 'lab-site', title: 'Our Laboratory', visibility: 'PRIVATE' });
    const body = {
      query: { query: 'TYPE:"cm:folder" AND SITE:_ALL_SITES_' },
      facetFields: { facets: [{ field: 'SITE' }, { field: 'SITE', label: 'sites' }, { field: 'TYPE' }] },
      pivots: [{ key: 'TYPE', pivots: [{ key: 'sites' }] }],
    };
    const site = { label: 'lab-site', display: 'Our Laboratory', filterQuery: 'SITE:"lab-site"' };
    const { facets, facetsFields } = contextOf(await found(body));
    expect(facetsFields).toEqual([{ label: 'SITE', buckets: [{ ...site, count: 1 }] }]);
    expect((facets as readonly Shown[])[0]?.buckets[0]?.facets?.[0]?.buckets).toMatchObject([site]);
  });

  it('stand by themselves in the first format', async () => {
    const body = fields({ field: 'cm:author', limit: 1 });
    expect(contextOf(await found(inLab(body)))).toEqual({
      facetsFields: [{ label: 'cm:author', buckets: [{ label: 'Ada', filterQuery: 'cm:author:"Ada"', count: 2 }] }],
    });
  });

  it('leave out filters with tags', async () => {
    const filterQueries = [{ query: 'cm:author:bob', tags: ['who'] }, { query: 'EXISTS:"cm:author"' }];
    const answer = await found(
      inLab({
        filterQueries,
        facetFormat: 'V2',
        ...fields({ field: 'cm:author' }, { field: 'cm:author', label: 'all', excludeFilters: ['who'] }),
      }),
    );
    expect(names(answer)).toEqual(['p3']);
    expect((contextOf(answer)['facets'] as readonly Shown[]).map(shown)).toEqual([
      ['Bob: 1'],
      ['Ada: 2', 'Ada "the" first: 1', 'Bob: 1'],
    ]);
  });
});

describe('searches among what is found', () => {
  const QUERIES = [
    { query: 'exif:pixelXDimension:[0 TO 20]', label: 'small' },
    { query: 'cm:author:ada' },
    { query: 'nothing' },
  ];

  it('are counted', async () => {
    expect(contextOf(await found(inLab({ facetQueries: QUERIES })))).toEqual({
      facetQueries: [
        { label: 'small', filterQuery: 'exif:pixelXDimension:[0 TO 20]', count: 3 },
        { label: 'cm:author:ada', filterQuery: 'cm:author:ada', count: 3 },
        { label: 'nothing', filterQuery: 'nothing', count: 0 },
      ],
    });
  });

  it('stand in groups', async () => {
    const facetQueries = [...QUERIES, { query: '*', label: 'all', group: 'others' }];
    const { facets } = contextOf(await found(inLab({ facetQueries })));
    expect((facets as readonly Shown[]).map((facet) => [facet.type, facet.label, ...shown(facet)])).toEqual([
      ['query', 'facet_queries', 'small: 3', 'cm:author:ada: 3', 'nothing: 0'],
      ['query', 'others', 'all: 5'],
    ]);
  });
});

it('counts intervals', async () => {
  const [widths, created] = await facetsOf({
    facetIntervals: {
      sets: [{ label: 'all', start: 'MIN', end: 'MAX' }],
      intervals: [
        {
          field: 'exif:pixelXDimension',
          label: 'widths',
          sets: [
            { label: 'narrow', start: 10, end: 20, endInclusive: false },
            { start: '10', end: '20', startInclusive: false },
          ],
        },
        { field: 'cm:created', sets: [{ label: 'old', start: '2016', end: '2017', endInclusive: false }] },
      ],
    },
  });
  expect(shown(widths as Shown)).toEqual(['narrow: 1', '(10,20]: 2', 'all: 4']);
  expect(widths).toMatchObject({ type: 'interval', label: 'widths' });
  expect(widths?.buckets[0]).toEqual({
    label: 'narrow',
    filterQuery: 'exif:pixelXDimension:["10" TO "20">',
    bucketInfo: { start: '10', end: '20', startInclusive: 'true', endInclusive: 'false' },
    metrics: [{ type: 'count', value: { count: '1' } }],
  });
  expect(shown(created as Shown)).toEqual(['old: 0', 'all: 5']);
  for (const bucket of widths?.buckets ?? []) {
    const { pagination } = await found(inLab({ filterQueries: [{ query: bucket['filterQuery'] }] }));
    const [count] = bucket['metrics'] as readonly { readonly value: Json }[];
    expect(String(pagination['totalItems'])).toBe(count?.value['count']);
  }
});

it.each([
  [{}, ['[10 - 20): 1', '[20 - 30): 2']],
  [{ other: ['all'] }, ['[10 - 20): 1', '[20 - 30): 2', 'before: 0', 'between: 3', 'after: 1']],
  [{ other: ['after', 'none'] }, ['[10 - 20): 1', '[20 - 30): 2']],
  [{ include: ['upper', 'edge'] }, ['[10 - 20]: 3', '(20 - 30]: 0']],
  [{ include: 'all', other: 'before' }, ['[10 - 20]: 3', '[20 - 30]: 2', 'before: 1']],
  [{ gap: '15', hardend: true }, ['[10 - 25): 3', '[25 - 30): 0']],
] as const)('counts ranges: %j', async (more, expected) => {
  const range = { field: 'exif:pixelXDimension', start: 10, end: 30, gap: 10, ...more };
  const [facet] = await facetsOf({ ranges: [range] });
  expect(facet?.type).toBe('range');
  expect(shown(facet as Shown)).toEqual(expected);
});

it('tells what numbers and dates come to', async () => {
  const [widths, created] = await facetsOf({
    stats: [
      {
        ...{
          field: 'exif:pixelXDimension',
          label: 'widths',
          sumOfSquares: false,
          stddev: false,
          percentiles: [50, 75.5],
        },
        ...{ distinctValues: true, countDistinct: true, cardinality: true, cardinalityAccuracy: 0.1 },
      },
      { field: 'cm:created', sum: false, mean: false, sumOfSquares: false, stddev: false },
    ],
  });
  const metricsOf = (facet: Shown | undefined): Json =>
    Object.assign({}, ...((facet?.buckets[0]?.['metrics'] ?? []) as Json[]).map(({ value }) => value)) as Json;
  expect(widths).toMatchObject({ type: 'stats', label: 'widths' });
  expect(metricsOf(widths)).toEqual({
    ...{ min: 10, max: 35, sum: 85, mean: 21.25, countValues: 4, missing: 1, countDistinct: 3, cardinality: 3 },
    percentiles: { 50: 20, 75.5: expect.closeTo(23.975, 3) as number },
    distinctValues: [10, 20, 35],
  });
  expect(metricsOf(created)).toEqual({
    min: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*\+0000$/) as string,
    max: expect.stringMatching(/\+0000$/) as string,
    ...{ countValues: 5, missing: 0 },
  });
});

describe('values of values', () => {
  const FIELDS = {
    facets: [
      { field: 'cm:author', label: 'author' },
      { field: 'exif:pixelXDimension', label: 'width', sort: 'INDEX' },
      { field: 'TYPE' },
    ],
  };

  it('are counted, and no longer stand by themselves', async () => {
    const facets = await facetsOf({ facetFields: FIELDS, pivots: [{ key: 'author', pivots: [{ key: 'width' }] }] });
    expect(facets.map(({ type, label }) => [type, label])).toEqual([
      ['field', 'TYPE'],
      ['pivot', 'author'],
    ]);
    expect(shown(facets[1] as Shown)).toEqual([
      ['Ada: 2', ['10: 1', '20: 1']],
      ['Ada "the" first: 1', ['35: 1']],
      ['Bob: 1', ['20: 1']],
    ]);
  });

  it('go three deep, each within its limits', async () => {
    const facetFields = {
      facets: [
        { field: 'creator' },
        { field: 'cm:author', limit: 1 },
        { field: 'exif:pixelXDimension', sort: 'INDEX', offset: 1 },
      ],
    };
    const pivots = [{ key: 'creator', pivots: [{ key: 'cm:author', pivots: [{ key: 'exif:pixelXDimension' }] }] }];
    const [pivot] = await facetsOf({ facetFields, pivots });
    expect(shown(pivot as Shown)).toEqual([['anna: 5', [['Ada: 2', ['20: 1']]]]]);
    expect(pivot?.buckets[0]).toMatchObject({ display: 'Anna Liepa', filterQuery: 'creator:"anna"' });
  });

  it('end with ranges or statistics', async () => {
    const body = {
      facetFields: FIELDS,
      ranges: [{ field: 'exif:pixelXDimension', label: 'steps', start: 0, end: 40, gap: 20 }],
      stats: [
        {
          field: 'exif:pixelXDimension',
          label: 'sums',
          min: false,
          max: false,
          mean: false,
          stddev: false,
          sumOfSquares: false,
        },
      ],
    };
    const ranges = await facetsOf({ ...body, pivots: [{ key: 'author', pivots: [{ key: 'steps' }] }] });
    expect(shown(ranges.find(({ type }) => type === 'pivot') as Shown)).toEqual([
      ['Ada: 2', ['[0 - 20): 1', '[20 - 40): 1']],
      ['Ada "the" first: 1', ['[0 - 20): 0', '[20 - 40): 1']],
      ['Bob: 1', ['[0 - 20): 0', '[20 - 40): 1']],
    ]);
    const sums = await facetsOf({ ...body, pivots: [{ key: 'author', pivots: [{ key: 'sums' }] }] });
    const [ada] = sums.find(({ type }) => type === 'pivot')?.buckets ?? [];
    expect(ada?.facets?.[0]?.buckets[0]?.['metrics']).toEqual([
      { type: 'sum', value: { sum: 30 } },
      { type: 'countValues', value: { countValues: 2 } },
      { type: 'missing', value: { missing: 0 } },
    ]);
  });
});

describe('entries', () => {
  it('hold what is asked for, and no more than the fields that are named', async () => {
    const include = [
      'allowableOperations',
      'aspectNames',
      'association',
      'isFavorite',
      'isLink',
      'isLocked',
      'path',
      'permissions',
      'properties',
    ];
    const [whole] = (await found(inLab({ include }))).entries;
    expect(whole).toMatchObject({
      name: 'p1',
      aspectNames: expect.arrayContaining(['cm:author']) as string[],
      isFavorite: false,
      isLink: false,
      isLocked: false,
      path: { isComplete: true },
      permissions: { isInheritanceEnabled: true },
      properties: { 'cm:author': 'Ada' },
      allowableOperations: ['delete', 'update', 'updatePermissions'],
    });
    const [some] = (await found(inLab({ include: ['isLink'], fields: ['id', 'search', 'nothing'] }))).entries;
    expect(some).toEqual({ id: ids['p1'], isLink: false, search: { score: expect.any(Number) as number } });
  });

  it('come with the request where that is wanted', async () => {
    const body = inLab({ includeRequest: true, paging: { maxItems: 1 }, facetQueries: null });
    const answer = await found(body);
    expect(contextOf(answer)).toEqual({
      request: {
        query: body['query'],
        sort: body['sort'],
        includeRequest: true,
        paging: { maxItems: 1, skipCount: 0 },
      },
    });
    expect(answer.pagination).toEqual({ count: 1, hasMoreItems: true, totalItems: 5, skipCount: 0, maxItems: 1 });
  });

  it('are counted as far as is asked', async () => {
    const limited = (trackTotalHitsLimit: number): Promise<ApiAnswer> =>
      found(inLab({ paging: { maxItems: 1 }, limits: { trackTotalHitsLimit, permissionEvaluationCount: 10 } }));
    expect((await limited(2)).pagination).toEqual({ count: 1, hasMoreItems: true, skipCount: 0, maxItems: 1 });
    expect((await limited(-1)).pagination['totalItems']).toBe(5);
  });

  it.each([
    [
      [
        { type: 'FIELD', field: 'exif:pixelXDimension', ascending: true },
        { type: 'FIELD', field: 'name' },
      ],
      ['p1', 'p3', 'p2', 'p4', 'plain'],
    ],
    [[{ type: 'FIELD', field: '@cm:name' }], ['plain', 'p4', 'p3', 'p2', 'p1']],
    [[{ type: 'DOCUMENT', ascending: true }], ['p1', 'p2', 'p3', 'p4', 'plain']],
  ])('are sorted by %j', async (sort, expected) => {
    expect(names(await found(inLab({ sort })))).toEqual(expected);
  });
});

describe('versions', () => {
  beforeAll(async () => {
    const body = { name: 'versioned.txt', nodeType: 'cm:content' };
    const id = String((await anna.make('/nodes/-my-/children?versioningEnabled=true', body))['id']);
    ids['versioned.txt'] = id;
    for (const text of ['walrus', 'penguin']) {
      const headers = { 'Content-Type': 'text/plain' };
      expect((await anna.fetch(`/nodes/${id}/content`, { method: 'PUT', body: text, headers })).status).toBe(200);
    }
  });
  const scoped = (...locations: readonly string[]): Json => ({
    query: { query: 'name:versioned' },
    scope: { locations },
    sort: [{ type: 'FIELD', field: 'cm:modified' }],
  });

  it.each([
    [[], [['nodes', undefined]]],
    [['nodes'], [['nodes', undefined]]],
    [
      ['versions'],
      [
        ['versions', '1.1'],
        ['versions', '1.0'],
      ],
    ],
    [
      ['nodes', 'versions'],
      [
        ['nodes', undefined],
        ['versions', '1.1'],
        ['versions', '1.0'],
      ],
    ],
  ] as const)('are found in %j', async (locations, expected) => {
    const { entries, pagination } = await found(scoped(...locations));
    expect(entries.map(({ location, nodeId, id }) => [location, nodeId === undefined ? undefined : id])).toEqual(
      expected,
    );
    expect(entries.every(({ id, nodeId }) => (nodeId ?? id) === ids['versioned.txt'])).toBe(true);
    expect(pagination['totalItems']).toBe(expected.length);
  });
});

it.each([
  ['2020-01-01', undefined, 1],
  ['2020-01-02', undefined, 0],
  ['2020-01-02', 'Europe/Berlin', 1],
  ['2020-01-01', 'Europe/Berlin', 0],
  ['[2020-01-02 TO MAX]', 'GMT+2', 1],
  ['[2020-01-02 TO MAX]', 'America/New_York', 0],
])('takes %s where the client is, in %s', async (date, timezone, expected) => {
  if (ids['dated'] === undefined)
    await make('-my-', 'dated', { properties: { 'cm:from': '2020-01-01T23:30:00.000Z' } });
  const localization = { locales: ['en', 'de_DE'], ...(timezone !== undefined && { timezone }) };
  const { pagination } = await found({ query: { query: `cm:from:${date}` }, localization });
  expect(pagination['totalItems']).toBe(expected);
});

it('highlights what was typed', async () => {
  const fields = [{ field: 'cm:author', prefix: '(', postfix: ')' }];
  const shownIn = async (query: Json, more: Json = {}): Promise<readonly unknown[]> => {
    const highlight = { fields, ...more };
    const { entries } = await found(inLab({ query, highlight, filterQueries: [{ query: `PARENT:"${ids['Lab']}"` }] }));
    return entries.map(({ name, search }) => [name, (search as Json)['highlight']]);
  };
  const first = (text: string): Json => ({ field: 'cm:author', snippets: [text] });
  expect(await shownIn({ query: 'first' })).toEqual([['p4', [first('Ada "the" (first)')]]]);
  expect(await shownIn({ query: 'name:p4', userQuery: 'ada' })).toEqual([['p4', [first('(Ada) "the" first')]]]);
  expect(await shownIn({ query: 'name:p4', userQuery: '"the first"' })).toEqual([
    ['p4', [first('Ada "(the)" (first)')]],
  ]);
  expect(await shownIn({ query: 'name:p4', userQuery: '"first ada"' })).toEqual([['p4', undefined]]);
  expect(await shownIn({ query: 'name:p4', userQuery: '"first ada"' }, { usePhraseHighlighter: false })).toEqual([
    ['p4', [first('(Ada) "the" (first)')]],
  ]);
  expect(await shownIn({ query: 'name:p4', userQuery: 'ada first' }, { maxAnalyzedChars: 4 })).toEqual([
    ['p4', [first('(Ada) ')]],
  ]);
  expect(await shownIn({ query: 'name:p4', userQuery: 'ada ( "first' })).toEqual([
    ['p4', [first('(Ada) "the" (first)')]],
  ]);
  expect(await shownIn({ query: '+first +name:p4', language: 'lucene' })).toEqual([
    ['p4', [first('Ada "the" (first)')]],
  ]);
  const small = { fragmentSize: 5, snippetCount: 2 };
  expect(await shownIn({ query: 'name:p4', userQuery: 'ada the' }, small)).toEqual([
    ['p4', [{ field: 'cm:author', snippets: ['(Ada)', '"(the)"'] }]],
  ]);
  expect(await shownIn({ query: 'name:p4', userQuery: 'ada the' }, { ...small, mergeContiguous: true })).toEqual([
    ['p4', [first('(Ada) "(the)"')]],
  ]);
});

const QUERY = { query: 'x' };
describe.each<readonly [what: string, body: Json, message: string]>([
  ['no query', {}, 'query'],
  ['an empty query', { query: { query: '' } }, 'query'],
  ['another language', { query: { query: 'x', language: 'solr' } }, 'language allowed values: afts,lucene,cmis'],
  ['what no entry holds', { query: QUERY, include: ['wrong'] }, 'An invalid argument was received wrong'],
  ['definitions', { query: QUERY, include: ['definition'] }, 'An invalid argument was received definition'],
  ['negative skipCount', { query: QUERY, paging: { skipCount: -1 } }, 'Negative values not supported for skipCount.'],
  ['no items', { query: QUERY, paging: { maxItems: 0 } }, 'Only positive values supported for maxItems.'],
  ['items that are no number', { query: QUERY, paging: { maxItems: 'many' } }, 'maxItems'],
  ['more items than there are numbers', { query: QUERY, paging: { maxItems: 2 ** 31 } }, 'maxItems'],
  ['an unknown order', { query: QUERY, sort: [{ type: 'field', field: 'cm:name' }] }, 'sort type allowed values'],
  ['an order without a field', { query: QUERY, sort: [{ type: 'FIELD' }] }, 'sort field'],
  ['an order by what nothing has', { query: QUERY, sort: [{ type: 'FIELD', field: 'no:such' }] }, 'no:such'],
  [
    'an order of statements',
    { query: { query: 'SELECT * FROM cmis:document', language: 'cmis' }, sort: [{ type: 'SCORE' }] },
    'not allowed with cmis',
  ],
  [
    'filters of statements',
    { query: { query: 'SELECT * FROM cmis:document', language: 'cmis' }, filterQueries: [QUERY] },
    'not allowed with cmis',
  ],
  ['a statement that is none', { query: { query: 'SELECT', language: 'cmis' } }, ''],
  ['a template without a name', { query: QUERY, templates: [{ template: '%cm:name' }] }, "'name' is missing"],
  ['a template that is none', { query: { query: 'a:b' }, templates: [{ name: 'a', template: '%(' }] }, 'expected'],
  [
    'a template of itself',
    { query: { query: 'a:b' }, templates: [{ name: 'a', template: '%a' }] },
    'stands for itself',
  ],
  [
    'an unknown operator',
    { query: QUERY, defaults: { defaultFTSOperator: 'XOR' } },
    'defaultFTSOperator allowed values',
  ],
  ['an empty filter', { query: QUERY, filterQueries: [{ tags: ['a'] }] }, 'filterQueries'],
  [
    'facets in the language of another engine',
    { query: QUERY, facetQueries: [{ query: '{!afts}x' }] },
    'must not start',
  ],
  [
    'two facets of one name',
    {
      query: QUERY,
      facetQueries: [
        { query: 'a', label: 'l' },
        { query: 'b', label: 'l' },
      ],
    },
    'twice',
  ],
  ['facets without fields', { query: QUERY, facetFields: {} }, "'facets' is missing"],
  ['a facet without a field', { query: QUERY, facetFields: { facets: [{ label: 'x' }] } }, "'field' is missing"],
  [
    'a facet in an unknown order',
    { query: QUERY, facetFields: { facets: [{ field: 'creator', sort: 'SIZE' }] } },
    'COUNT, INDEX',
  ],
  [
    'facets of what none has',
    { query: QUERY, facetFields: { facets: [{ field: 'creator', mincount: 0 }] } },
    'mincount',
  ],
  ['endless facets', { query: QUERY, facetFields: { facets: [{ field: 'creator', limit: -1 }] } }, 'limit'],
  ['facets of an unknown field', { query: QUERY, facetFields: { facets: [{ field: 'no:such' }] } }, 'no:such'],
  [
    'an interval without an end',
    { query: QUERY, facetIntervals: { intervals: [{ field: 'created', sets: [{ start: '1' }] }] } },
    "'end' is missing",
  ],
  ['intervals without sets', { query: QUERY, facetIntervals: { intervals: [{ field: 'created' }] } }, 'sets'],
  [
    'two sets of one name',
    {
      query: QUERY,
      facetIntervals: {
        intervals: [
          {
            field: 'created',
            sets: [
              { start: '1', end: '2', label: 'a' },
              { start: '3', end: '4', label: 'a' },
            ],
          },
        ],
      },
    },
    'twice',
  ],
  ['a pivot of nothing', { query: QUERY, pivots: [{ key: 'creator' }] }, 'pivots key creator'],
  [
    'a pivot of itself',
    {
      query: QUERY,
      facetFields: { facets: [{ field: 'creator' }] },
      pivots: [{ key: 'creator', pivots: [{ key: 'creator' }] }],
    },
    'twice',
  ],
  [
    'a pivot that begins with numbers',
    { query: QUERY, stats: [{ field: 'content.size' }], pivots: [{ key: 'content.size' }] },
    'pivots key',
  ],
  [
    'an accuracy that is none',
    { query: QUERY, stats: [{ field: 'content.size', cardinalityAccuracy: 2 }] },
    'cardinalityAccuracy',
  ],
  [
    'percentiles that are none',
    { query: QUERY, stats: [{ field: 'content.size', percentiles: [101] }] },
    'percentiles',
  ],
  ['statistics of words', { query: QUERY, stats: [{ field: 'cm:author' }] }, 'not one number'],
  [
    'a range without a gap',
    { query: QUERY, ranges: [{ field: 'content.size', start: 0, end: 10 }] },
    "'gap' is missing",
  ],
  [
    'ranges without end',
    { query: QUERY, ranges: [{ field: 'content.size', start: 0, end: 1e9, gap: 1 }] },
    'more than 500',
  ],
  ['an unknown place', { query: QUERY, scope: { locations: ['everywhere'] } }, 'scope allowed values'],
  ['history', { query: QUERY, scope: { locations: ['history'] } }, 'history'],
  ['an unknown time zone', { query: QUERY, localization: { timezone: 'Mars/Olympus' } }, 'time zone'],
  ['an unknown format', { query: QUERY, facetFormat: 'V3' }, 'V1, V2'],
  [
    'a snippet of nothing',
    { query: QUERY, highlight: { snippetCount: 0, fields: [{ field: 'cm:name' }] } },
    'snippetCount',
  ],
  [
    'marks that are longer than what they mark',
    { query: QUERY, highlight: { prefix: '<'.repeat(1_001), fields: [{ field: 'cm:name' }] } },
    'highlight prefix',
  ],
  ['a limit that is none', { query: QUERY, limits: { trackTotalHitsLimit: 0 } }, 'trackTotalHitsLimit'],
  ['a query that ends too early', { query: { query: 'unbalanced (' } }, 'expected'],
  ['a value that is missing', { query: { query: 'cm:name:' } }, "a value for 'cm:name'"],
  ['a text that does not end', { query: { query: '"unterminated' } }, ''],
  ['names without quotes', { query: { query: 'a:b:c:d' } }, ''],
  ['a type without quotes', { query: { query: 'TYPE:cm:content' } }, 'write the value in quotes'],
  ['a path without quotes', { query: { query: 'PATH:/app:company_home//*' } }, ''],
  ['a field of the other engine', { query: { query: 'DBID:1' } }, "'DBID' cannot be searched"],
  ['similar words', { query: { query: 'term~0.8' } }, 'similarity'],
])('%s', (...[, body, message]) => {
  it('is refused', async () => {
    const answer = await ask(body);
    expect([answer.status, errorOf(answer).statusCode]).toEqual([400, 400]);
    expect(errorOf(answer).summary).toContain(message);
  });
});

describe.each<readonly [what: string, body: () => unknown]>([
  ['a member that nobody knows', () => ({ query: { ...QUERY, boost: 2 } })],
  [
    'pivots without end',
    () => ({
      query: QUERY,
      pivots: Array.from({ length: 50 }).reduce((inner: unknown) => [{ key: 'a', pivots: inner }], []),
    }),
  ],
  ['thousands of terms', () => ({ query: { query: 'a '.repeat(5_000) } })],
  ['thousands of brackets', () => ({ query: { query: '('.repeat(5_000) } })],
  [
    'thousands of facets',
    () => ({ query: QUERY, facetQueries: Array.from({ length: 5_000 }, (_, n) => ({ query: `a${n}` })) }),
  ],
  [
    'thousands of fields to highlight',
    () => ({ query: QUERY, highlight: { fields: Array.from({ length: 5_000 }, () => ({ field: 'cm:name' })) } }),
  ],
  ['half of a pair', () => ({ query: { query: '\ud800' } })],
  ['a NUL', () => ({ query: { query: 'a\0b' } })],
  ['an object for the query', () => ({ query: { query: { query: 'x' } } })],
  ['a list of requests', () => [{ query: QUERY }, { query: QUERY }]],
  ['a prototype', () => '{"query":{"query":"x"},"__proto__":{"a":1}}'],
  ['numbers beyond all', () => '{"query":{"query":"x"},"paging":{"maxItems":1e999}}'],
])('%s', (...[, body]) => {
  it('is refused', async () => {
    const answer = await ask(body());
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(errorOf(answer).statusCode).toBe(answer.status);
  });
});

it.each([
  "'; drop table objects; --",
  '*** ???',
  '\\',
  '%_\\%',
  'x'.repeat(20_000),
  '日本語 AND ñandú',
  '-a -b',
  'NOW/DAY..NOW',
])('finds nothing bad by %j', async (query) => {
  expect([200, 400]).toContain((await ask({ query: { query } })).status);
});

it('lets nobody in who is not known', async () => {
  expect((await ask({ query: QUERY }, server.stranger)).status).toBe(401);
  expect((await anna.get(SEARCH)).status).toBe(405);
});

it('takes the same few statements whatever a page holds', async () => {
  const folder = await make('-my-', 'many', { nodeType: 'cm:folder' });
  await anna.post(
    `/nodes/${folder}/children`,
    Array.from({ length: 60 }, (_, n) => ({ name: `item ${n}`, nodeType: n % 3 === 0 ? 'cm:folder' : 'cm:content' })),
  );
  const body = (maxItems: number): Json => ({
    query: { query: `PARENT:"${folder}"` },
    paging: { maxItems },
    include: ['path', 'properties', 'allowableOperations', 'permissions', 'isFavorite'],
    facetFields: { facets: [{ field: 'creator' }, { field: 'TYPE' }] },
    facetQueries: [{ query: 'item' }],
    pivots: [{ key: 'creator' }],
    stats: [{ field: 'content.size', distinctValues: true }],
  });
  const count = async (maxItems: number): Promise<number> => {
    await found(body(maxItems));
    await untilQuiet(statements);
    await moveOn(server.databaseUrl);
    statements.length = 0;
    expect((await found(body(maxItems))).entries).toHaveLength(maxItems);
    return statements.length;
  };
  const [few, many] = [await count(2), await count(50)];
  expect(many - few).toBeLessThanOrEqual(1);
  expect(many).toBeLessThanOrEqual(8);
});
