import { openDatabase } from '../../src/postgres/connection/database';
import { principalDirectory } from '../../src/postgres/directory/principals';
import { AUTHENTICATION, alfrescoClient, basic, errorOf, type AlfrescoClient } from './client';
import { startAlfresco, type AlfrescoServer } from './server';

const TICKETS = `${AUTHENTICATION}/tickets`;
const ME = `${TICKETS}/-me-`;

let server: AlfrescoServer;
let stranger: AlfrescoClient;

beforeAll(async () => {
  server = await startAlfresco(['anna']);
  stranger = server.stranger;
});
afterAll(() => server.close());

async function logIn(user = 'anna', password = user): Promise<string> {
  const { status, entry } = await stranger.post(TICKETS, { userId: user, password });
  expect(status).toBe(201);
  return String(entry['id']);
}

const encoded = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

it('a login makes a ticket', async () => {
  const { status, entry } = await stranger.post(TICKETS, { userId: 'anna', password: 'anna' });
  expect(status).toBe(201);
  expect(entry).toEqual({ id: expect.stringMatching(/^TICKET_[0-9a-f]{40}$/) as string, userId: 'anna' });
});

it.each([
  ['a wrong password', { userId: 'anna', password: 'x' }, 403],
  ['an unknown person', { userId: 'nobody', password: 'x' }, 403],
  ['the anonymous principal', { userId: 'guest', password: '' }, 400],
  ['no password', { userId: 'anna' }, 400],
  ['no name', { password: 'x' }, 400],
  ['nothing', {}, 400],
  ['a member that nobody knows', { userId: 'anna', password: 'anna', more: 1 }, 400],
  ['an object for a name', { userId: {}, password: 'x' }, 400],
  ['a list', [{ userId: 'anna', password: 'anna' }], 405],
  ['an empty list', [], 400],
  ['no JSON', '{"userId":', 400],
  ['an empty body', '', 400],
])('%s is refused', async (_what, body, status) => {
  const answer = await stranger.post(TICKETS, body);
  expect(answer.status).toBe(status);
  expect(errorOf(answer).statusCode).toBe(status);
});

describe.each([
  ['in the header alone', (ticket: string) => [ticket, ''] as const],
  ['after a colon', (ticket: string) => [`:${ticket}`, ''] as const],
  ['as ROLE_TICKET', (ticket: string) => [`ROLE_TICKET:${ticket}`, ''] as const],
  ['in the address', (ticket: string) => [undefined, `?alf_ticket=${ticket}`] as const],
  ['in the address, with a header that is wrong', (ticket: string) => ['anna:wrong', `?alf_ticket=${ticket}`] as const],
  ['in the header, with a wrong one in the address', (ticket: string) => [ticket, '?alf_ticket=TICKET_0'] as const],
])('a ticket %s', (_how, spell) => {
  const client = (text: string | undefined): AlfrescoClient =>
    alfrescoClient(server.url, text === undefined ? undefined : encoded(text));

  it.each([
    ['/alfresco/api/-default-/public/alfresco/versions/1/nodes/-root-'],
    ['/alfresco/api/discovery'],
    ['/alfresco/api/-default-/public/cmis/versions/1.1/browser'],
    ['/alfresco/api/-default-/public/cmis/versions/1.1/atom'],
  ])('opens %s', async (path) => {
    const [header, query] = spell(await logIn());
    expect((await client(header).get(path + query)).status).toBe(200);
  });

  it('is shown, ends at logout, and is good for nothing then', async () => {
    const ticket = await logIn();
    const [header, query] = spell(ticket);
    expect((await client(header).get(ME + query)).entry).toEqual({ id: ticket });
    expect((await client(header).delete(ME + query)).status).toBe(204);
    expect((await client(header).get(ME + query)).status).toBe(401);
  });
});

it.each([
  ['a name and a password', () => basic('anna', 'anna'), ME, 400],
  ['no credentials', () => undefined, ME, 401],
  ['a ticket that is none', () => encoded(`TICKET_${'0'.repeat(40)}`), ME, 401],
  ['another id than -me-', () => basic('anna', 'anna'), `${TICKETS}/x`, 400],
])('asking for the ticket with %s is refused', async (...[, authorization, path, status]) => {
  const answer = await alfrescoClient(server.url, authorization()).get(path);
  expect([answer.status, errorOf(answer).statusCode]).toEqual([status, status]);
});

it('a stranger is asked for a ticket, not for a password that browsers would ask for', async () => {
  const answer = await stranger.get('/nodes/-root-');
  expect(answer.status).toBe(401);
  expect(answer.headers.get('www-authenticate')).toBe('AlfTicket realm="Alfresco -default- tenant"');
});

it('a ticket ends with the password that it was made for, and with the account', async () => {
  await server.person('paul');
  await server.person('dora');
  const [paul, dora] = [await logIn('paul'), await logIn('dora')];
  const database = openDatabase({ url: server.databaseUrl, connections: 1 });
  const directory = principalDirectory({ database });
  await directory.updatePerson('paul', { password: '-' });
  await directory.updatePerson('dora', { enabled: false });
  for (const ticket of [paul, dora]) {
    expect((await alfrescoClient(server.url, encoded(ticket)).get(ME)).status).toBe(401);
  }
  await database.close();
});

it('a ticket stays when its owner comes into a group', async () => {
  await server.person('gina');
  const ticket = await logIn('gina');
  const database = openDatabase({ url: server.databaseUrl, connections: 1 });
  await principalDirectory({ database }).addMember({ group: 'GROUP_EMAIL_CONTRIBUTORS', member: 'gina' });
  await database.close();
  expect((await alfrescoClient(server.url, encoded(ticket)).get('/nodes/-my-')).status).toBe(200);
});

describe('a ticket lives', () => {
  const use = async (ticket: string): Promise<number> =>
    (await alfrescoClient(server.url, encoded(ticket)).get(ME)).status;

  it('as long as it is used, and no longer', async () => {
    const [used, unused] = [await logIn(), await logIn()];
    const database = openDatabase({ url: server.databaseUrl, connections: 1 });
    const age = (seconds: number): Promise<unknown> =>
      database.run({ text: `update tickets set expires = expires - $1 * interval '1 s'` }, [seconds]);
    await age(3000);
    expect(await use(used)).toBe(200);
    await age(3000);
    expect([await use(used), await use(unused)]).toEqual([200, 401]);
    await database.close();
  });
});
