import { untilQuiet } from '../support/quiet';
import { moveOn } from '../support/unmoved';
import { alfrescoClient, AUTHENTICATION, type AlfrescoClient } from './client';
import { startAlfresco, type AlfrescoServer } from './server';

const ALL = 'include=path,properties,allowableOperations,permissions,aspectNames,association,isLink,isLocked';
const SIZES = [1, 60] as const;

let server: AlfrescoServer;
let admin: AlfrescoClient;
let reader: AlfrescoClient;
const statements: string[] = [];
const folders: Record<number, string> = {};

beforeAll(async () => {
  server = await startAlfresco(['reader'], { onStatement: (text) => statements.push(text) });
  admin = server.as('admin');
  const { entry } = await server.stranger.post(`${AUTHENTICATION}/tickets`, {
    userId: 'reader',
    password: 'reader',
  });
  reader = alfrescoClient(server.url, `Basic ${Buffer.from(String(entry['id'])).toString('base64')}`);
  for (const size of SIZES) {
    const id = String((await admin.make('/nodes/-root-/children', { name: `of${size}`, nodeType: 'cm:folder' }))['id']);
    folders[size] = id;
    await admin.post(
      `/nodes/${id}/children?versioningEnabled=true`,
      Array.from({ length: size }, (_, n) => ({ name: `n${n}`, nodeType: n % 3 === 0 ? 'cm:folder' : 'cm:content' })),
    );
  }
  await untilQuiet(statements);
});
afterAll(() => server.close());

async function counted(client: AlfrescoClient, path: string): Promise<number> {
  // The first request prepares what is remembered afterwards.
  await client.get(path);
  await moveOn(server.databaseUrl);
  statements.length = 0;
  expect((await client.get(path)).status).toBe(200);
  return statements.length;
}

/** Of these, one is for the ticket of who has one. */
const CLIENTS = [
  ['an administrator with a password', () => admin, 0],
  ['a reader with a ticket', () => reader, 1],
] as const;

describe.each(CLIENTS)('for %s', (...[, client, more]) => {
  it.each([
    ['/nodes/-root-', 2],
    [`/nodes/-root-?${ALL}`, 3],
    ['/nodes/-root-?relativePath=of60', 3],
  ])('%s takes at most %i statements', async (path, most) => {
    expect(await counted(client(), path)).toBeLessThanOrEqual(most + more);
  });

  it.each(['', `?${ALL}`, '?where=(isFile=true)&orderBy=name desc', `?includeSource=true&${ALL}`])(
    'a page of children%s takes the same few, whatever it holds',
    async (query) => {
      const [one, many] = [
        await counted(client(), `/nodes/${folders[1]}/children${query}`),
        await counted(client(), `/nodes/${folders[60]}/children${query}`),
      ];
      expect(many).toBeLessThanOrEqual(6 + more);
      // A folder is read with its path each time.
      expect(many - one).toBeLessThanOrEqual(1);
    },
  );
});
