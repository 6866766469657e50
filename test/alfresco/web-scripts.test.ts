/** The addresses of before the v1 API that its clients still use. */
import type { AlfrescoClient, ApiAnswer, Json } from './client';
import { startAlfresco, type AlfrescoServer } from './server';

let server: AlfrescoServer;
let reader: AlfrescoClient;

beforeAll(async () => {
  server = await startAlfresco(['reader']);
  reader = server.as('reader');
});
afterAll(() => server.close());

const propertiesOf = ({ json }: ApiAnswer): Readonly<Record<string, Json>> =>
  json['properties'] as Readonly<Record<string, Json>>;

describe.each(['/alfresco/s', '/alfresco/service'])('%s/api/classes', (scripts) => {
  it('shows a type', async () => {
    const answer = await reader.get(`${scripts}/api/classes/cm_content`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(answer.json).toMatchObject({
      name: 'cm:content',
      isAspect: false,
      isContainer: false,
      title: expect.any(String) as string,
      parent: { name: 'cm:cmobject', url: '/api/classes/cm_cmobject' },
      url: '/api/classes/cm_content',
    });
  });

  it.each(['cm_titled', 'cm:titled', 'cm%3Atitled', 'cm_titled/', 'cm_titled?noCache=1'])(
    'shows an aspect with its properties by the name %s',
    async (name) => {
      const answer = await reader.get(`${scripts}/api/classes/${name}`);
      expect([answer.status, answer.json['name'], answer.json['isAspect']]).toEqual([200, 'cm:titled', true]);
      expect(propertiesOf(answer)['cm:title']).toMatchObject({
        name: 'cm:title',
        dataType: 'd:mltext',
        multiValued: false,
        mandatory: false,
        protected: false,
        url: '/api/classes/cm_titled/property/cm_title',
      });
    },
  );

  it.each([
    ['/api/classes/cm_nothing', 404],
    ['/api/classes/%00', 404],
    ['/api/classes/%', 400],
    ['/api/classes/constructor', 404],
    ['/api/classes/', 404],
    ['/api/classes/cm_content/more', 404],
    ['/api/login/ticket', 404],
    ['/api/login/ticket/TICKET_1', 404],
    ['/api/login?pw=x', 400],
    ['/api/login?u=reader', 400],
    ['/api/login?u=reader&pw=wrong', 403],
    ['/api/login?u=nobody&pw=x', 403],
    ['/api/login?u=%00&pw=x', 403],
    ['/', 404],
    ['', 404],
  ])('answers %s with %i in the form of web scripts', async (path, status) => {
    const answer = await reader.get(scripts + path);
    expect([answer.status, answer.json['status']]).toEqual([
      status,
      expect.objectContaining({ code: status, name: expect.stringMatching(/\w/) as string }) as object,
    ]);
  });

  it('is for those who log in', async () => {
    const answer = await server.stranger.get(`${scripts}/api/classes/cm_content`);
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringMatching(/^AlfTicket /) as string,
    ]);
    const { id } = await server.stranger.make('/alfresco/api/-default-/public/authentication/versions/1/tickets', {
      userId: 'reader',
      password: 'reader',
    });
    const path = `${scripts}/api/classes/cm_content?alf_ticket=${String(id)}`;
    expect((await server.stranger.get(path)).status).toBe(200);
  });

  it('can only be read', async () => {
    const answer = await reader.post(`${scripts}/api/classes/cm_content`, {});
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});

describe.each(['/alfresco/s', '/alfresco/service'])('%s/api/login', (scripts) => {
  const post = (body: string): Promise<ApiAnswer> =>
    server.stranger.fetch(`${scripts}/api/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body,
    });

  it('gives a ticket, which opens every door, in XML or JSON', async () => {
    const credentials = 'u=reader&pw=reader';
    const xml = await server.stranger.fetch(`${scripts}/api/login?${credentials}`, {});
    const [, ticket] = /^<\?xml .*\?>\n<ticket>(TICKET_\w+)<\/ticket>\n$/.exec(xml.text) ?? [];
    expect([xml.status, xml.headers.get('content-type')]).toEqual([200, 'text/xml;charset=UTF-8']);
    const json = { data: { ticket: expect.stringMatching(/^TICKET_\w+$/) as string } };
    for (const path of [`/api/login?${credentials}&format=json`, `/api/login.json?${credentials}`]) {
      expect((await server.stranger.get(scripts + path)).json).toEqual(json);
    }
    expect((await post(JSON.stringify({ username: 'reader', password: 'reader' }))).json).toEqual(json);
    const browser = '/alfresco/api/-default-/public/cmis/versions/1.1/browser';
    for (const path of ['/nodes/-my-', `${browser}/root`]) {
      expect([path, (await server.stranger.get(`${path}?alf_ticket=${String(ticket)}`)).status]).toEqual([path, 200]);
    }
  });

  it.each([
    ['{"username":"reader","password":"wrong"}', 403],
    ['{"username":"reader"}', 400],
    ['{"password":"reader"}', 400],
    ['{"username":1,"password":[]}', 400],
    ['null', 400],
    ['[]', 400],
    ['x', 400],
    ['', 400],
    [JSON.stringify({ username: 'x'.repeat(20_000), password: 'x' }), 413],
  ])('refuses %.40s with %i', async (body, status) => {
    expect((await post(body)).status).toBe(status);
  });

  it('tells people of tickets of their own, and ends them', async () => {
    const { json } = await post(JSON.stringify({ username: 'reader', password: 'reader' }));
    const { ticket } = json['data'] as { readonly ticket: string };
    const path = `${scripts}/api/login/ticket/${ticket}`;
    const shown = await reader.get(path);
    expect([shown.status, shown.text]).toEqual([200, expect.stringContaining(`<ticket>${ticket}</ticket>`)]);
    expect((await server.stranger.get(`${path}?format=json&alf_ticket=${ticket}`)).json).toEqual({ data: { ticket } });
    expect((await server.as('admin').get(path)).status).toBe(404);
    expect((await server.as('admin').delete(path)).status).toBe(404);
    expect((await server.stranger.get(path)).status).toBe(401);
    const put = await reader.put(path, {});
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, HEAD, DELETE']);
    const ended = await reader.delete(path);
    expect([ended.status, ended.json['message']]).toEqual([200, `Deleted Ticket ${ticket}`]);
    expect((await reader.get(path)).status).toBe(404);
    expect((await reader.delete(path)).status).toBe(404);
    expect((await server.stranger.get(`/nodes/-my-?alf_ticket=${ticket}`)).status).toBe(401);
  });

  it('takes no other methods, and nothing from pages of strangers', async () => {
    const put = await server.stranger.fetch(`${scripts}/api/login?u=reader&pw=reader`, { method: 'PUT' });
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, POST']);
    const foreign = await server.stranger.fetch(`${scripts}/api/login`, {
      method: 'POST',
      headers: { Origin: 'https://evil.example.org' },
      body: JSON.stringify({ username: 'reader', password: 'reader' }),
    });
    expect(foreign.status).toBe(403);
  });
});

it('leaves the CMIS door below it alone', async () => {
  const answer = await reader.fetch('/alfresco/service/cmis', {});
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    200,
    expect.stringMatching(/^application\/atomsvc\+xml/) as string,
  ]);
});

it('knows every type and every aspect', async () => {
  for (const kind of ['types', 'aspects']) {
    const { entries } = await reader.get(`/${kind}?maxItems=1000`);
    expect(entries.length).toBeGreaterThan(10);
    for (const { id } of entries.slice(0, 40)) {
      const answer = await reader.get(`/alfresco/s/api/classes/${String(id).replace(':', '_')}`);
      expect([answer.status, answer.json['name']]).toEqual([200, id]);
    }
  }
});
