/** One graph, every door: what the v1 API writes every CMIS door shows as it does, and CMIS queries find at once. */
import { alfrescoClient, basic, type AlfrescoClient } from './alfresco/client';
import { laterComplaints } from './cmis/atompub/valid';
import { DIALECTS, lookAlike, readersAt, type Dialect, type Doors } from './one-graph/alike';
import { World } from './one-graph/story';
import { nodeReader } from './one-graph/v1-door';
import { NODE_STORY } from './one-graph/v1-story';
import { startTestServer, type TestServer } from './support/server';

describe.each(Object.keys(DIALECTS) as readonly Dialect[])('written by the v1 API (%s)', (dialect) => {
  let server: TestServer;
  let client: AlfrescoClient;
  let doors: Doors;
  const world = new World();
  const answers = laterComplaints();

  beforeAll(async () => {
    server = await startTestServer();
    await server.person(world.person);
    client = alfrescoClient(server.url, basic('admin', 'admin'));
    const base = `${server.url}${DIALECTS[dialect]}`;
    doors = {
      dialect,
      readers: readersAt(base, 'admin', answers.check),
      readersOfPerson: readersAt(base, world.person, answers.check),
      nodes: { ofAdmin: nodeReader(server.url, 'admin'), ofPerson: nodeReader(server.url, world.person) },
    };
  });
  afterAll(async () => {
    const observations = server.observations;
    await server.close();
    expect(observations).toEqual([]);
  });

  it.each(NODE_STORY.map((step) => [step.what, step] as const))('%s', async (_what, { run, look, query }) => {
    await run(client, world);
    for (const name of look) await lookAlike(doors, world.id(name));
    if (!query) return;
    const [statement, ...names] = query(world);
    for (const reader of doors.readers.filter(({ version }) => version === '1.1' || !isOfItems(statement))) {
      const rows = await reader.query(statement);
      expect({ door: reader.name, names: namesOf(rows) }).toEqual({ door: reader.name, names });
      for (const row of rows) await lookAlike(doors, row['cmis:objectId']?.values[0] ?? '');
    }
  });

  it('answers of AtomPub are valid', async () => expect(await answers.all()).toBe(''));
});

type Rows = Awaited<ReturnType<Doors['readers'][number]['query']>>;
const namesOf = (rows: Rows): readonly unknown[] => rows.map((row) => row['cmis:name']?.values[0]);

/** CMIS 1.0 has none. */
const isOfItems = (statement: string): boolean => /FROM cm:(?:person|authorityContainer|category)/.test(statement);
