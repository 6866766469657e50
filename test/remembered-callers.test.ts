/** What one person has just been shown is never shown to another, whatever the door and the list. */
import { alfrescoClient, basic } from './alfresco/client';
import { startAlfresco, type AlfrescoServer } from './alfresco/server';
import { browserClient, type BrowserClient, type Json } from './cmis/browser/client';
import { atomClient, entriesOf, numItemsOf, titlesOf } from './cmis/atompub/client';
import { whileUnmoved } from './support/unmoved';

type Person = 'anna' | 'berta';
const PEOPLE: readonly Person[] = ['anna', 'berta'];
const ENTRIES = 'include=path,isFavorite,allowableOperations';
const EVERYTHING = 'includeAllowableActions=true&includeACL=true&includeRelationships=both&includePathSegment=true';

let server: AlfrescoServer;
/** `upper` is anna's alone, and in it `inner` everybody's, with one document for both, one for anna and two for berta. */
let inner: string;
let both: string;

beforeAll(async () => {
  server = await startAlfresco(PEOPLE);
  const upper = await made('-root-', { name: 'upper', nodeType: 'cm:folder' }, ['anna']);
  inner = await made(upper, { name: 'inner', nodeType: 'cm:folder' }, PEOPLE);
  both = await made(inner, { name: 'both', nodeType: 'cm:content' }, PEOPLE);
  for (const person of PEOPLE) await made(inner, { name: `of ${person}`, nodeType: 'cm:content' }, [person]);
  await made(inner, { name: 'too of berta', nodeType: 'cm:content' }, ['berta']);
  await server.as('anna').make('/people/-me-/favorites', { target: { file: { guid: both } } });
});
afterAll(() => server.close());

async function made(parent: string, node: Json, readers: readonly string[]): Promise<string> {
  const admin = server.as('admin');
  const { id } = await admin.make(`/nodes/${parent}/children`, node);
  const locallySet = readers.map((authorityId) => ({ authorityId, name: 'Consumer' }));
  const permissions = { isInheritanceEnabled: false, locallySet };
  expect((await admin.put(`/nodes/${String(id)}`, { permissions })).status).toBe(200);
  return String(id);
}

const browserOf = (user: Person): BrowserClient =>
  browserClient(`${server.url}/cmis/1.1/browser/-default-`, { user, password: user });
const objectsOf = (objects: unknown): readonly unknown[] =>
  (objects as readonly Json[]).map((each) => {
    const shown = (each['object'] ?? each) as Json;
    return (shown['succinctProperties'] as Json)['cmis:name'];
  });
const ofPerson = (person: Person): readonly string[] =>
  person === 'anna' ? ['both', 'of anna'] : ['both', 'of berta', 'too of berta'];
const countOf = (person: Person): number => ofPerson(person).length;

interface Reading {
  readonly read: (person: Person) => Promise<unknown>;
  readonly expected: (person: Person) => unknown;
}

const QUERY = (): string => `SELECT cmis:name FROM cmis:document WHERE IN_FOLDER('${inner}') ORDER BY cmis:name`;

async function query(person: Person, maxItems: number): Promise<Json> {
  const answer = await browserOf(person).get('repository', 'query', { q: QUERY(), succinct: true, maxItems });
  return answer.json as Json;
}

async function nodes(person: Person, path: string): Promise<readonly Json[]> {
  const { status, entries } = await alfrescoClient(server.url, basic(person, person)).get(path);
  expect(status).toBe(200);
  return entries;
}

const READINGS: Readonly<Record<string, Reading>> = {
  'children through the browser binding': {
    read: async (person) => {
      const answer = await browserOf(person).fetch(
        `${server.url}/cmis/1.1/browser/-default-/root?objectId=${inner}&cmisselector=children&succinct=true`,
      );
      const { objects, numItems } = answer.json as Json;
      return [objectsOf(objects), numItems];
    },
    expected: (person) => [ofPerson(person), countOf(person)],
  },
  'children through the browser binding, with all that belongs to them': {
    read: async (person) => {
      const answer = await browserOf(person).fetch(
        `${server.url}/cmis/1.1/browser/-default-/root?objectId=${inner}&cmisselector=children&succinct=true&${EVERYTHING}`,
      );
      return objectsOf((answer.json as Json)['objects']);
    },
    expected: ofPerson,
  },
  'children through AtomPub': {
    read: async (person) => {
      const client = atomClient(`${server.url}/cmis/1.1/atom/-default-`, `${person}:${person}`);
      const { root } = await client.get(`/children?id=${inner}`);
      return [titlesOf(root), numItemsOf(root)];
    },
    expected: (person) => [ofPerson(person), String(countOf(person))],
  },
  'children through the v1 API': {
    read: async (person) => (await nodes(person, `/nodes/${inner}/children`)).map(({ name }) => name),
    expected: ofPerson,
  },
  'a query': {
    read: async (person) => objectsOf((await query(person, 10))['results']),
    expected: ofPerson,
  },
  'a query through AtomPub': {
    read: async (person) => {
      const client = atomClient(`${server.url}/cmis/1.1/atom/-default-`, `${person}:${person}`);
      return entriesOf((await client.get(`/query?q=${encodeURIComponent(QUERY())}`)).root).length;
    },
    expected: countOf,
  },
  'the count of a query': {
    read: async (person) => (await query(person, 0))['numItems'],
    expected: countOf,
  },
  'a query of the document of one': {
    read: async (person) => {
      const q = `SELECT cmis:name FROM cmis:document WHERE cmis:name = 'of anna'`;
      const { json } = await browserOf(person).get('repository', 'query', { q, succinct: true });
      const counted = await browserOf(person).get('repository', 'query', { q, maxItems: 0 });
      return [objectsOf((json as Json)['results']), (counted.json as Json)['numItems']];
    },
    expected: (person) => (person === 'anna' ? [['of anna'], 1] : [[], 0]),
  },
  'folders above, as the path shows them': {
    read: async (person) => {
      const [first] = await nodes(person, `/nodes/${inner}/children?${ENTRIES}&maxItems=1`);
      const { name, isComplete, elements } = first?.['path'] as Json;
      return [name, isComplete, (elements as readonly Json[]).map((element) => element['name'])];
    },
    expected: (person) =>
      person === 'anna'
        ? ['/Company Home/upper/inner', true, ['Company Home', 'upper', 'inner']]
        : ['/inner', false, ['inner']],
  },
  favourites: {
    read: async (person) => {
      const [first] = await nodes(person, `/nodes/${inner}/children?${ENTRIES}&maxItems=1`);
      return [first?.['id'] === both, first?.['isFavorite']];
    },
    expected: (person) => [true, person === 'anna'],
  },
};

describe.each(Object.entries(READINGS))('%s', (_name, { read, expected }) => {
  it.each([['anna', 'berta'] as const, ['berta', 'anna'] as const])(
    'are those of each, when %s asks before %s, and both again',
    async (one, other) => {
      await whileUnmoved(server.databaseUrl, async () => {
        for (const person of [one, one, other, other, one]) {
          expect([person, await read(person)]).toEqual([person, expected(person)]);
        }
      });
    },
  );
});
