import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApplication } from '../../src/application';
import { readConfig } from '../../src/config';
import { openDatabase } from '../../src/postgres/connection/database';
import { principalDirectory } from '../../src/postgres/directory/principals';
import { jobQueue } from '../../src/postgres/jobs/job-queue';
import { outbox } from '../../src/postgres/jobs/outbox';
import { createDatabase } from '../support/database';
import { startMailServer, type MailServer, type ReceivedMail } from '../support/mail-server';
import { alfrescoClient, AUTHENTICATION, basic, errorOf, type Json } from './client';
import { startAlfresco, type AlfrescoServer } from './server';

let mailbox: MailServer;
let server: AlfrescoServer;
let link = '';
let file = '';

beforeAll(async () => {
  mailbox = await startMailServer();
  server = await startAlfresco(['anna', 'paul', 'cora', 'dora', 'eve', 'fred', 'max'], {
    mail: {
      smtpUrl: mailbox.url,
      from: 'Triptych <triptych@example.com>',
      sharedLinkUrls: { workspace: 'https://docs.example.com/#/preview/s' },
      passwordResetUrls: { workspace: 'https://docs.example.com/reset?lang=en' },
    },
  });
  const admin = server.as('admin');
  await admin.put('/people/anna', { firstName: 'Anna', lastName: 'Wood', email: 'anna@example.com' });
  for (const name of ['paul', 'cora', 'dora', 'fred'])
    await admin.put(`/people/${name}`, { email: `${name}@example.com` });
  file = String(
    (await server.as('anna').make('/nodes/-my-/children', { name: 'Übersicht.txt', nodeType: 'cm:content' }))['id'],
  );
  link = String((await server.as('anna').make('/shared-links', { nodeId: file }))['id']);
});
afterAll(async () => {
  await server.close();
  await mailbox.close();
});

const email = (name: string, body: Json, id = link) => server.as(name).post(`/shared-links/${id}/email`, body);

describe('a shared link', () => {
  it('is mailed to everybody who shall have it, each for himself', async () => {
    const recipientEmails = ['paul@example.com', 'eve@münchen.example', 'paul@example.com'];
    const { status, text } = await email('anna', {
      client: 'workspace',
      recipientEmails,
      message: 'Grüße,\r\n.\r\nAnna',
    });
    expect([status, text]).toEqual([202, '']);
    // Several are sent at a time.
    const mails = [...(await mailbox.next(2))].sort((a, b) => String(b.to).localeCompare(String(a.to)));
    expect(mails.map(({ to }) => to)).toEqual([['paul@example.com'], ['eve@xn--mnchen-3ya.example']]);
    const [mail] = mails;
    expect(mail?.headers).toMatchObject({
      from: 'Triptych <triptych@example.com>',
      to: 'paul@example.com',
      'reply-to': 'anna@example.com',
      'auto-submitted': 'auto-generated',
    });
    expect(subjectOf(mail)).toBe("Anna Wood has shared 'Übersicht.txt' with you");
    expect(mail?.text).toContain('Grüße,\n.\nAnna');
    expect(mail?.text).toContain(`https://docs.example.com/#/preview/s/${link}`);
  });

  it('is not mailed for a client whose page nobody has set, wherever a request says that the server is', async () => {
    const answer = await email('anna', { client: 'share', recipientEmails: ['eve@example.com'] });
    expect(answer.status).toBe(501);
    expect(errorOf(answer).summary).toContain('SHARED_LINK_URLS');
  });

  it.each([
    ['no client', { recipientEmails: ['a@example.com'] }, 400],
    ['no recipient', { client: 'workspace', recipientEmails: [] }, 400],
    ['nobody', { client: 'workspace' }, 400],
    ['a name', { client: 'workspace', recipientEmails: ['Eve <eve@example.com>'] }, 400],
    ['two in one', { client: 'workspace', recipientEmails: ['a@example.com,b@example.com'] }, 400],
    ['a header', { client: 'workspace', recipientEmails: ['a@example.com\r\nBcc: b@example.com'] }, 400],
    [
      'too many',
      { client: 'workspace', recipientEmails: Array.from({ length: 51 }, (_, n) => `p${n}@example.com`) },
      400,
    ],
    ['a long message', { client: 'workspace', recipientEmails: ['a@example.com'], message: 'x'.repeat(4_001) }, 400],
    ['an unknown client', { client: 'other', recipientEmails: ['a@example.com'] }, 404],
    ['a name that every object has', { client: 'constructor', recipientEmails: ['a@example.com'] }, 404],
  ])('is not mailed for %s', async (_what, body, status) => {
    const answer = await email('anna', body);
    expect(answer.status).toBe(status);
    expect(errorOf(answer)).toMatchObject({ statusCode: status });
  });

  it('is mailed by nobody who could not follow it', async () => {
    const body = { client: 'workspace', recipientEmails: ['a@example.com'] };
    expect((await email('paul', body, 'nothing')).status).toBe(404);
    expect((await server.stranger.post(`/shared-links/${link}/email`, body)).status).toBe(401);
    const gone = String(
      (await server.as('anna').make('/nodes/-my-/children', { name: 'gone', nodeType: 'cm:content' }))['id'],
    );
    const dead = String((await server.as('anna').make('/shared-links', { nodeId: gone }))['id']);
    await server.as('anna').delete(`/nodes/${gone}`);
    expect((await email('anna', body, dead)).status).toBe(404);
  });

  it('has no header but its own, whatever the document is called', async () => {
    await server.as('admin').put('/people/cora', { firstName: 'Cora\r\nBcc: x@example.com', lastName: 'X' });
    await email('cora', { client: 'workspace', recipientEmails: ['eve@example.com'] });
    const [mail] = await mailbox.next(1);
    expect(mail?.headers).not.toHaveProperty('bcc');
    expect(mail?.to).toEqual(['eve@example.com']);
    expect(subjectOf(mail)).toBe("Cora Bcc: x@example.com X has shared 'Übersicht.txt' with you");
  });

  it('is not mailed again when the mail server refuses it, and its sender may go on', async () => {
    const { offers } = mailbox;
    mailbox.refuse('550 No such person', 'wrong@example.com');
    await email('anna', { client: 'workspace', recipientEmails: ['wrong@example.com', 'right@example.com'] });
    const [mail] = await mailbox.next(1);
    expect(mail?.to).toEqual(['right@example.com']);
    const sentence = expect.stringContaining("'wrong@example.com' could not be sent") as string;
    // Either of the two may be offered first, and the runner says so after it has got the answer.
    for (const end = Date.now() + 10_000; server.observations.length === 0 && Date.now() < end;)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(server.observations).toContainEqual({ kind: 'warning', sentence });
    expect(mailbox.offers).toBe(offers + 2);
  });

  it('waits where the mail server cannot take it now', async () => {
    mailbox.refuse('451 Later');
    await email('anna', { client: 'workspace', recipientEmails: ['later@example.com'] });
    // As if the pause were over.
    await untilTrue(
      `update jobs set run_at = now() where kind = 'mail' and lease_until is null and attempts = 1 returning id`,
    );
    const [mail] = await mailbox.next(1);
    expect(mail?.to).toEqual(['later@example.com']);
    await untilTrue(`select 1 where not exists (select from jobs where kind = 'mail')`);
  });
});

/** Runs the statement until it has a row, for ten seconds at most. */
async function untilTrue(text: string): Promise<void> {
  const database = openDatabase({ url: server.databaseUrl, connections: 1 });
  try {
    const end = Date.now() + 10_000;
    while ((await database.run({ text })).length === 0) {
      if (Date.now() > end) throw new Error(`It never came true: ${text}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    await database.close();
  }
}

/** Lets these people ask for a key again. */
async function pauseEnds(...people: readonly string[]): Promise<void> {
  const database = openDatabase({ url: server.databaseUrl, connections: 1 });
  const text = `update password_resets set made = made - interval '1 hour'
    where principal_id in (select id from principals where name = any ($1::text[]))`;
  await database.run({ text }, [people]);
  await database.close();
}

/** Of encoded words, too. */
const subjectOf = (mail: ReceivedMail | undefined): string =>
  (mail?.headers['subject'] ?? '')
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?UTF-8\?([BQ])\?(.*?)\?=/gi, (_all, kind: string, text: string) =>
      kind.toUpperCase() === 'B'
        ? Buffer.from(text, 'base64').toString()
        : Buffer.from(
            text
              .replace(/_/g, ' ')
              .replace(/=([0-9A-F]{2})/g, (_hex, hex: string) => String.fromCharCode(parseInt(hex, 16))),
            'latin1',
          ).toString(),
    );

describe('a forgotten password', () => {
  const ask = (person: string, client = 'workspace') =>
    server.stranger.post(`/people/${person}/request-password-reset`, { client });
  const reset = (person: string, body: Json) => server.stranger.post(`/people/${person}/reset-password`, body);
  const logsIn = async (person: string, password: string): Promise<boolean> =>
    (await alfrescoClient(server.url, basic(person, password)).get('/people/-me-')).status === 200;
  const keyIn = (mail: ReceivedMail | undefined): { readonly key: string; readonly id: string } => {
    const [, key = '', id = ''] = /reset\?lang=en&key=([0-9a-f]{40})&id=([0-9a-f-]{36})$/m.exec(mail?.text ?? '') ?? [];
    return { key, id };
  };

  it('is replaced by who has the key, once, and ends what the old one has opened', async () => {
    const { entry } = await server.stranger.post(`${AUTHENTICATION}/tickets`, { userId: 'paul', password: 'paul' });
    const ticket = alfrescoClient(server.url, `Basic ${Buffer.from(String(entry['id'])).toString('base64')}`);
    expect((await ticket.get('/people/-me-')).status).toBe(200);
    const { status, text } = await ask('paul');
    expect([status, text]).toEqual([202, '']);
    const [mail] = await mailbox.next(1);
    expect(mail?.to).toEqual(['paul@example.com']);
    const { key, id } = keyIn(mail);
    expect(key).toHaveLength(40);
    for (const wrong of [
      reset('paul', { password: 'x', id, key: 'f'.repeat(40) }),
      reset('paul', { password: 'x', id: 'activiti$1', key }),
      reset('anna', { password: 'x', id, key }),
      reset('nobody', { password: 'x', id, key }),
    ])
      expect((await wrong).status).toBe(202);
    expect(await logsIn('paul', 'paul')).toBe(true);
    expect((await reset('paul', { password: 'new one', id, key })).status).toBe(202);
    expect([await logsIn('paul', 'new one'), await logsIn('paul', 'paul')]).toEqual([true, false]);
    expect((await ticket.get('/people/-me-')).status).toBe(401);
    await reset('paul', { password: 'another', id, key });
    expect(await logsIn('paul', 'new one')).toBe(true);
  });

  it('is kept nowhere but in the mail, and gone with the password that was forgotten', async () => {
    await ask('cora');
    const { key, id } = keyIn((await mailbox.next(1))[0]);
    const database = openDatabase({ url: server.databaseUrl, connections: 1 });
    const stored = await database.run(
      {
        text: `select 1 from password_resets r, jobs j where encode(r.hash, 'escape') like $1 or j.payload::text like $1`,
      },
      [`%${key}%`],
    );
    await database.close();
    expect(stored).toEqual([]);
    await server.as('admin').put('/people/cora', { password: 'remembered' });
    await reset('cora', { password: 'stolen', id, key });
    expect(await logsIn('cora', 'remembered')).toBe(true);
  });

  afterEach(() => pauseEnds('dora', 'fred'));

  it.each([
    ['may log in no more', [{ enabled: false }, { enabled: true }]],
    ['reads mail elsewhere', [{ email: 'elsewhere@example.com' }]],
  ])('is replaced by no key that was sent before the person %s', async (_what, changes) => {
    await ask('fred');
    const { key, id } = keyIn((await mailbox.next(1))[0]);
    for (const change of changes) expect((await server.as('admin').put('/people/fred', change)).status).toBe(200);
    await reset('fred', { password: 'stolen', id, key });
    expect([await logsIn('fred', 'stolen'), await logsIn('fred', 'fred')]).toEqual([false, true]);
  });

  it.each([
    ['a long password', 'x'.repeat(1_025)],
    ['a password with a control character', 'a\tb'],
  ])('is not replaced by %s, whoever has the key or has not', async (_what, password) => {
    await ask('fred');
    const right = keyIn((await mailbox.next(1))[0]);
    for (const key of [right.key, 'f'.repeat(40)])
      expect((await reset('fred', { password, id: right.id, key })).status).toBe(422);
    expect(await logsIn('fred', 'fred')).toBe(true);
  });

  it('is replaced by another key where the mail with the first one was not taken', async () => {
    mailbox.refuse('451 Later');
    expect((await server.as('dora').post('/people/-me-/request-password-reset', { client: 'workspace' })).status).toBe(
      202,
    );
    await untilTrue(
      `update jobs set run_at = now() where kind = 'password-reset' and lease_until is null and attempts = 1 returning id`,
    );
    const [mail] = await mailbox.next(1);
    expect(mail?.to).toEqual(['dora@example.com']);
    await reset('dora', { password: 'new one', ...keyIn(mail) });
    expect(await logsIn('dora', 'new one')).toBe(true);
  });

  it('waits for no mail of others whose mail server says nothing', async () => {
    await server.as('admin').put('/people/max', { email: 'max@example.com' });
    const addresses = [1, 2, 3, 4].map((n) => `slow${n}@example.com`);
    const goOn = mailbox.hang(...addresses, 'dora@example.com');
    await email('anna', { client: 'workspace', recipientEmails: addresses });
    await server.as('admin').put('/people/dora', { password: 'forgotten again' });
    await ask('dora');
    await untilTrue(`select 1 from jobs where lease_until > now() having count(distinct kind) = 2`);
    await email('eve', { client: 'workspace', recipientEmails: ['quick@example.com'] });
    await ask('max');
    const to = (await mailbox.next(2)).flatMap((mail) => mail.to);
    // Of anna's one after the other is tried.
    expect([to.toSorted(), mailbox.hanging]).toEqual([['max@example.com', 'quick@example.com'], 2]);
    goOn();
    await mailbox.next(3);
    await untilTrue(`select 1 where not exists (select from jobs where kind in ('mail', 'password-reset'))`);
  });

  it('is sent to nobody but those who are there, have an address and a password and may log in', async () => {
    // An identity service lets ida in.
    const database = openDatabase({ url: server.databaseUrl, connections: 1 });
    await principalDirectory({ database }).createPerson({ name: 'ida' });
    await database.close();
    expect((await server.as('admin').put('/people/ida', { email: 'ida@example.com' })).status).toBe(200);
    // Asked for again at once: the one before is good still.
    for (const person of ['nobody', 'eve', 'guest', 'cora', 'ida', 'x'.repeat(5_000)])
      expect((await ask(person)).status).toBe(202);
    await ask('anna');
    const [mail] = await mailbox.next(1);
    expect(mail?.to).toEqual(['anna@example.com']);
    await untilTrue(`select 1 where not exists (select from jobs where kind = 'password-reset')`);
    expect((await ask('anna', 'share')).status).toBe(404);
    expect(mailbox.mails.at(-1)).toBe(mail);
  });

  it('is not asked for without end', async () => {
    const statuses = new Set<number>();
    for (let n = 0; n < 40; n++) statuses.add((await ask('nobody')).status);
    expect([...statuses]).toEqual([202, 429]);
  });
});

describe('without a mail server', () => {
  let mute: AlfrescoServer;
  beforeAll(async () => {
    mute = await startAlfresco();
  });
  afterAll(() => mute.close());

  it.each([
    ['/shared-links/x/email', { client: 'workspace', recipientEmails: ['a@example.com'] }],
    ['/people/anna/request-password-reset', { client: 'share' }],
    ['/people/anna/reset-password', { password: 'x', id: 'y', key: 'z' }],
  ])('%s is refused', async (path, body) => {
    const answer = await mute.as('admin').post(path, body);
    expect([answer.status, errorOf(answer)['statusCode']]).toEqual([501, 501]);
  });
});

it('what is being mailed when a server stops is left to the next one', async () => {
  const silent = createServer();
  const greeted = new Promise((resolve) => silent.once('connection', resolve));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  const mail = {
    smtpUrl: `smtp://127.0.0.1:${port}`,
    from: 'a@example.com',
    sharedLinkUrls: {},
    passwordResetUrls: {},
  };
  const made = await createDatabase();
  const contentDir = await mkdtemp(join(tmpdir(), 'triptych-content-'));
  const application = await startApplication({
    ...readConfig({ PORT: '0' }),
    databaseUrl: made.url,
    contentDir,
    mail,
    observe: () => undefined,
  });
  const database = openDatabase({ url: made.url, connections: 1 });
  await outbox(database).put('anna', [{ to: 'b@example.com', subject: 'x', text: 'y' }]);
  await greeted;
  const before = Date.now();
  await application.close({ drainMs: 1_000 });
  expect(Date.now() - before).toBeLessThan(10_000);
  expect(await database.run({ text: `select attempts, lease_until from jobs where kind = 'mail'` })).toEqual([
    ['0', null],
  ]);
  await database.close();
  await made.drop();
  await new Promise((resolve) => silent.close(resolve));
  await rm(contentDir, { recursive: true, force: true });
});

it('of one person no more mails wait than are borne', async () => {
  const database = openDatabase({ url: server.databaseUrl, connections: 1 });
  const mails = Array.from({ length: 201 }, (_, n) => ({ to: `p${n}@example.com`, subject: '', text: '' }));
  expect(await outbox(database).put('anna', mails)).toBe(false);
  expect(await jobQueue(database).take(['mail'])).toBeUndefined();
  await database.close();
});
