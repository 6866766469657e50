/** What there is among the objects that a search finds: values, counts, ranges and what numbers come to. */
import type { Request } from '../../src/repository/contract/request';
import { PLAIN } from '../../src/repository/values/object-view';
import type { SearchFacets, SearchRequest } from '../../src/repository/contract/search-request';
import { maker, openTestRepository, type TestRepository } from '../support/repository';

let test: TestRepository;
let anna: Request;

const REQUEST: SearchRequest = {
  language: 'afts',
  query: 'TYPE:"cm:content" AND PATH:"//cm:Lab//*"',
  scope: 'objects',
  page: { maxItems: 1, skipCount: 0 },
  countLimit: 10_000,
  selection: PLAIN,
};
const facetsOf = async (facets: SearchFacets, more: Partial<SearchRequest> = {}, as: Request = test.admin) =>
  (await test.repository.search(as, { ...REQUEST, facets, ...more })).facets;

const FIELD = { order: 'count', minCount: 1, offset: 0, limit: 100 } as const;
const MIME = { ...FIELD, field: 'content.mimetype' };

const SIZES = [10, 20, 20, 35];
beforeAll(async () => {
  test = await openTestRepository();
  anna = await test.person('anna');
  const make = maker(test, test.admin);
  const lab = await make.folder({ name: 'Lab' });
  const secret = await make.folder({ name: 'Secret', in: lab });
  await test.repository.setRights(test.admin, { objectId: secret.id, inherits: false, aces: [] });
  const exif = (width: number, flash: boolean) => ({
    'cmis:secondaryObjectTypeIds': ['P:exif:exif', 'P:cm:author'],
    'exif:pixelXDimension': width,
    'exif:flash': flash,
    'cm:author': width > 15 ? 'Ada' : 'Bob',
  });
  for (const [index, width] of SIZES.entries()) {
    await make.document({
      name: `photo${index}`,
      in: index === 3 ? secret : lab,
      text: 'x'.repeat(width),
      properties: exif(width, index === 0),
    });
  }
  await make.document({ name: 'plain budget', in: lab });
});
afterAll(() => test.close());

it('counts values of properties, the most frequent first, and objects without any', async () => {
  const facets = await facetsOf({
    fields: [
      { ...FIELD, field: 'cm:author' },
      { ...FIELD, field: 'author', order: 'value', offset: 1, limit: 1 },
      { ...FIELD, field: 'cm:author', prefix: 'B' },
      { ...FIELD, field: 'cm:author', minCount: 2 },
      { ...FIELD, field: 'exif:pixelXDimension' },
      { ...FIELD, field: 'exif:flash' },
      { ...FIELD, field: 'creator' },
      MIME,
      { ...FIELD, field: 'TYPE' },
      { ...FIELD, field: 'ASPECT' },
      { ...FIELD, field: 'SITE' },
      { ...FIELD, field: 'TAG' },
    ],
  });
  const shown = facets?.fields.map(({ buckets, missing }) => [
    ...buckets.map(({ value, count }) => `${typeof value} ${value}: ${count}`),
    missing,
  ]);
  expect(shown).toEqual([
    ['string Ada: 3', 'string Bob: 1', 1],
    ['string Bob: 1', 1],
    ['string Bob: 1', 1],
    ['string Ada: 3', 1],
    ['number 20: 2', 'number 10: 1', 'number 35: 1', 1],
    ['boolean false: 3', 'boolean true: 1', 1],
    ['string admin: 5', 0],
    ['string text/plain: 4', 1],
    ['string cmis:document: 5', 0],
    ['string P:cm:author: 4', 'string P:exif:exif: 4', 1],
    [5],
    [5],
  ]);
});

it('counts dates as milliseconds', async () => {
  const facets = await facetsOf({ fields: [{ ...FIELD, field: 'cm:created' }] });
  const [created] = facets?.fields ?? [];
  expect(created?.buckets.reduce((sum, { count }) => sum + count, 0)).toBe(5);
  expect(Math.abs(Number(created?.buckets[0]?.value) - Date.now())).toBeLessThan(600_000);
});

it('counts what searches find among them', async () => {
  const queries = ['content.size:[0 TO 20]', 'cm:name:budget', 'budget', '*', 'nothing', '-cm:author:ada'];
  const facets = await facetsOf({ queries: queries.map((query) => ({ query })) });
  expect(facets?.queries).toEqual([3, 1, 1, 5, 0, 2]);
});

it('counts only what the caller sees', async () => {
  const asked = {
    fields: [{ ...FIELD, field: 'cm:author' }],
    queries: [{ query: '*' }],
    statistics: [{ field: 'content.size' }],
  };
  const facets = await facetsOf(asked, {}, anna);
  expect(facets?.fields[0]?.buckets).toEqual([
    { value: 'Ada', count: 2 },
    { value: 'Bob', count: 1 },
  ]);
  expect(facets?.queries).toEqual([4]);
  expect(facets?.statistics[0]).toMatchObject({ count: 3, missing: 1, sum: 50 });
});

it('counts ranges of one length, and what is outside', async () => {
  const range = { field: 'exif:pixelXDimension', start: '10', end: '30', gap: '10' };
  const facets = await facetsOf({
    ranges: [
      range,
      { ...range, include: ['upper', 'edge'] },
      { ...range, gap: '15' },
      { ...range, gap: '15', hardEnd: true },
    ],
  });
  const shown = facets?.ranges.map(({ buckets, before, after, between }) => [
    buckets.map(({ start, end, count }) => `${start}-${end}: ${count}`).join(', '),
    [before, between, after],
  ]);
  expect(shown).toEqual([
    ['10-20: 1, 20-30: 2', [0, 3, 1]],
    ['10-20: 3, 20-30: 0', [0, 3, 1]],
    ['10-25: 3, 25-40: 1', [0, 4, 0]],
    ['10-25: 3, 25-30: 0', [0, 3, 1]],
  ]);
});

it('counts ranges of months and years, and intervals', async () => {
  const year = new Date().getUTCFullYear();
  const facets = await facetsOf({
    ranges: [
      { field: 'cm:created', start: `${year - 1}-01-01T00:00:00Z`, end: `${year + 1}-01-01T00:00:00Z`, gap: '+1YEAR' },
      { field: 'cm:created', start: 'NOW/MONTH-1MONTH', end: 'NOW/MONTH+1MONTH', gap: '+1MONTH' },
    ],
    intervals: [
      {
        field: 'cm:created',
        intervals: [
          { start: `${year - 1}`, end: `${year}`, startInclusive: true, endInclusive: false },
          { start: `${year}`, end: 'MAX', startInclusive: true, endInclusive: true },
        ],
      },
      {
        field: 'exif:pixelXDimension',
        intervals: [{ start: '10', end: '20', startInclusive: false, endInclusive: true }],
      },
    ],
  });
  expect(facets?.ranges.map(({ buckets }) => buckets.map(({ count }) => count))).toEqual([
    [0, 5],
    [0, 5],
  ]);
  expect(facets?.intervals).toEqual([[0, 5], [2]]);
});

it('tells what numbers come to', async () => {
  const facets = await facetsOf({
    statistics: [{ field: 'exif:pixelXDimension', percentiles: [50, 75] }, { field: 'exif:pixelYDimension' }],
  });
  expect(facets?.statistics).toEqual([
    {
      count: 4,
      missing: 1,
      distinct: 3,
      min: 10,
      max: 35,
      sum: 85,
      sumOfSquares: 2_125,
      mean: 21.25,
      stddev: expect.closeTo(10.3078, 3) as number,
      percentiles: [20, 23.75],
    },
    { count: 0, missing: 5, distinct: 0 },
  ]);
});

it('leaves out filters with tags where a facet says so', async () => {
  const filters = [{ query: 'cm:author:bob', tags: ['who'] }, { query: 'EXISTS:"content"' }];
  const facets = await facetsOf(
    {
      fields: [
        { ...FIELD, field: 'cm:author' },
        { ...FIELD, field: 'cm:author', excludes: ['who'] },
      ],
      queries: [{ query: '*' }, { query: '*', excludes: ['who', 'others'] }],
    },
    { filters },
  );
  expect(facets?.fields.map(({ buckets }) => buckets.map(({ count }) => count))).toEqual([[1], [3, 1]]);
  expect(facets?.queries).toEqual([1, 4]);
});

it('goes along with a statement of CMIS-QL', async () => {
  const query = 'SELECT * FROM exif:exif WHERE exif:pixelXDimension > 15';
  const facets = await facetsOf(
    { fields: [MIME], queries: [{ query: 'cm:name:photo*' }] },
    { language: 'cmis', query },
  );
  expect(facets).toMatchObject({ fields: [{ buckets: [{ value: 'text/plain', count: 3 }] }], queries: [3] });
});

it('costs one more statement', async () => {
  const run = (facets?: SearchFacets) =>
    test.statementsOf(() => test.repository.search(test.admin, { ...REQUEST, ...(facets && { facets }) }));
  const facets: SearchFacets = {
    fields: [MIME],
    queries: [{ query: '*' }, { query: 'cm:author:ada', excludes: ['x'] }],
  };
  await run(facets);
  expect((await run(facets)).length - (await run()).length).toBe(1);
});

it.each<[string, SearchFacets, string]>([
  ['an unknown field', { fields: [{ ...FIELD, field: 'no:such' }] }, "no property 'no:such'"],
  ['a field that is no property', { fields: [{ ...FIELD, field: 'PATH' }] }, "'PATH' is no property"],
  ['a search that is none', { queries: [{ query: '(' }] }, 'expected a term'],
  ['values of contents', { fields: [{ ...FIELD, field: 'cm:content' }] }, 'What contents say'],
  ['numbers of words', { statistics: [{ field: 'cm:author' }] }, 'not one number'],
  ['ranges of words', { ranges: [{ field: 'cm:author', start: 'a', end: 'b', gap: '1' }] }, 'not one number'],
  [
    'ranges without length',
    { ranges: [{ field: 'content.size', start: '0', end: '9', gap: '0' }] },
    'more than nothing',
  ],
  [
    'ranges without numbers',
    { ranges: [{ field: 'content.size', start: 'a', end: '9', gap: '1' }] },
    "'a' is no number",
  ],
  ['ranges backwards', { ranges: [{ field: 'content.size', start: '9', end: '0', gap: '1' }] }, 'must end after'],
  [
    'too many ranges',
    { ranges: [{ field: 'content.size', start: '0', end: '900', gap: '1' }] },
    'more than 500 ranges',
  ],
  [
    'a gap that is no time',
    { ranges: [{ field: 'cm:created', start: 'NOW', end: 'NOW+1DAY', gap: '1' }] },
    'no length of time',
  ],
])('refuses %s', async (_, facets, message) => {
  await expect(facetsOf(facets)).rejects.toMatchObject({ code: 'invalidArgument' });
  await expect(facetsOf(facets)).rejects.toThrow(message);
});
