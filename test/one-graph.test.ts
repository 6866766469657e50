/**
 * One graph, every door: the same operations through each door and through doors in turn leave the same objects, and
 * every door shows them alike, property by property and right by right.
 */
import { browserClient, type Json } from './cmis/browser/client';
import { startTestServer, type TestServer } from './support/server';
import { laterComplaints } from './cmis/atompub/valid';
import { DIALECTS, lookAlike, readersAt, shownBy, typeAlike, type Dialect, type NodeReaders } from './one-graph/alike';
import { atomWriter } from './one-graph/atom-door';
import { browserWriter } from './one-graph/browser-door';
import type { Reader, Writer } from './one-graph/door';
import { KNOWN, STORY, World, type Step } from './one-graph/story';
import { nodeReader } from './one-graph/v1-door';

const DOORS = ['browser binding', 'AtomPub 1.1', 'AtomPub 1.0'] as const;

/** Which door does a step. */
type Order = (step: number) => number;
const always =
  (door: number): Order =>
  () =>
    door;
const inTurn =
  (offset: number): Order =>
  (step) =>
    (step + offset) % DOORS.length;

const RUNS: readonly (readonly [who: string, dialect: Dialect, order: Order])[] = [
  ...DOORS.map((door, index) => [door, 'cmis', always(index)] as const),
  ['all doors in turn', 'cmis', inTurn(0)],
  ['all doors in turn', 'alfresco', inTurn(0)],
  ['all doors in another turn', 'alfresco', inTurn(1)],
  ['all doors in a third turn', 'alfresco', inTurn(2)],
];

/** By dialect and step: what the first run left. */
const traces = new Map<string, string>();

describe.each(RUNS)('written by %s (%s)', (_who, dialect, order) => {
  let server: TestServer;
  let world: World;
  let writers: readonly Writer[];
  let readers: readonly Reader[];
  let readersOfPerson: readonly Reader[];
  let nodes: NodeReaders;
  const answers = laterComplaints();

  beforeAll(async () => {
    server = await startTestServer();
    world = new World();
    await server.person(world.person);
    const { check } = answers;
    const base = `${server.url}${DIALECTS[dialect]}`;
    writers = [
      browserWriter(`${base}/1.1/browser`, { user: 'admin', password: 'admin' }),
      atomWriter({ base: `${base}/1.1/atom`, version: '1.1', user: 'admin:admin', check }, KNOWN),
      atomWriter({ base: `${base}/1.0/atom`, version: '1.0', user: 'admin:admin', check }, KNOWN),
    ];
    readers = readersAt(base, 'admin', check);
    readersOfPerson = readersAt(base, world.person, check);
    nodes = { ofAdmin: nodeReader(server.url, 'admin'), ofPerson: nodeReader(server.url, world.person) };
    world.name('root', await rootId(base));
  });
  afterAll(async () => {
    const observations = server.observations;
    await server.close();
    expect(observations).toEqual([]);
  });

  const trace = (key: string, left: unknown): void => {
    const known = traces.get(`${dialect} ${key}`);
    const said = anonymous(left, world);
    if (known === undefined) traces.set(`${dialect} ${key}`, said);
    else if (said !== known) expect(JSON.parse(said)).toEqual(JSON.parse(known));
  };

  it.each(STORY.map((step, index) => [step.what, step, index] as const))('%s', async (_what, step, index) => {
    await step.run(writerOf(step, writers, order(index)), world);
    for (const id of step.types ?? []) trace(`${index} ${id}`, await typeAlike(readers, dialect, id));
    for (const name of step.look) {
      const look = await lookAlike({ readers, readersOfPerson, nodes, dialect }, world.id(name));
      trace(`${index} ${name}`, look);
    }
  });

  it('queries find the same rows', async () => {
    const statement = 'SELECT * FROM cmis:document ORDER BY cmis:name';
    const [first, ...others] = await Promise.all(readers.map((reader) => reader.query(statement)));
    for (const [index, rows] of others.entries()) {
      const expected = first?.map((row) => shownBy(readers[index + 1] as Reader, dialect, row));
      expect(rows).toEqual(expected);
    }
    trace('rows', first);
  });

  it('answers of AtomPub are valid', async () => expect(await answers.all()).toBe(''));

  it('the change log tells the same', async () => {
    const [first, ...others] = await Promise.all(readers.map((reader) => reader.changes()));
    for (const events of others) expect(events).toEqual(first);
    trace('changes', first);
  });
});

const writerOf = ({ since11 }: Step, writers: readonly Writer[], door: number): Writer => {
  const writer = writers[door] as Writer;
  return since11 && writer.version === '1.0' ? (writers[0] as Writer) : writer;
};

async function rootId(base: string): Promise<string> {
  const client = browserClient(`${base}/1.1/browser`, { user: 'admin', password: 'admin' });
  const { json } = await client.get({ path: '/' }, 'object', { succinct: true });
  return String((json as { readonly succinctProperties: Json }).succinctProperties['cmis:objectId']);
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** As text that is the same for every run: ids by name, and no times of this very moment. */
function anonymous(left: unknown, world: World): string {
  const names = new Map(world.entries().map(([name, id]) => [id.slice(0, 36), name]));
  const today = new RegExp(`"${new Date().toISOString().slice(0, 8)}[^"]*Z"`, 'g');
  return JSON.stringify(left)
    .replace(UUID, (uuid) => names.get(uuid) ?? 'id')
    .replace(today, '"now"');
}
