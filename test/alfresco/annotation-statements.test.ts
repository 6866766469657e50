/** Lists of what people attach to nodes take the same few statements whatever they hold. */
import { untilQuiet } from '../support/quiet';
import { moveOn } from '../support/unmoved';
import { type AlfrescoClient } from './client';
import { startAlfresco, type AlfrescoServer } from './server';

const MANY = 30;
let server: AlfrescoServer;
let admin: AlfrescoClient;
const statements: string[] = [];

beforeAll(async () => {
  server = await startAlfresco([], { onStatement: (text) => statements.push(text) });
  admin = server.as('admin');
  const folder = String((await admin.make('/nodes/-root-/children', { name: 'many', nodeType: 'cm:folder' }))['id']);
  const { entries } = await admin.post(
    `/nodes/${folder}/children`,
    Array.from({ length: MANY }, (_, n) => ({ name: `counted ${n}`, nodeType: 'cm:content' })),
  );
  const ids = entries.map(({ id }) => String(id));
  await admin.post(
    '/people/-me-/favorites',
    ids.map((guid) => ({ target: { file: { guid } } })),
  );
  await admin.post(
    '/shared-links',
    ids.map((nodeId) => ({ nodeId })),
  );
  const words = Array.from({ length: MANY }, (_, n) => `word ${n}`);
  await admin.post(
    `/nodes/${folder}/tags`,
    words.map((tag) => ({ tag })),
  );
  await admin.post(
    `/nodes/${folder}/comments`,
    words.map((content) => ({ content })),
  );
  await untilQuiet(statements);
  node = folder;
});
afterAll(() => server.close());
let node = '';

async function counted(path: string): Promise<number> {
  // The first request prepares what is remembered afterwards.
  await admin.get(path);
  await moveOn(server.databaseUrl);
  statements.length = 0;
  expect((await admin.get(path)).status).toBe(200);
  return statements.length;
}

it.each([
  ['/nodes/{node}/comments', '', 2],
  ['/nodes/{node}/ratings', '', 2],
  ['/nodes/{node}/tags', '', 2],
  ['/tags', 'include=count', 1],
  ['/people/-me-/favorites', 'include=path,properties,allowableOperations,aspectNames', 3],
  ['/people/-me-/favorite-sites', '', 1],
  ['/shared-links', 'include=path,properties,allowableOperations,isFavorite', 5],
  ['/queries/nodes', 'term=counted&include=path,isFavorite', 9],
  ['/queries/people', 'term=admin', 1],
  ['/queries/sites', 'term=counted', 1],
  ['/types', 'include=properties', 1],
] as const)('%s?%s', async (path, query, most) => {
  const address = path.replace('{node}', node);
  const [one, many] = [await counted(`${address}?${query}&maxItems=1`), await counted(`${address}?${query}`)];
  expect(many).toBeLessThanOrEqual(most);
  expect(many - one).toBeLessThanOrEqual(1);
});
