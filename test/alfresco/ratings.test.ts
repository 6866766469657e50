import { type AlfrescoClient, type Json } from './client';
import { nodeOf, startAlfresco, type AlfrescoServer } from './server';

const PEOPLE = ['anna', 'paul', 'cora'] as const;
type Name = (typeof PEOPLE)[number];

let server: AlfrescoServer;
const as = (name: Name): AlfrescoClient => server.as(name);
let count = 0;

beforeAll(async () => {
  server = await startAlfresco(PEOPLE);
});
afterAll(() => server.close());

/** A node of anna's that paul may read. */
const node = (nodeType = 'cm:content'): Promise<string> =>
  nodeOf(as('anna'), { name: `r${++count}`, nodeType }, { paul: 'Consumer' });
const rate = (id: string, who: Name, rating: Json): ReturnType<AlfrescoClient['post']> =>
  as(who).post(`/nodes/${id}/ratings`, rating);
const date = expect.stringMatching(/\+0000$/) as string;

it('what nobody has rated shows both schemes', async () => {
  const { entries, pagination } = await as('paul').get(`/nodes/${await node()}/ratings`);
  expect(entries).toEqual([
    { id: 'fiveStar', aggregate: { numberOfRatings: 0 } },
    { id: 'likes', aggregate: { numberOfRatings: 0 } },
  ]);
  expect(pagination['totalItems']).toBe(2);
});

it.each(['cm:content', 'cm:folder'])('ratings of a %s are counted, each person once', async (nodeType) => {
  const id = await node(nodeType);
  expect((await rate(id, 'anna', { id: 'likes', myRating: true })).entry).toEqual({
    id: 'likes',
    myRating: true,
    ratedAt: date,
    aggregate: { numberOfRatings: 1 },
  });
  await rate(id, 'paul', { id: 'likes', myRating: true });
  await rate(id, 'paul', { id: 'likes', myRating: true });
  await rate(id, 'paul', { id: 'fiveStar', myRating: 2 });
  const { status, entry } = await rate(id, 'paul', { id: 'fiveStar', myRating: 4 });
  expect(status).toBe(201);
  const stars = { id: 'fiveStar', myRating: 4, ratedAt: date, aggregate: { numberOfRatings: 1, average: 4 } };
  expect(entry).toEqual(stars);
  expect((await as('paul').get(`/nodes/${id}/ratings/fiveStar`)).entry).toEqual(stars);
  expect((await as('anna').get(`/nodes/${id}/ratings`)).entries).toEqual([
    { id: 'fiveStar', aggregate: { numberOfRatings: 1, average: 4 } },
    { id: 'likes', myRating: true, ratedAt: date, aggregate: { numberOfRatings: 2 } },
  ]);
});

it('a rating is taken back once', async () => {
  const id = await node();
  await rate(id, 'paul', { id: 'likes', myRating: true });
  expect((await as('anna').delete(`/nodes/${id}/ratings/likes`)).status).toBe(404);
  expect((await as('paul').delete(`/nodes/${id}/ratings/likes`)).status).toBe(204);
  expect((await as('paul').delete(`/nodes/${id}/ratings/likes`)).status).toBe(404);
  expect((await as('paul').get(`/nodes/${id}/ratings/likes`)).entry).toEqual({
    id: 'likes',
    aggregate: { numberOfRatings: 0 },
  });
});

const NO_LIKE = "Rating should be non-null and a boolean for 'likes' rating scheme";
const NO_STARS = "Rating should be non-null and an integer for 'fiveStar' rating scheme";
const OUTSIDE = 'Rating is out of bounds.';

it.each([
  ['an unknown scheme', { id: 'dots' }, 'Invalid ratingSchemeId dots'],
  ['no scheme', { myRating: true }, 'Invalid ratingSchemeId null'],
  ['no rating', { id: 'likes' }, NO_LIKE],
  ['a dislike', { id: 'likes', myRating: false }, OUTSIDE],
  ['stars for likes', { id: 'likes', myRating: 1 }, NO_LIKE],
  ['no star', { id: 'fiveStar', myRating: 0 }, OUTSIDE],
  ['six stars', { id: 'fiveStar', myRating: 6 }, OUTSIDE],
  ['half a star', { id: 'fiveStar', myRating: 2.5 }, NO_STARS],
  ['likes for stars', { id: 'fiveStar', myRating: true }, NO_STARS],
])('%s is refused', async (_what, rating, errorKey) => {
  const id = await node();
  expect((await rate(id, 'paul', rating)).json['error']).toMatchObject({ errorKey, statusCode: 400 });
  const { entries } = await as('paul').get(`/nodes/${id}/ratings`);
  expect(entries.map(({ aggregate }) => aggregate)).toEqual([{ numberOfRatings: 0 }, { numberOfRatings: 0 }]);
});

it('a scheme that there is not is no argument of any operation', async () => {
  const address = `/nodes/${await node()}/ratings`;
  const answers = [
    await as('paul').get(`${address}/dots`),
    await as('paul').delete(`${address}/dots`),
    await as('paul').post(address, { id: 'dots', myRating: true }),
  ];
  const error = { errorKey: 'Invalid ratingSchemeId dots', statusCode: 400 };
  for (const { json } of answers) expect(json['error']).toMatchObject(error);
});

it('nobody gives stars to what is their own', async () => {
  expect((await rate(await node(), 'anna', { id: 'fiveStar', myRating: 5 })).status).toBe(400);
});

it('who may not read a node knows nothing of its ratings', async () => {
  const id = await node();
  expect((await as('cora').get(`/nodes/${id}/ratings`)).status).toBe(403);
  expect((await rate(id, 'cora', { id: 'likes', myRating: true })).status).toBe(403);
  expect((await as('cora').get(`/nodes/${id}/ratings/likes`)).status).toBe(403);
});

it('ratings go with their node and come back with it', async () => {
  const id = await node();
  await rate(id, 'paul', { id: 'likes', myRating: true });
  await as('anna').delete(`/nodes/${id}`);
  expect((await as('paul').get(`/nodes/${id}/ratings`)).status).toBe(404);
  expect((await as('anna').post(`/deleted-nodes/${id}/restore`)).status).toBe(200);
  expect((await as('paul').get(`/nodes/${id}/ratings/likes`)).entry['myRating']).toBe(true);
});
