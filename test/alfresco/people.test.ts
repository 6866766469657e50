import { alfrescoClient, basic, errorOf, type AlfrescoClient, type Json } from './client';
import { startAlfresco, type AlfrescoServer } from './server';

let server: AlfrescoServer;
let admin: AlfrescoClient;
let anna: AlfrescoClient;
let count = 0;

beforeAll(async () => {
  server = await startAlfresco(['anna']);
  admin = server.as('admin');
  anna = server.as('anna');
});
afterAll(() => server.close());

const newPerson = (more: Json = {}): Json & { readonly id: string } => {
  const id = `person${++count}`;
  return { id, firstName: 'Paula', lastName: 'Prim', email: `${id}@example.org`, password: 'secret', ...more };
};
async function person(more: Json = {}): Promise<{ readonly id: string; readonly client: AlfrescoClient }> {
  const body = newPerson(more);
  const { id } = await admin.make('/people', body);
  return { id: String(id), client: alfrescoClient(server.url, basic(String(id), String(body['password']))) };
}

describe('a new person', () => {
  const about = {
    description: 'Likes lists',
    skypeId: 's',
    googleId: 'g',
    instantMessageId: 'i',
    jobTitle: 'Clerk',
    location: 'Ulm',
    mobile: '1',
    telephone: '2',
    company: { organization: 'Org', address1: 'Street 1', postcode: '89073', email: 'o@example.org' },
    emailNotificationsEnabled: false,
  };

  it('is shown as it was made, to everybody, without the password', async () => {
    const body = newPerson({ ...about, userStatus: 'here' });
    const { password: _password, userStatus, ...rest } = body as Json;
    const { status, entry } = await admin.post('/people', body);
    expect(status).toBe(201);
    const shown = {
      ...rest,
      userStatus,
      displayName: 'Paula Prim',
      enabled: true,
      statusUpdatedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*\.\d{3}\+0000$/) as string,
      capabilities: { isAdmin: false, isGuest: false, isMutable: true },
    };
    expect(entry).toEqual(shown);
    expect((await anna.get(`/people/${body.id}`)).entry).toEqual(shown);
  });

  it('has what clients read without looking, however it was made', async () => {
    expect((await anna.get('/people/-me-')).entry).toMatchObject({
      firstName: 'anna',
      email: 'anna@localhost',
      company: {},
      enabled: true,
    });
  });

  it('is called Administrator where it is the first one', async () => {
    expect((await anna.get('/people/admin')).entry).toMatchObject({
      firstName: 'Administrator',
      displayName: 'Administrator',
    });
  });

  it('can log in, and has a home', async () => {
    const { client, id } = await person();
    expect((await client.get('/people/-ME-')).entry).toMatchObject({ id });
    expect((await client.get('/nodes/-my-')).entry).toMatchObject({ name: id });
  });

  it('that is disabled cannot log in', async () => {
    const { client, id } = await person({ enabled: false });
    expect((await client.get('/people/-me-')).status).toBe(401);
    expect((await anna.get(`/people/${id}`)).entry).toMatchObject({ enabled: false });
  });

  it.each([
    ['no id', { id: null }, 400],
    ['no first name', { firstName: '' }, 400],
    ['no e-mail address', { email: undefined }, 400],
    ['no password', { password: undefined }, 400],
    ['an id as groups have', { id: 'GROUP_x' }, 400],
    ['an id as roles have', { id: 'role_x' }, 400],
    ['an id that is too long', { id: 'x'.repeat(101) }, 400],
    ['an id that no folder can have', { id: 'a/b' }, 422],
    ['a first name that is too long', { firstName: 'x'.repeat(256) }, 422],
    ['a member that nobody knows', { favourite: 1 }, 400],
    ['a company that is a text', { company: 'Org' }, 400],
    ['a password that cannot be typed', { password: 'a\u0007' }, 422],
    ['an id that somebody has', { id: 'anna' }, 409],
  ])('with %s is refused', async (_what, more, status) => {
    const answer = await admin.post('/people', newPerson(more));
    expect([answer.status, errorOf(answer).statusCode]).toEqual([status, status]);
  });

  it('is made by administrators alone, who are asked for only when all is right', async () => {
    expect((await anna.post('/people', newPerson())).status).toBe(403);
    expect((await anna.post('/people', newPerson({ email: null }))).status).toBe(400);
    expect((await server.stranger.post('/people', newPerson())).status).toBe(401);
  });
});

describe('a change of a person', () => {
  it('keeps what it does not name, and null takes away', async () => {
    const { id, client } = await person({ jobTitle: 'Clerk', company: { fax: '1', organization: 'Org' } });
    const { status, entry } = await client.put('/people/-me-', {
      lastName: 'Last',
      jobTitle: null,
      company: { fax: '' },
      mobile: '0815',
    });
    expect(status).toBe(200);
    expect(entry).toMatchObject({
      id,
      firstName: 'Paula',
      displayName: 'Paula Last',
      company: { organization: 'Org' },
      mobile: '0815',
    });
    expect(Object.keys(entry)).not.toContain('jobTitle');
    const { capabilities: _capabilities, ...shown } = entry;
    expect((await admin.get(`/people/${id}`)).entry).toMatchObject(shown);
    expect((await client.put('/people/-me-', { company: null })).entry).toMatchObject({ company: {} });
    expect((await admin.get(`/people/${id}`)).entry['company']).toEqual({});
  });

  it('shows in the names of what the person makes', async () => {
    const { client } = await person();
    await client.put('/people/-me-', { firstName: 'Newname' });
    const node = await client.make('/nodes/-my-/children', { name: 'f', nodeType: 'cm:folder' });
    expect(node['createdByUser']).toMatchObject({ displayName: 'Newname Prim' });
  });

  it.each([
    ['an id', { id: 'x' }, 400],
    ['no first name', { firstName: null }, 400],
    ['an empty e-mail address', { email: '' }, 400],
    ['neither enabled nor disabled', { enabled: null }, 400],
    ['a password without the old one', { password: 'new' }, 400],
    ['an old password alone', { oldPassword: 'secret' }, 400],
    ['a wrong old password', { password: 'new', oldPassword: 'wrong' }, 403],
    ['the account', { enabled: false }, 403],
  ])('to %s is refused', async (_what, body, status) => {
    const { client } = await person();
    expect((await client.put('/people/-me-', body)).status).toBe(status);
    expect((await client.get('/people/-me-')).status).toBe(200);
  });

  it.each([
    ['another person', () => anna, 'admin', { firstName: 'X' }, 403],
    ['nobody, by a user', () => anna, 'nobody', { firstName: 'X' }, 404],
    ['nobody, by an administrator', () => admin, 'nobody', { firstName: 'X' }, 404],
    ["an administrator's account", () => admin, 'admin', { enabled: false }, 403],
  ])('of %s is refused', async (...[, client, id, body, status]) => {
    expect((await client().put(`/people/${id}`, body)).status).toBe(status);
  });

  it('may say what is so already', async () => {
    const { client } = await person();
    expect((await client.put('/people/-me-', { enabled: true })).status).toBe(200);
  });

  it('gives a new password by the old one, which is good for nothing then', async () => {
    const { id, client } = await person();
    expect((await client.put('/people/-me-', { oldPassword: 'secret', password: 'newer' })).status).toBe(200);
    expect((await client.get('/people/-me-')).status).toBe(401);
    expect((await alfrescoClient(server.url, basic(id, 'newer')).get('/people/-me-')).status).toBe(200);
  });

  it('by an administrator gives a password without the old one, and shuts out and lets in', async () => {
    const { id } = await person();
    const client = alfrescoClient(server.url, basic(id, 'given'));
    expect((await admin.put(`/people/${id}`, { password: 'given', oldPassword: 'whatever' })).status).toBe(200);
    expect((await client.get('/people/-me-')).status).toBe(200);
    expect((await admin.put(`/people/${id}`, { enabled: false })).entry).toMatchObject({ enabled: false });
    expect((await client.get('/people/-me-')).status).toBe(401);
    expect((await admin.put(`/people/${id}`, { enabled: true })).status).toBe(200);
    expect((await client.get('/people/-me-')).status).toBe(200);
  });
});

describe('the list of people', () => {
  beforeAll(async () => {
    for (const [id, firstName, lastName] of [
      ['zz1', 'bert', 'Zuse'],
      ['zz2', 'Anton', 'zuse'],
      ['zz3', 'Carl', 'Adam'],
    ])
      await admin.make('/people', { id, firstName, lastName, email: 'e@example.org', password: 'p' });
  });
  const idsOf = (entries: readonly Json[]): readonly string[] =>
    entries.map(({ id }) => String(id)).filter((id) => id.startsWith('zz'));

  it.each([
    ['', ['zz1', 'zz2', 'zz3']],
    ['orderBy=id+DESC', ['zz3', 'zz2', 'zz1']],
    ['orderBy=firstName', ['zz2', 'zz1', 'zz3']],
    ['orderBy=lastName,firstName%20desc', ['zz3', 'zz1', 'zz2']],
  ])('in the order of "%s"', async (order, ids) => {
    const { entries } = await anna.get(`/people?maxItems=1000&${order}`);
    expect(idsOf(entries)).toEqual(ids);
  });

  it('comes in pages that say how many there are', async () => {
    const all = await anna.get('/people?maxItems=1000');
    const total = all.entries.length;
    expect(all.pagination).toEqual({
      count: total,
      hasMoreItems: false,
      totalItems: total,
      skipCount: 0,
      maxItems: 1000,
    });
    const page = await anna.get('/people?skipCount=1&maxItems=2');
    expect(page.entries).toEqual(all.entries.slice(1, 3));
    expect(page.pagination).toEqual({ count: 2, hasMoreItems: true, totalItems: total, skipCount: 1, maxItems: 2 });
    const beyond = await anna.get('/people?skipCount=100000');
    expect(beyond.pagination).toMatchObject({ count: 0, hasMoreItems: false, totalItems: total });
  });

  it('shows what may be done only when asked', async () => {
    const of = async (query: string): Promise<unknown> =>
      (await anna.get(`/people?${query}`)).entries.find(({ id }) => id === 'admin')?.['capabilities'];
    expect(await of('')).toBeUndefined();
    expect(await of('include=capabilities')).toEqual({ isAdmin: true, isGuest: false, isMutable: true });
  });

  it.each([['orderBy=email'], ['maxItems=0'], ['skipCount=-1'], ['orderBy=id+up']])('refuses %s', async (query) => {
    expect((await anna.get(`/people?${query}`)).status).toBe(400);
  });
});

it.each([
  ['/people/nobody', 404],
  ['/people/%00', 404],
  ['/people/GROUP_EVERYONE', 404],
  ['/people/anna/networks', 200],
  ['/people/-me-/networks/-default-', 200],
  ['/people/-me-/networks/other', 404],
  ['/people/admin/networks', 404],
  ['/networks/-default-', 200],
  ['/networks/other', 404],
])('GET %s answers %d', async (path, status) => {
  expect((await anna.get(path)).status).toBe(status);
});

it.each(['anna', 'nobody'])(
  'a new password for %s is not sent by mail, which is said alike of everybody',
  async (id) => {
    const answer = await server.stranger.post(`/people/${id}/request-password-reset`, { client: 'share' });
    expect(answer.status).toBe(501);
    expect(errorOf(answer).summary).toContain('sends none');
  },
);

it('who becomes an administrator may do what administrators may at once, and no more when that ends', async () => {
  const { id, client } = await person();
  const status = async (): Promise<number> => (await client.post('/tags', { tag: `tag of ${id} ${++count}` })).status;
  const members = '/groups/GROUP_ALFRESCO_ADMINISTRATORS/members';
  const theirs = String((await anna.make('/nodes/-my-/children', { name: 'theirs', nodeType: 'cm:content' }))['id']);
  const purge = async (): Promise<number> => (await client.delete(`/nodes/${theirs}?permanent=true`)).status;
  const permissions = { locallySet: [{ authorityId: id, name: 'Coordinator' }] };
  expect((await anna.put(`/nodes/${theirs}`, { permissions })).status).toBe(200);
  expect([await status(), await purge()]).toEqual([403, 403]);
  await admin.make(members, { id, memberType: 'PERSON' });
  expect(await status()).toBe(201);
  expect((await admin.delete(`${members}/${id}`)).status).toBe(204);
  expect([await status(), await purge()]).toEqual([403, 403]);
  await admin.make(members, { id, memberType: 'PERSON' });
  expect(await purge()).toBe(204);
});
