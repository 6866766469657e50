/** What entries show besides the node itself is not read again while nothing changes, and never as it was before a change. */
import { untilQuiet } from '../support/quiet';
import { whileUnmoved } from '../support/unmoved';
import { startTestServer, type TestServer } from '../support/server';
import { alfrescoClient, basic, type AlfrescoClient, type Json } from './client';
import { nodeOf, startAlfresco, type AlfrescoServer } from './server';

const INCLUDE = 'include=path,properties,allowableOperations,aspectNames,isFavorite';
const statements: string[] = [];

let server: AlfrescoServer;
let other: TestServer;
/** Two processes' clients of one person, each writing and each reading. */
let clients: readonly (readonly [writer: AlfrescoClient, reader: AlfrescoClient])[];
let count = 0;

beforeAll(async () => {
  server = await startAlfresco(['anna', 'berta'], { onStatement: (text) => statements.push(text) });
  other = await startTestServer({ databaseUrl: server.databaseUrl, contentDir: server.contentDir });
  const [here, there] = [server.as('anna'), alfrescoClient(other.url, basic('anna', 'anna'))];
  clients = [
    [here, there],
    [there, here],
    [here, here],
  ];
});
afterAll(async () => {
  await other.close();
  await server.close();
});

interface World {
  readonly folder: string;
  readonly child: string;
}

async function world(client: AlfrescoClient): Promise<World> {
  const folder = await client.make('/nodes/-my-/children', { name: `folder ${(count += 1)}`, nodeType: 'cm:folder' });
  const child = await client.make(`/nodes/${String(folder['id'])}/children`, { name: 'a', nodeType: 'cm:content' });
  return { folder: String(folder['id']), child: String(child['id']) };
}

interface Change {
  readonly write: (client: AlfrescoClient, world: World, round: number) => Promise<{ readonly status: number }>;
  readonly shown: (entry: Json) => unknown;
  readonly expected: (round: number) => unknown;
}

const CHANGES: Readonly<Record<string, Change>> = {
  'the display name of a person': {
    write: (client, _world, round) => client.put('/people/anna', { firstName: `Anna ${round}` }),
    shown: (entry) => (entry['createdByUser'] as Json)['displayName'],
    expected: (round) => `Anna ${round}`,
  },
  'the name of a folder above': {
    write: (client, { folder }, round) => client.put(`/nodes/${folder}`, { name: `renamed ${folder} ${round}` }),
    shown: (entry) => /[^ ]* \d+$/.exec(String((entry['path'] as Json)['name']))?.[0].split(' ')[1],
    expected: (round) => String(round),
  },
  'a favourite': {
    write: (client, { child }, round) =>
      round % 2 === 0
        ? client.post('/people/-me-/favorites', { target: { file: { guid: child } } })
        : client.delete(`/people/-me-/favorites/${child}`),
    shown: (entry) => entry['isFavorite'],
    expected: (round) => round % 2 === 0,
  },
};

describe.each(Object.entries(CHANGES))('%s', (_name, { write, shown, expected }) => {
  it('is shown as it is in the next request, by every process', async () => {
    const [[here]] = clients as [readonly [AlfrescoClient, AlfrescoClient]];
    const made = await world(here);
    for (let round = 0; round < 6; round += 1) {
      for (const [writer, reader] of clients) {
        const next = round * clients.length + clients.findIndex(([one]) => one === writer);
        // Both ways have been read, and read again, before they change.
        const asked = [`/nodes/${made.folder}/children?${INCLUDE}`, `/nodes/${made.child}?${INCLUDE}`];
        for (const path of [...asked, ...asked]) await reader.get(path);
        expect((await write(writer, made, next)).status).toBeLessThan(300);
        const [page, node] = [await reader.get(asked[0] ?? ''), await reader.get(asked[1] ?? '')];
        expect([shown(page.entries[0] ?? {}), shown(node.entry)]).toEqual([expected(next), expected(next)]);
      }
    }
  });
});

it('what somebody may do is shown as it is, to each as to this one', async () => {
  const owner = server.as('berta');
  const id = await nodeOf(owner, { name: 'of berta' }, { anna: 'Consumer' });
  const path = `/nodes/${id}?include=allowableOperations,isLocked`;
  const shown = async (client: AlfrescoClient): Promise<unknown> => {
    const { entry } = await client.get(path);
    return [entry['allowableOperations'], entry['isLocked']];
  };
  const [[, there]] = clients as [readonly [AlfrescoClient, AlfrescoClient]];
  const roles: readonly (readonly [string, unknown])[] = [
    ['Consumer', undefined],
    ['Editor', ['update']],
    ['Coordinator', ['delete', 'update', 'updatePermissions']],
    ['Consumer', undefined],
  ];
  for (const [name, allowed] of roles) {
    const permissions = { isInheritanceEnabled: false, locallySet: [{ authorityId: 'anna', name }] };
    expect((await owner.put(`/nodes/${id}`, { permissions })).status).toBe(200);
    for (const client of [there, server.as('anna'), there, server.as('anna')]) {
      expect([name, await shown(client)]).toEqual([name, [allowed, false]]);
      expect(await shown(owner)).toEqual([['delete', 'update', 'updatePermissions'], false]);
    }
  }
  // The owner still may what nobody else may: the lock itself ends by time, without any write.
  expect((await owner.post(`/nodes/${id}/lock`, { timeToExpire: 1, type: 'FULL' })).status).toBe(200);
  expect(await shown(there)).toEqual([undefined, true]);
  await expect(untilShown(() => shown(there), [undefined, false])).resolves.toBeUndefined();
});

async function untilShown(shown: () => Promise<unknown>, expected: unknown): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end;) {
    if (JSON.stringify(await shown()) === JSON.stringify(expected)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`It is not ${JSON.stringify(expected)} after twenty seconds.`);
}

it('while nothing is written, a node and a page of nodes take one statement each', async () => {
  const [[here]] = clients as [readonly [AlfrescoClient, AlfrescoClient]];
  const { folder, child } = await world(here);
  await untilQuiet(statements);
  for (const path of [`/nodes/${child}`, `/nodes/${folder}/children?${INCLUDE}`]) {
    const taken = await whileUnmoved(server.databaseUrl, async () => {
      for (let time = 0; time < 2; time += 1) await here.get(path);
      statements.length = 0;
      expect((await here.get(path)).status).toBe(200);
      return statements.length;
    });
    expect([path, taken]).toEqual([path, 1]);
  }
});
