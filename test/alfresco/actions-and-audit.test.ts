import { type AlfrescoClient, type Json } from './client';
import { startAlfresco, type AlfrescoServer } from './server';

let server: AlfrescoServer;
let admin: AlfrescoClient;
let anna: AlfrescoClient;

beforeAll(async () => {
  server = await startAlfresco(['anna']);
  admin = server.as('admin');
  anna = server.as('anna');
});
afterAll(() => server.close());

it('auditing is off, and the description of the server says so', async () => {
  const { entry } = await anna.get('/alfresco/api/discovery');
  const { status } = entry['repository'] as { readonly status: Json };
  expect(status['isAuditEnabled']).toBe(false);
  const paths = ['', '/x', '/x/audit-entries', '/x/audit-entries/1'].map((path) => `/audit-applications${path}`);
  for (const path of [...paths, '/nodes/-root-/audit-entries']) {
    expect((await admin.get(path)).status).toBe(501);
    expect((await anna.get(path)).status).toBe(403);
  }
  expect((await admin.put('/audit-applications/x', { isEnabled: true })).status).toBe(501);
  expect((await admin.delete('/audit-applications/x/audit-entries?where=(id BETWEEN (1,2))')).status).toBe(501);
});

it('the description of the server says what works', async () => {
  const { entry } = await anna.get('/alfresco/api/discovery');
  const { status } = entry['repository'] as { readonly status: Json };
  expect(status).toMatchObject({ isQuickShareEnabled: true, isThumbnailGenerationEnabled: true, isReadOnly: false });
});

it('there are no actions, and none is executed', async () => {
  for (const path of ['/action-definitions', '/nodes/-my-/action-definitions'])
    expect((await anna.get(path)).pagination).toMatchObject({ count: 0, totalItems: 0 });
  expect((await anna.get('/nodes/x/action-definitions')).status).toBe(404);
  expect((await anna.get('/action-definitions/copy')).status).toBe(404);
  const body = { actionDefinitionId: 'copy', targetId: '-my-', params: { 'destination-folder': '-my-' } };
  expect((await anna.post('/action-executions', body)).status).toBe(404);
  expect((await anna.post('/action-executions', {})).status).toBe(400);
});
