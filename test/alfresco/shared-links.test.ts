import { openDatabase } from '../../src/postgres/connection/database';
import { principalDirectory } from '../../src/postgres/directory/principals';
import { type AlfrescoClient, type Json } from './client';
import { eventually } from './renditions';
import { startAlfresco, type AlfrescoServer } from './server';

const PEOPLE = ['anna', 'paul', 'cora', 'dora', 'emil', 'fred'] as const;
type Name = (typeof PEOPLE)[number];

let server: AlfrescoServer;
let stranger: AlfrescoClient;
const as = (name: Name): AlfrescoClient => server.as(name);
let count = 0;
const LINKS = '/shared-links';

beforeAll(async () => {
  server = await startAlfresco(PEOPLE);
  stranger = server.stranger;
});
afterAll(() => server.close());

/** A file of anna's that these have a role on. */
async function file(roles: Readonly<Partial<Record<Name, string>>> = {}, owner: Name = 'anna'): Promise<string> {
  const form = new FormData();
  form.set('filedata', new Blob([`content of ${++count}`]), `s${count}.txt`);
  form.set('cm:title', 'Title');
  const { id } = await as(owner).make('/nodes/-my-/children', form);
  const locallySet = Object.entries(roles).map(([authorityId, name]) => ({ authorityId, name }));
  const permissions = { isInheritanceEnabled: false, locallySet };
  expect((await as(owner).put(`/nodes/${String(id)}`, { permissions })).status).toBe(200);
  return String(id);
}
const share = async (nodeId: string, who: Name = 'anna', more: Json = {}): Promise<string> =>
  String((await as(who).make(LINKS, { nodeId, ...more }))['id']);
const later = (ms: number): string => new Date(Date.now() + ms).toISOString().replace('Z', '+0000');
/** What the node says of being shared. */
async function shownAsShared(nodeId: string): Promise<readonly string[]> {
  const { properties, aspectNames } = (await as('anna').get(`/nodes/${nodeId}`)).entry as {
    readonly properties?: Json;
    readonly aspectNames?: readonly string[];
  };
  return [...Object.keys(properties ?? {}), ...(aspectNames ?? [])].filter((name) => name.startsWith('qshare:'));
}
const date = expect.stringMatching(/\+0000$/) as string;

async function inDatabase<T>(work: (database: ReturnType<typeof openDatabase>) => Promise<T>): Promise<T> {
  const database = openDatabase({ url: server.databaseUrl, connections: 1 });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

it('a link is shown to who makes it', async () => {
  const nodeId = await file();
  const before = (await as('anna').get(`/nodes/${nodeId}`)).entry;
  const { status, entry } = await as('anna').post(LINKS, { nodeId });
  expect(status).toBe(201);
  expect(entry).toEqual({
    id: expect.stringMatching(/^[\w-]{22}$/) as string,
    nodeId,
    name: `s${count}.txt`,
    title: 'Title',
    content: {
      mimeType: 'text/plain',
      mimeTypeName: 'Plain Text',
      sizeInBytes: 11 + String(count).length,
      encoding: 'UTF-8',
    },
    modifiedAt: before['modifiedAt'],
    modifiedByUser: { id: 'anna', displayName: 'anna' },
    sharedByUser: { id: 'anna', displayName: 'anna' },
  });
  const after = (await as('anna').get(`/nodes/${nodeId}`)).entry;
  expect(after).toMatchObject({
    modifiedAt: before['modifiedAt'],
    properties: { 'qshare:sharedId': entry['id'], 'qshare:sharedBy': 'anna' },
  });
  expect(after['aspectNames']).toContain('qshare:shared');
});

it('a stranger sees the document, and nothing of where and whose it is', async () => {
  const nodeId = await file();
  const id = await share(nodeId);
  const { status, entry } = await stranger.get(`${LINKS}/${id}?include=path,allowableOperations,properties`);
  expect(status).toBe(200);
  expect(entry).toMatchObject({
    id,
    nodeId,
    modifiedByUser: { displayName: 'anna' },
    sharedByUser: { displayName: 'anna' },
  });
  expect(JSON.stringify(entry)).not.toContain('"id":"anna"');
  expect(Object.keys(entry)).not.toEqual(expect.arrayContaining(['path']));
  expect(entry['allowableOperations']).toBeUndefined();
  expect((await as('cora').get(`${LINKS}/${id}`)).entry).toMatchObject({ sharedByUser: { id: 'anna' } });
  expect((await stranger.get(`${LINKS}/${id}/renditions`)).entries).toEqual([]);
});

it('a stranger reads the content, whole, in part, and not twice', async () => {
  const id = await share(await file());
  const path = `${LINKS}/${id}/content`;
  const whole = await stranger.get(path);
  expect([whole.status, whole.text]).toEqual([200, `content of ${count}`]);
  expect(whole.headers.get('content-disposition')).toContain('attachment');
  expect((await stranger.get(`${path}?attachment=false`)).headers.get('content-disposition')).toMatch(
    /^(inline|attachment)/,
  );
  const part = await stranger.get(path, { Range: 'bytes=0-6' });
  expect([part.status, part.text]).toEqual([206, 'content']);
  const again = await stranger.get(path, { 'If-None-Match': String(whole.headers.get('etag')) });
  expect(again.status).toBe(304);
});

it('a link opens one document and no other', async () => {
  const [shared, other] = [await file(), await file()];
  const id = await share(shared);
  expect((await stranger.get(`/nodes/${shared}`)).status).toBe(401);
  expect((await stranger.get(`/nodes/${shared}/content`)).status).toBe(401);
  for (const wrong of [other, shared, 'x', id.slice(0, -1), `${id}x`, '%00', 'x'.repeat(3_000)]) {
    const answers = [await stranger.get(`${LINKS}/${wrong}`), await stranger.get(`${LINKS}/${wrong}/content`)];
    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
  }
  expect((await stranger.get(LINKS)).status).toBe(401);
  expect((await stranger.delete(`${LINKS}/${id}`)).status).toBe(401);
});

describe('the end of a link', () => {
  const gone = async (id: string): Promise<void> => {
    const answers = [await stranger.get(`${LINKS}/${id}`), await stranger.get(`${LINKS}/${id}/content`)];
    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
  };

  it('is the time that was set', async () => {
    const nodeId = await file();
    const id = await share(nodeId, 'anna', { expiresAt: later(60_000) });
    expect((await stranger.get(`${LINKS}/${id}`)).entry['expiresAt']).toEqual(date);
    await inDatabase((database) =>
      database.run({ text: 'update shared_links set expires = now() where id = $1' }, [id]),
    );
    await gone(id);
    const { entries } = await as('anna').get(`${LINKS}?maxItems=1000`);
    expect(entries.map((entry) => entry['id'])).not.toContain(id);
    const next = await share(nodeId);
    expect(next).not.toBe(id);
    await gone(id);
    expect((await stranger.get(`${LINKS}/${next}`)).status).toBe(200);
  });

  it.each([
    ['of who shared it', true],
    ['of who shared it and may log in no more', false],
  ])('%s is shown on the document, too, when its time is over', async (_whose, enabled) => {
    const nodeId = await file({ fred: 'Consumer' });
    const before = (await as('anna').get(`/nodes/${nodeId}`)).entry;
    const id = await share(nodeId, 'fred', { expiresAt: later(60_000) });
    expect(await shownAsShared(nodeId)).toContain('qshare:expiryDate');
    await inDatabase(async (database) => {
      await principalDirectory({ database }).updatePerson('fred', { enabled });
      // Sooner than that.
      await database.run({ text: 'update shared_links set expires = now() where id = $1' }, [id]);
      await database.run({ text: `update jobs set run_at = now() where kind = 'link-end' and key = $1` }, [id]);
    });
    await eventually(async () => ((await shownAsShared(nodeId)).length === 0 ? true : undefined));
    await gone(id);
    expect((await as('anna').get(`/nodes/${nodeId}`)).entry['modifiedAt']).toBe(before['modifiedAt']);
  });

  it('is shown on what comes out of the trash after it', async () => {
    const nodeId = await file();
    const id = await share(nodeId, 'anna', { expiresAt: later(1_000) });
    expect((await as('anna').delete(`/nodes/${nodeId}`)).status).toBe(204);
    await inDatabase(async (database) => {
      const job = { text: `select id from jobs where kind = 'link-end' and key = $1` };
      await eventually(async () => ((await database.run(job, [id])).length === 0 ? true : undefined));
    });
    expect((await as('anna').post(`/deleted-nodes/${nodeId}/restore`)).status).toBe(200);
    await eventually(async () => ((await shownAsShared(nodeId)).length === 0 ? true : undefined));
  });

  it('is not that of a later link', async () => {
    const nodeId = await file();
    const first = await share(nodeId, 'anna', { expiresAt: later(60_000) });
    expect((await as('anna').delete(`${LINKS}/${first}`)).status).toBe(204);
    const second = await share(nodeId);
    const jobs = await inDatabase((database) =>
      database.run({ text: `select key from jobs where kind = 'link-end' and key = any ($1::text[])` }, [
        [first, second],
      ]),
    );
    expect(jobs).toEqual([]);
  });

  it('comes when it is deleted', async () => {
    const nodeId = await file();
    const id = await share(nodeId);
    expect((await as('anna').delete(`${LINKS}/${id}`)).status).toBe(204);
    await gone(id);
    expect((await as('anna').delete(`${LINKS}/${id}`)).status).toBe(404);
    expect(await shownAsShared(nodeId)).toEqual([]);
    expect(await share(nodeId)).not.toBe(id);
  });

  it('comes with the document, and goes with it out of the trash', async () => {
    const nodeId = await file();
    const id = await share(nodeId);
    await as('anna').delete(`/nodes/${nodeId}`);
    await gone(id);
    expect((await as('anna').post(`/deleted-nodes/${nodeId}/restore`)).status).toBe(200);
    expect((await stranger.get(`${LINKS}/${id}/content`)).status).toBe(200);
    expect((await as('anna').delete(`/nodes/${nodeId}?permanent=true`)).status).toBe(204);
    await gone(id);
  });

  it('comes when the one who shared it may not read the document any more', async () => {
    const nodeId = await file({ paul: 'Consumer' });
    const id = await share(nodeId, 'paul');
    expect((await stranger.get(`${LINKS}/${id}`)).status).toBe(200);
    const permissions = { isInheritanceEnabled: false, locallySet: [] };
    expect((await as('anna').put(`/nodes/${nodeId}`, { permissions })).status).toBe(200);
    await gone(id);
  });

  it.each([
    ['whose time is over', `update shared_links set expires = now() where id = $1`],
    ['of whom may log in no more', `update principals set enabled = false where name = 'emil'`],
  ] as const)('of a link %s is not that of sharing the document', async (_whose, text) => {
    const nodeId = await file({ emil: 'Consumer' });
    const id = await share(nodeId, 'emil');
    await inDatabase((database) => database.run({ text }, text.includes('$1') ? [id] : []));
    await gone(id);
    expect((await as('cora').delete(`${LINKS}/${id}`)).status).toBe(404);
    expect((await as('anna').delete(`${LINKS}/${id}`)).status).toBe(204);
    expect(await shownAsShared(nodeId)).toEqual([]);
    expect((await stranger.get(`${LINKS}/${await share(nodeId)}`)).status).toBe(200);
  });

  it('comes when the account of the one who shared it is disabled', async () => {
    const id = await share(await file({}, 'dora'), 'dora');
    await inDatabase((database) => principalDirectory({ database }).updatePerson('dora', { enabled: false }));
    await gone(id);
  });
});

describe('the aspect of what is shared', () => {
  const putAspects = (
    nodeId: string,
    aspectNames: readonly string[],
    who: Name = 'anna',
  ): ReturnType<AlfrescoClient['put']> => as(who).put(`/nodes/${nodeId}`, { aspectNames });
  const linkOf = ({ entry }: { readonly entry: Json }): string =>
    String((entry['properties'] as Json | undefined)?.['qshare:sharedId']);

  it('makes the link when it is given, and deletes it when it is taken away', async () => {
    const nodeId = await file();
    const made = await putAspects(nodeId, ['cm:titled', 'qshare:shared']);
    expect(made.entry).toMatchObject({
      aspectNames: expect.arrayContaining(['cm:titled', 'qshare:shared']) as unknown,
      properties: { 'cm:title': 'Title', 'qshare:sharedBy': 'anna' },
    });
    const id = linkOf(made);
    expect((await stranger.get(`${LINKS}/${id}/content`)).status).toBe(200);
    expect(linkOf(await putAspects(nodeId, ['cm:titled', 'qshare:shared', 'cm:author']))).toBe(id);
    expect((await as('anna').put(`/nodes/${nodeId}`, { properties: { 'cm:author': 'A' } })).status).toBe(200);
    expect((await stranger.get(`${LINKS}/${id}`)).status).toBe(200);

    expect((await putAspects(nodeId, ['cm:titled'])).status).toBe(200);
    expect(await shownAsShared(nodeId)).toEqual([]);
    expect((await stranger.get(`${LINKS}/${id}`)).status).toBe(404);
  });

  it('does not give a link that has ended another life', async () => {
    const nodeId = await file();
    const id = await share(nodeId);
    await inDatabase((database) =>
      database.run({ text: 'update shared_links set expires = now() where id = $1' }, [id]),
    );
    expect(linkOf(await putAspects(nodeId, ['cm:titled', 'qshare:shared']))).toBe(id);
    expect((await stranger.get(`${LINKS}/${id}`)).status).toBe(404);
    await putAspects(nodeId, []);
    expect(await shownAsShared(nodeId)).toEqual([]);
  });

  it('is for files, and for whom may make links', async () => {
    const folder = await as('anna').make('/nodes/-my-/children', { name: `a${++count}`, nodeType: 'cm:folder' });
    expect((await putAspects(String(folder['id']), ['qshare:shared'])).status).toBe(400);
    const read = await file({ paul: 'Consumer' });
    expect((await putAspects(read, ['qshare:shared', 'cm:author'], 'paul')).status).toBe(403);
    await share(read);
    expect((await putAspects(read, [], 'paul')).status).toBe(403);
    expect(await shownAsShared(read)).not.toEqual([]);
  });
});

it('a document keeps its link through its versions and places', async () => {
  const nodeId = await file();
  const id = await share(nodeId);
  await as('anna').fetch(`/nodes/${nodeId}/content?majorVersion=true`, { method: 'PUT', body: 'newer' });
  const folder = await as('anna').make('/nodes/-my-/children', { name: `in${++count}`, nodeType: 'cm:folder' });
  expect((await as('anna').post(`/nodes/${nodeId}/move`, { targetParentId: folder['id'] })).status).toBe(200);
  expect((await stranger.get(`${LINKS}/${id}/content`)).text).toBe('newer');
});

it('a copy is not shared', async () => {
  const nodeId = await file();
  await share(nodeId);
  const home = String((await as('anna').get('/nodes/-my-')).entry['id']);
  const copy = await as('anna').make(`/nodes/${nodeId}/copy`, { targetParentId: home, name: `copy${count}` });
  expect((copy['properties'] ?? {}) as Json).not.toHaveProperty('qshare:sharedId');
});

it.each([
  ['a folder', async () => ({ nodeId: (await as('anna').get('/nodes/-my-')).entry['id'] }), 400],
  ['an unknown node', () => Promise.resolve({ nodeId: '00000000-0000-4000-8000-000000000000' }), 404],
  ['what is no id', () => Promise.resolve({ nodeId: 'x' }), 404],
  ['nothing', () => Promise.resolve({}), 400],
  ['an end in the past', async () => ({ nodeId: await file(), expiresAt: later(-1_000) }), 400],
  ['an end that is no date', async () => ({ nodeId: await file(), expiresAt: 'soon' }), 400],
  ['what may not be read', async () => ({ nodeId: await file({}, 'paul') }), 404],
] as const)('%s is refused', async (_what, body, status) => {
  expect((await as('anna').post(LINKS, await body())).status).toBe(status);
});

it('a document is shared once, and several all or none', async () => {
  const [one, two] = [await file(), await file()];
  const made = await as('anna').post(LINKS, [{ nodeId: one }, { nodeId: two, expiresAt: later(3_600_000) }]);
  expect([made.status, made.entries.map((entry) => entry['nodeId'])]).toEqual([201, [one, two]]);
  expect((await as('anna').post(LINKS, { nodeId: one })).status).toBe(409);
  const three = await file();
  expect((await as('anna').post(LINKS, [{ nodeId: three }, { nodeId: one }])).status).toBe(409);
  expect(await share(three)).toBeDefined();
});

it.each([
  ['Consumer', 403],
  ['Editor', 204],
  ['Coordinator', 204],
])('a %s who has not shared it gets %i for deleting the link', async (role, status) => {
  const id = await share(await file({ paul: role }));
  expect((await as('paul').delete(`${LINKS}/${id}`)).status).toBe(status);
  expect((await stranger.get(`${LINKS}/${id}`)).status).toBe(status === 204 ? 404 : 200);
});

it('who may not see the document does not learn of its link', async () => {
  const id = await share(await file());
  expect((await as('cora').delete(`${LINKS}/${id}`)).status).toBe(404);
});

it('who reads may share, and takes it back', async () => {
  const id = await share(await file({ paul: 'Consumer' }), 'paul');
  expect((await as('paul').delete(`${LINKS}/${id}`)).status).toBe(204);
});

describe('the list', () => {
  const made: string[] = [];
  const list = async (who: Name, query: string): Promise<readonly unknown[]> => {
    const { entries } = await as(who).get(`${LINKS}?${query}`);
    return entries.map((entry) => made.indexOf(String(entry['id']))).filter((index) => index >= 0);
  };

  beforeAll(async () => {
    made.push(await share(await file({ cora: 'Consumer' })));
    made.push(await share(await file({}, 'cora'), 'cora'));
    made.push(await share(await file({ cora: 'Consumer' }), 'cora'));
  });

  it.each([
    ['', [2, 1, 0]],
    ["where=(sharedByUser='-me-')", [2, 1]],
    ["where=(sharedByUser='anna')", [0]],
    ['where=(sharedByUser=nobody)', []],
    ['maxItems=1&skipCount=1', [1]],
  ])('?%s', async (query, expected) => {
    expect(await list('cora', query)).toEqual(expected);
  });

  it('counts what the caller may see', async () => {
    expect((await as('cora').get(`${LINKS}?maxItems=1`)).pagination).toMatchObject({
      totalItems: 3,
      hasMoreItems: true,
    });
    expect((await as('paul').get(LINKS)).text).not.toContain(String(made[0]));
  });

  it('tells more when it is asked', async () => {
    const query = 'include=path,properties,allowableOperations,aspectNames';
    const { entries } = await as('cora').get(`${LINKS}?${query}`);
    expect(entries[1]).toMatchObject({
      allowableOperations: ['delete'],
      allowableOperationsOnTarget: expect.arrayContaining(['update', 'delete']) as unknown,
      path: { name: expect.stringContaining('/') as string },
      properties: { 'cm:title': 'Title' },
    });
    expect(entries[2]?.['allowableOperations']).toBeUndefined();
  });

  it.each(['where=(nodeId=x)', 'where=(NOT sharedByUser=x)'])('?%s is refused', async (query) => {
    expect((await as('cora').get(`${LINKS}?${query}`)).status).toBe(400);
  });
});

it('strangers stay outside while the anonymous account is disabled', async () => {
  const id = await share(await file());
  const enable = (enabled: boolean): Promise<unknown> =>
    inDatabase((database) => principalDirectory({ database }).updatePerson('guest', { enabled }));
  await enable(false);
  expect((await stranger.get(`${LINKS}/${id}/content`)).status).toBe(401);
  expect((await as('cora').get(`${LINKS}/${id}/content`)).status).toBe(200);
  await enable(true);
  expect((await stranger.get(`${LINKS}/${id}/content`)).status).toBe(200);
});
