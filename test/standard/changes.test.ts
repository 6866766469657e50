import {
  properties,
  type Answer,
  type BrowserClient,
  type Fields,
  type Json,
  type ObjectAnswer,
} from '../cmis/browser/client';
import { outcome, startStandard, type Standard } from './fixtures';

interface Event {
  readonly succinctProperties: Json;
  readonly changeEventInfo: { readonly changeType: string; readonly changeTime: number };
  readonly policyIds?: unknown;
}
interface Page {
  readonly objects: readonly Event[];
  readonly hasMoreItems: boolean;
  readonly changeLogToken: string;
}

let standard: Standard;
let admin: BrowserClient;
let start: string;
let document: ObjectAnswer;
let deleted: ObjectAnswer;
beforeAll(async () => {
  standard = await startStandard();
  ({ admin } = standard);
  start = await latestToken();
  document = await standard.newDocument({ text: 'content' });
  await admin.make({ id: document.id }, 'update', properties({ 'cmis:description': 'described' }));
  await admin.post({ id: document.id }, 'applyACL', {
    'addACEPrincipal[0]': 'anna',
    'addACEPermission[0][0]': 'cmis:read',
  });
  const policy = await admin.make(
    'repository',
    'createPolicy',
    properties({ 'cmis:objectTypeId': 'cmis:policy', 'cmis:name': 'p' }),
  );
  await admin.post({ id: document.id }, 'applyPolicy', { policyId: policy.id });
  deleted = await standard.newDocument();
  await admin.post({ id: deleted.id }, 'delete');
});
afterAll(() => standard.close());

const info = async (): Promise<Json> =>
  ((await admin.get('repository', 'repositoryInfo')).json as Record<string, Json>)['-default-'] ?? {};
const latestToken = async (): Promise<string> => String((await info())['latestChangeLogToken']);
const get = (parameters: Fields = {}): Promise<Answer> =>
  admin.get('repository', 'contentChanges', { succinct: true, ...parameters });
const page = async (parameters?: Fields): Promise<Page> => (await get(parameters)).json as Page;
const eventsOf = async (id: string, parameters: Fields = {}): Promise<readonly Event[]> =>
  (await page(parameters)).objects.filter((event) => event.succinctProperties['cmis:objectId'] === id);
const kinds = async (id: string): Promise<readonly string[]> =>
  (await eventsOf(id)).map(({ changeEventInfo }) => changeEventInfo.changeType);

it('398: the repository info has the latest token', async () =>
  expect(await info()).toMatchObject({ latestChangeLogToken: expect.stringMatching(/./) as unknown }));

it('399: without a token the log starts with its first event', async () => {
  const [first] = (await page({ maxItems: 1 })).objects;
  const root = String((await info())['rootFolderId']);
  expect(first).toMatchObject({
    succinctProperties: { 'cmis:objectId': root },
    changeEventInfo: { changeType: 'created' },
  });
});

it('400: with a token the log starts with its event', async () => {
  const [event] = (await page({ changeLogToken: start, maxItems: 1 })).objects;
  expect(event?.succinctProperties['cmis:objectId']).toBe(standard.folder.id);
});

it('401: the token of a page repeats its last event', async () => {
  const first = await page({ maxItems: 3 });
  const second = await page({ maxItems: 3, changeLogToken: first.changeLogToken });
  expect(second.objects[0]).toEqual(first.objects.at(-1));
});

it('402: events are in the order of their times', async () => {
  const times = (await page()).objects.map(({ changeEventInfo }) => changeEventInfo.changeTime);
  expect(times).toEqual([...times].sort((a, b) => a - b));
});

it('403: every event has an object id and a type', async () => {
  for (const { succinctProperties, changeEventInfo } of (await page()).objects) {
    expect(succinctProperties['cmis:objectId']).toEqual(expect.stringMatching(/./));
    expect(['created', 'updated', 'deleted', 'security']).toContain(changeEventInfo.changeType);
  }
});

it.each<Fields>([{}, { includeProperties: false }, { includeProperties: false, filter: '*' }])(
  '404: without properties there is the id alone',
  async (fields) => {
    for (const { succinctProperties } of (await page(fields)).objects)
      expect(Object.keys(succinctProperties)).toEqual(['cmis:objectId']);
  },
);

it('405: policy ids come on demand', async () => {
  expect((await page()).objects.filter((event) => 'policyIds' in event)).toEqual([]);
  expect((await page({ includePolicyIds: true })).objects.filter((event) => 'policyIds' in event)).not.toEqual([]);
});

it('406: a token that the log does not hold is invalidArgument', async () =>
  expect(outcome(await get({ changeLogToken: `${start}0` }))).toBe('invalidArgument'));

it('407: maxItems is kept, and the page says that there are more', async () => {
  const some = await page({ maxItems: 2 });
  expect(some.objects).toHaveLength(2);
  expect(some.hasMoreItems).toBe(true);
  expect((await page()).hasMoreItems).toBe(false);
});

it.each([
  ['408: creating is logged', 'created', () => document],
  ['409: updating is logged', 'updated', () => document],
  ['410: deleting is logged', 'deleted', () => deleted],
  ['411: a change of the ACL is logged', 'security', () => document],
])('%s', async (_, kind, object) => expect(await kinds(object().id)).toContain(kind));

it('412: with properties an update shows the values', async () => {
  const events = await eventsOf(document.id, { includeProperties: true });
  const updated = events.find(({ changeEventInfo }) => changeEventInfo.changeType === 'updated');
  expect(updated?.succinctProperties).toMatchObject({
    'cmis:description': 'described',
    'cmis:name': expect.any(String) as unknown,
  });
});

it('413: no event carries content', async () => {
  const everything = { includeProperties: true, includePolicyIds: true, includeACL: true, filter: '*' };
  const { objects } = await page(everything);
  const known = ['succinctProperties', 'changeEventInfo', 'policyIds', 'exactACL', 'acl'];
  expect(objects.flatMap((event) => Object.keys(event)).filter((name) => !known.includes(name))).toEqual([]);
});

it('414: page after page the log has every change', async () => {
  const seen: string[] = [];
  let next: Page | undefined;
  while (!next || next.hasMoreItems) {
    const token = next?.changeLogToken;
    next = await page({ maxItems: 3, ...(token !== undefined && { changeLogToken: token }) });
    const events = next.objects.slice(token === undefined ? 0 : 1);
    seen.push(
      ...events.map((one) => `${one.changeEventInfo.changeType} ${String(one.succinctProperties['cmis:objectId'])}`),
    );
  }
  for (const event of ['created', 'updated', 'security']) expect(seen).toContain(`${event} ${document.id}`);
  expect(seen.filter((event) => event.endsWith(deleted.id))).toEqual([
    `created ${deleted.id}`,
    `deleted ${deleted.id}`,
  ]);
});

it('shows the rights and policies that an object was given as it was made or checked in', async () => {
  const policy = await admin.make(
    'repository',
    'createPolicy',
    properties({ 'cmis:objectTypeId': 'cmis:policy', 'cmis:name': 'given' }),
  );
  const given = {
    'policy[0]': policy.id,
    'addACEPrincipal[0]': 'anna',
    'addACEPermission[0][0]': 'cmis:read',
  };
  const made = await standard.newDocument({ fields: given });
  const plain = await standard.newDocument();
  const copy = await admin.make({ id: plain.id }, 'checkOut');
  const version = await admin.make({ id: copy.id }, 'checkIn', given);
  for (const { id } of [made, version]) {
    const events = await eventsOf(id, { includePolicyIds: true, includeACL: true });
    expect(events.find((event) => event.policyIds)?.policyIds).toEqual({ ids: [policy.id] });
    const { acl } = events.at(-1) as unknown as { readonly acl: { readonly aces: readonly Json[] } };
    expect(acl.aces).toContainEqual({
      principal: { principalId: 'anna' },
      permissions: ['cmis:read'],
      isDirect: true,
    });
  }
});

it('tells inherited rights from those that stand on the object', async () => {
  const folder = await standard.newFolder();
  await admin.post({ id: folder.id }, 'applyACL', {
    'addACEPrincipal[0]': 'anna',
    'addACEPermission[0][0]': 'cmis:write',
  });
  const below = await standard.newDocument({ in: folder.id });
  await admin.make({ id: below.id }, 'update', properties({ 'cmis:description': 'changed' }));
  const entry = (isDirect: boolean): Json => ({
    principal: { principalId: 'anna' },
    permissions: ['cmis:write'],
    isDirect,
  });
  const aclsOf = async (id: string): Promise<readonly unknown[]> =>
    (await eventsOf(id, { includeACL: true })).map((event) => (event as unknown as { readonly acl: unknown }).acl);
  expect((await aclsOf(folder.id)).at(-1)).toMatchObject({ aces: expect.arrayContaining([entry(true)]) as unknown });
  for (const acl of await aclsOf(below.id))
    expect(acl).toMatchObject({ aces: expect.arrayContaining([entry(false)]) as unknown });
});
