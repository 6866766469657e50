/**
 * One graph, every door: the same operations through each door and through doors in turn leave the same objects, and
 * every door shows them alike, property by property and right by right.
 */
import { browserClient, type Json } from './cmis/browser/client';
import { startTestServer, type TestServer } from './support/server';
import { laterComplaints, type Check } from './cmis/atompub/valid';
import { atomReader, atomWriter } from './one-graph/atom-door';
import { browserReader, browserWriter } from './one-graph/browser-door';
import type { Look, ObjectOrError, Reader, ShownObject, ShownProperties, ShownType, Writer } from './one-graph/door';
import { KNOWN, STORY, World, type Step } from './one-graph/story';

const DIALECTS = { cmis: '/cmis', alfresco: '/alfresco/api/-default-/public/cmis/versions' } as const;
type Dialect = keyof typeof DIALECTS;

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
      const look = await lookAlike({ readers, readersOfPerson, dialect }, world.id(name));
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

function readersAt(base: string, user: string, check: Check): readonly Reader[] {
  const credentials = { user, password: user };
  const atomUser = `${user}:${user}`;
  return [
    browserReader('browser binding', `${base}/1.1/browser`, credentials),
    atomReader('AtomPub 1.1', { base: `${base}/1.1/atom`, version: '1.1', user: atomUser, check }),
    atomReader('AtomPub 1.0', { base: `${base}/1.0/atom`, version: '1.0', user: atomUser, check }),
  ];
}

async function rootId(base: string): Promise<string> {
  const client = browserClient(`${base}/1.1/browser`, { user: 'admin', password: 'admin' });
  const { json } = await client.get({ path: '/' }, 'object', { succinct: true });
  return String((json as { readonly succinctProperties: Json }).succinctProperties['cmis:objectId']);
}

interface Doors {
  readonly readers: readonly Reader[];
  readonly readersOfPerson: readonly Reader[];
  readonly dialect: Dialect;
}

/** What the first door shows, when the others show the same. */
async function lookAlike({ readers, readersOfPerson, dialect }: Doors, id: string): Promise<unknown> {
  const [look, ...looks] = await Promise.all(readers.map((reader) => reader.look(id)));
  for (const [index, other] of looks.entries()) {
    const reader = readers[index + 1] as Reader;
    expect({ door: reader.name, ...other }).toEqual({ door: reader.name, ...lookBy(reader, dialect, look as Look) });
  }
  const [seen, ...others] = await Promise.all(readersOfPerson.map((reader) => reader.object(id)));
  for (const [index, other] of others.entries()) {
    const reader = readers[index + 1] as Reader;
    const expected = objectBy(reader, dialect, seen as ObjectOrError);
    expect({ door: reader.name, seen: other }).toEqual({ door: reader.name, seen: expected });
  }
  return { look, seen };
}

async function typeAlike(readers: readonly Reader[], dialect: Dialect, id: string): Promise<unknown> {
  const [type, ...types] = await Promise.all(readers.map((reader) => reader.type(id)));
  expect(types[0]).toEqual(type);
  const { typeMutability: _mutability, ...older } = type as ShownType;
  expect(types[1]).toEqual(typeIn10(older, dialect));
  return type;
}

/** As 1.0 shows a type: without what 1.1 added, and secondary types as policies. */
function typeIn10(type: ShownType, dialect: Dialect): unknown {
  const definitions = Object.entries(type['propertyDefinitions'] as Readonly<Record<string, unknown>>);
  const kept = Object.fromEntries(definitions.filter(([id]) => !HIDDEN_IN_1_0[dialect].has(id)));
  if (type['baseId'] !== 'cmis:secondary') return { ...type, propertyDefinitions: kept };
  const inherited = expect.objectContaining({ ...kept }) as unknown;
  return {
    ...type,
    baseId: 'cmis:policy',
    parentId: 'P:cmisext:aspects',
    creatable: 'false',
    propertyDefinitions: inherited,
  };
}

const SECONDARY = 'cmis:secondaryObjectTypeIds';
const HIDDEN_IN_1_0: Readonly<Record<Dialect, ReadonlySet<string>>> = {
  cmis: new Set(['cmis:description', SECONDARY, 'cmis:isPrivateWorkingCopy']),
  // Alfresco shows descriptions in 1.0 too.
  alfresco: new Set([SECONDARY, 'cmis:isPrivateWorkingCopy']),
};

/** What a door has to show of what the browser binding shows: all but what its binding or version does not have. */
function shownBy(reader: Reader, dialect: Dialect, properties: ShownProperties): ShownProperties {
  if (reader.version === '1.1') return properties;
  return Object.fromEntries(Object.entries(properties).filter(([id]) => !HIDDEN_IN_1_0[dialect].has(id)));
}

function objectBy(reader: Reader, dialect: Dialect, object: ObjectOrError): ObjectOrError {
  if (typeof object === 'string') return object;
  if (isHidden(reader, object)) return 'objectNotFound';
  return shownObjectBy(reader, dialect, object);
}

function shownObjectBy(reader: Reader, dialect: Dialect, object: ShownObject): ShownObject {
  const { allowableActions, acl, exactACL, ...others } = object;
  const unknown = reader.version === '1.0' ? ['canCreatePolicy', 'canCreateItem'] : ['canCreatePolicy'];
  const secondary = object.properties[SECONDARY];
  const names = { queryName: '', localName: '', displayName: '' };
  return {
    ...others,
    properties: {
      ...shownBy(reader, dialect, object.properties),
      // As aspects, which have no names.
      ...(reader.version === '1.0' && { [SECONDARY]: { type: 'id', ...names, values: secondary?.values ?? [] } }),
    },
    // The schema of 1.0 has no empty list of entries.
    ...(acl && exactACL !== undefined && (reader.version === '1.1' || acl.length > 0) && { acl, exactACL }),
    ...(allowableActions && {
      allowableActions: Object.fromEntries(
        Object.entries(allowableActions).filter(([action]) => !unknown.includes(action)),
      ),
    }),
    relationships: object.relationships.map((each) => shownObjectBy(reader, dialect, each)),
  };
}

const isHidden = (reader: Reader, object: ShownObject): boolean =>
  reader.version === '1.0' && object.properties['cmis:baseTypeId']?.values[0] === 'cmis:item';

function lookBy(reader: Reader, dialect: Dialect, look: Look): Look {
  const object = objectBy(reader, dialect, look.object);
  if (typeof object === 'string') return { object };
  const shown = (one: ShownObject): ShownObject => shownObjectBy(reader, dialect, one);
  const pairs = (list: Look['children']): Look['children'] =>
    list?.filter(([, one]) => !isHidden(reader, one)).map(([segment, one]) => [segment, shown(one)]);
  return {
    object,
    ...(look.content !== undefined && { content: look.content }),
    ...(look.versions && { versions: look.versions.map(shown) }),
    ...(look.children && { children: pairs(look.children) }),
    ...(look.parents && { parents: pairs(look.parents) }),
    ...(look.policies && { policies: look.policies.map(shown) }),
  } as Look;
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
