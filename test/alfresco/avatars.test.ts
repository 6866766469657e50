import { errorOf, type AlfrescoClient } from './client';
import { looked, picture } from './renditions';
import { startAlfresco, type AlfrescoServer } from './server';

let server: AlfrescoServer;
let anna: AlfrescoClient;
let berta: AlfrescoClient;

beforeAll(async () => {
  server = await startAlfresco(['anna', 'berta']);
  anna = server.as('anna');
  berta = server.as('berta');
});
afterAll(() => server.close());

const set = (
  client: AlfrescoClient,
  person: string,
  body: NonNullable<RequestInit['body']>,
): ReturnType<AlfrescoClient['fetch']> => client.fetch(`/people/${person}/avatar`, { method: 'PUT', body });

it('a person without a picture has none, or one for everybody', async () => {
  expect((await berta.get('/people/berta/avatar')).status).toBe(404);
  const placeholder = await anna.get('/people/berta/avatar?placeholder=true&attachment=false');
  expect([placeholder.status, placeholder.headers.get('content-type')]).toEqual([200, 'image/png']);
  expect((await anna.get('/people/nobody/avatar?placeholder=true')).status).toBe(404);
  expect((await server.stranger.get('/people/anna/avatar')).status).toBe(401);
});

it('people set their picture, which is drawn small, and everybody sees it', async () => {
  const answer = await set(anna, '-me-', await picture('jpeg', 640, 480));
  expect([answer.status, answer.entry]).toMatchObject([200, { id: 'anna', capabilities: { isAdmin: false } }]);
  const path = '/alfresco/api/-default-/public/alfresco/versions/1/people/anna/avatar?attachment=false';
  const response = await fetch(server.url + path, {
    headers: { Authorization: `Basic ${Buffer.from('berta:berta').toString('base64')}` },
  });
  expect(response.headers.get('content-disposition')).toMatch(/^inline/);
  expect(await looked(Buffer.from(await response.arrayBuffer()))).toMatchObject({
    format: 'png',
    width: 64,
    height: 48,
  });
  const etag = response.headers.get('etag') ?? '';
  expect((await berta.get(path, { 'If-None-Match': etag })).status).toBe(304);
  await set(anna, 'anna', await picture('png'));
  expect((await berta.get(path, { 'If-None-Match': etag })).status).toBe(200);
});

it("administrators set everybody's, others only their own", async () => {
  expect((await set(berta, 'anna', await picture('png'))).status).toBe(403);
  expect((await berta.delete('/people/anna/avatar')).status).toBe(403);
  expect((await set(server.as('admin'), 'berta', await picture('png'))).status).toBe(200);
  expect((await set(server.as('admin'), 'nobody', await picture('png'))).status).toBe(404);
});

it.each([
  ['no image', 'a text'],
  ['nothing', ''],
  ['more than anybody can see', '<svg xmlns="http://www.w3.org/2000/svg" width="90000" height="90000"/>'],
])('%s is no picture', async (_, body) => {
  await set(anna, 'anna', await picture('png'));
  const answer = await set(anna, 'anna', body);
  expect([answer.status, errorOf(answer).statusCode]).toEqual([400, 400]);
  expect((await anna.get('/people/anna/avatar')).status).toBe(200);
});

it('a picture that is taken away is gone, however often', async () => {
  await set(anna, 'anna', await picture('png'));
  expect((await anna.delete('/people/-me-/avatar')).status).toBe(204);
  expect((await anna.get('/people/anna/avatar')).status).toBe(404);
  expect((await anna.delete('/people/anna/avatar')).status).toBe(204);
});
