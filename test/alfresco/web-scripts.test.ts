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
    ['/api/login', 404],
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
