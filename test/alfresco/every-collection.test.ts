/** What every collection of the table does: pages, fields, the entity that it belongs to; and what holds in every answer. */
import type { Operation } from '../../src/alfresco/framework/operation';
import { OPERATIONS } from '../../src/alfresco/operations';
import { errorOf, type AlfrescoClient, type ApiAnswer, type Json } from './client';
import { makeCollections, type Collection } from './collection-world';
import { startAlfresco, type AlfrescoServer } from './server';

const named = (operations: readonly Operation[]) =>
  operations.map((one) => [`${one.method} ${one.path}`, one] as const);

/** Auditing is off, and there are no sets of rules, which these operations answer instead. */
const isRefused = ({ path }: Operation): boolean => path.includes('audit-') || path.includes('{ruleSetId}');
const COLLECTIONS = OPERATIONS.filter((one) => one.parameters['maxItems'] !== undefined && !isRefused(one));

let server: AlfrescoServer;
let anna: AlfrescoClient;
let collections: Readonly<Record<string, Collection>> = {};

beforeAll(async () => {
  server = await startAlfresco(['anna']);
  anna = server.as('anna');
  collections = await makeCollections(server);
});
afterAll(() => server.close());

/** With further parameters, as `a=b&c=d`. */
function list({ path, as }: Collection, more: string): Promise<ApiAnswer> {
  return server.as(as ?? 'anna').get(`${path}${path.includes('?') ? '&' : '?'}${more}`);
}

/** Of the entity above; undefined where the operations have none. */
function parentOf({ path, api }: Operation): Operation | undefined {
  const above = path.slice(0, path.lastIndexOf('/'));
  const isBelow = path.slice(above.length + 1).startsWith('{') ? undefined : above;
  return OPERATIONS.find((one) => one.method === 'GET' && one.api === api && one.path === isBelow);
}

it('every collection is tried here', () => {
  const untried = COLLECTIONS.filter(({ id }) => collections[id] === undefined);
  expect(untried.map(({ id }) => id)).toEqual([]);
});

describe.each(named(COLLECTIONS))('%s', (_name, operation) => {
  const collection = (): Collection => collections[operation.id] ?? { path: operation.path };
  let all: readonly Json[] = [];
  let whole: ApiAnswer;

  beforeAll(async () => {
    whole = await list(collection(), 'maxItems=1000&skipCount=0');
    all = whole.entries;
  });

  it('answers what there is, and says how much', () => {
    const { least = 3 } = collection();
    expect(whole.status).toBe(200);
    expect(all.length).toBeGreaterThanOrEqual(least);
    expect(whole.pagination).toEqual({
      count: all.length,
      hasMoreItems: false,
      ...(whole.pagination['totalItems'] !== undefined && { totalItems: all.length }),
      skipCount: 0,
      maxItems: 1000,
    });
  });

  it('answers no more than maxItems, 100 where it is absent', async () => {
    const { status, entries, pagination } = await list(collection(), 'maxItems=1');
    expect([status, entries]).toEqual([200, all.slice(0, 1)]);
    expect(pagination).toMatchObject({
      count: entries.length,
      hasMoreItems: all.length > 1,
      skipCount: 0,
      maxItems: 1,
    });
    const usual = await list(collection(), '');
    expect(usual.pagination).toMatchObject({ count: Math.min(all.length, 100), maxItems: 100, skipCount: 0 });
  });

  it('makes no page of more than 10 000, and says so', async () => {
    const { status, entries, pagination } = await list(collection(), 'maxItems=2147483647');
    expect([status, entries.length, pagination['maxItems']]).toEqual([200, all.length, 10_000]);
  });

  it('leaves out as many as skipCount says', async () => {
    const { entries, pagination } = await list(collection(), 'skipCount=1&maxItems=2');
    expect(entries).toEqual(all.slice(1, 3));
    expect(pagination).toMatchObject({ hasMoreItems: all.length > 3, skipCount: 1, maxItems: 2 });
    const beyond = await list(collection(), `skipCount=${all.length + 5}`);
    expect([beyond.status, beyond.entries, beyond.pagination['hasMoreItems']]).toEqual([200, [], false]);
  });

  it('answers the members that fields names', async () => {
    const [member = 'id'] = Object.keys(all[0] ?? {});
    const { status, entries } = await list(collection(), `maxItems=2&fields=${member},nothing`);
    expect([status, entries]).toEqual([200, all.slice(0, 2).map((one) => ({ [member]: one[member] }))]);
  });

  it('answers the entity that it belongs to with includeSource alone', async () => {
    const sourceOf = ({ json }: ApiAnswer): unknown => (json['list'] as Json)['source'];
    expect(sourceOf(whole)).toBeUndefined();
    const source = sourceOf(await list(collection(), 'includeSource=TRUE&maxItems=1'));
    const parent = parentOf(operation);
    if (!parent) return expect(source).toBeUndefined();
    const { path, as } = collection();
    const whose = path.slice(0, path.lastIndexOf('/'));
    const { entry } = await server.as(as ?? 'anna').get(whose);
    expect((source as Json)['id']).toEqual(entry['id']);
  });

  it('answers each of its entries alone, too', async () => {
    const one = OPERATIONS.find(
      ({ method, path, api }) =>
        method === 'GET' && api === operation.api && path.replace(/\/\{\w+\}$/, '') === operation.path,
    );
    const [first] = all;
    if (!one || one.path === operation.path || !first) return;
    const { path, as } = collection();
    const id = String(first['folderId'] ?? first['targetGuid'] ?? first['id']);
    const alone = await server.as(as ?? 'anna').get(`${path}/${encodeURIComponent(id)}`);
    expect(alone.status).toBe(200);
    expect(alone.entry).toMatchObject(first['folderId'] === undefined ? { ...first } : { id: first['id'] });
    expect(strangeDates(alone.json)).toEqual([]);
    const [member = 'id'] = Object.keys(first);
    const reduced = await server.as(as ?? 'anna').get(`${path}/${encodeURIComponent(id)}?fields=${member}`);
    expect(reduced.entry).toEqual({ [member]: alone.entry[member] });
  });

  it('writes all dates as clients of this API read them', () => {
    expect(strangeDates(whole.json)).toEqual([]);
  });
});

/** Texts that begin as dates do and are not in the one form that this API has. */
function strangeDates(value: unknown): readonly string[] {
  if (typeof value === 'string') {
    const isStrange = /^\d{4}-\d\d-\d\dT/.test(value) && !/^.{10}T\d\d:\d\d:\d\d\.\d{3}\+0000$/.test(value);
    return isStrange ? [value] : [];
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strangeDates) : [];
}

const OF_PEOPLE = OPERATIONS.filter(({ path }) => path.includes('{personId}'));

describe.each(named(OF_PEOPLE))('%s', (_name, { method, path, body, access }) => {
  it('takes -me- for the caller', async () => {
    const address = (person: string): string =>
      path.replace('{personId}', person).replace(/\{\w+\}/g, () => 'not-there');
    const call = (person: string): Promise<ApiAnswer> =>
      anna.fetch(address(person), {
        method,
        ...(body && { body: '{}', headers: { 'Content-Type': 'application/json' } }),
      });
    const told = async (person: string): Promise<unknown> => {
      const answer = await call(person);
      const { statusCode, errorKey, summary } = errorOf(answer);
      return { status: answer.status, statusCode, errorKey, summary, list: answer.json['list'], entry: answer.entry };
    };
    const [mine, shouted, own] = [await told('-me-'), await told('-ME-'), await told('anna')];
    expect(mine).toEqual(own);
    expect(shouted).toEqual(own);
    expect(access === 'anyone' || !JSON.stringify(own).includes('-me-')).toBe(true);
  });
});
