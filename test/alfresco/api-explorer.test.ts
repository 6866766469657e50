/** The page at `/api-explorer` as people use it: in a browser. */
import type { Page } from 'playwright-core';
import { findChromium, openBrowser, type Browser } from '../support/browser';
import { startTestServer, type TestServer } from '../support/server';

const executable = findChromium();
const withBrowser = executable === undefined ? describe.skip : describe;
if (executable === undefined) {
  process.stderr.write(
    'The page of the API explorer is not tried: no Chromium is on the path, and CHROMIUM names none.\n',
  );
}

withBrowser('the API explorer in Chromium', () => {
  let server: TestServer;
  let browser: Browser;
  let page: Page;
  /** What the page asked of others, and what the browser refused it or complained of. */
  const strays: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    server = await startTestServer();
    browser = await openBrowser(executable ?? '');
    page = await browser.context.newPage();
    page.setDefaultTimeout(20_000);
    page.on('request', (request) => {
      if (!request.url().startsWith(server.url) && !/^(?:data|blob):/.test(request.url())) strays.push(request.url());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(server.url);
    await page.getByRole('link', { name: 'API explorer' }).click();
    await page.locator('.opblock').first().waitFor();
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  const operation = (path: string, method: string) =>
    page.locator(`.opblock-${method}`).filter({ has: page.locator(`[data-path="${path}"]`) });

  async function choose(api: string): Promise<void> {
    await page.getByRole('button', { name: api, exact: true }).click();
    await page.locator('.info .title', { hasText: api }).waitFor();
  }

  /** The page draws what is in sight alone, so the filter brings the operation there. */
  async function open(path: string, method: string) {
    await page.locator('.operation-filter-input').fill(path);
    // Until the page has been drawn anew: what is opened before that is closed by it.
    await page.locator(`.opblock-summary-path:not([data-path*="${path}"])`).first().waitFor({ state: 'detached' });
    const block = operation(path, method);
    await block.locator('.opblock-summary-control').first().click();
    await block.locator('.opblock-body').waitFor();
    return block;
  }

  async function logIn(user: string, password: string): Promise<void> {
    await page.getByRole('button', { name: 'Authorize' }).first().click();
    const dialog = page.locator('.modal-ux');
    await dialog.getByLabel('Username').fill(user);
    await dialog.getByLabel('Password').fill(password);
    await dialog.getByRole('button', { name: 'Apply credentials' }).first().click();
    await dialog.getByRole('button', { name: 'Close' }).first().click();
  }

  it('shows the operations', async () => {
    expect(await operation('/nodes/{nodeId}', 'get').textContent()).toContain('Get a node');
  });

  it('tells strangers to log in', async () => {
    const block = await open('/nodes/{nodeId}/children', 'get');
    await block.locator('[data-param-name="nodeId"] input').fill('-root-');
    await block.getByRole('button', { name: 'Execute' }).click();
    await block.locator('.live-responses-table .response-col_status', { hasText: '401' }).waitFor();
    complaints.splice(0);
  });

  it('tries a call with a name and a password, and shows its answer', async () => {
    await logIn('admin', 'admin');
    const block = operation('/nodes/{nodeId}/children', 'get');
    await block.getByRole('button', { name: 'Execute' }).click();
    await block.locator('.live-responses-table .response-col_status', { hasText: '200' }).waitFor();
    expect(await block.locator('.live-responses-table').textContent()).toContain('"name": "Shared"');
  });

  it('tries a call that writes', async () => {
    const block = await open('/people', 'post');
    const body = JSON.stringify({ id: 'eve', firstName: 'Eve', email: 'eve@example.com', password: 'eve' });
    await block.locator('textarea').fill(body);
    await block.getByRole('button', { name: 'Execute' }).click();
    await block.locator('.live-responses-table .response-col_status', { hasText: '201' }).waitFor();
  });

  it('tries an upload as the form comes, with nothing but a file', async () => {
    const block = await open('/nodes/{nodeId}/children', 'post');
    await block.locator('[data-param-name="nodeId"] input').fill('-my-');
    await block.getByLabel('Request content type').selectOption('multipart/form-data');
    const file = { name: 'tried.txt', mimeType: 'text/plain', buffer: Buffer.from('tried') };
    await block.locator('input[type="file"]').setInputFiles(file);
    await block.getByRole('button', { name: 'Execute' }).click();
    await block.locator('.live-responses-table .response-col_status', { hasText: '201' }).waitFor();
    expect(await block.locator('.live-responses-table').textContent()).toContain('"name": "tried.txt"');
  });

  it('shows the other APIs to who has logged in, and takes tickets', async () => {
    await choose('Authentication API');
    const block = await open('/tickets', 'post');
    await block.locator('textarea').fill(JSON.stringify({ userId: 'eve', password: 'eve' }));
    await block.getByRole('button', { name: 'Execute' }).click();
    const answer = block.locator('.live-responses-table');
    await answer.locator('.response-col_status', { hasText: '201' }).waitFor();
    const [ticket = ''] = /TICKET_\w+/.exec((await answer.textContent()) ?? '') ?? [];
    await choose('Core API');
    await page.getByRole('button', { name: 'Authorize' }).first().click();
    const dialog = page.locator('.modal-ux');
    await dialog.getByRole('button', { name: 'Remove authorization' }).first().click();
    const byTicket = dialog.locator('.auth-container', { hasText: 'alf_ticket' });
    await byTicket.locator('input').fill(ticket);
    await byTicket.locator('button[type="submit"]').click();
    await dialog.getByRole('button', { name: 'Close' }).first().click();
    const own = await open('/people/{personId}', 'get');
    await own.locator('[data-param-name="personId"] input').fill('-me-');
    await own.getByRole('button', { name: 'Execute' }).click();
    await own.locator('.live-responses-table .response-col_status', { hasText: '200' }).waitFor();
    expect(await own.locator('.live-responses-table').textContent()).toContain('"id": "eve"');
  });

  it('asked nobody but this server, and kept to its policy', () => {
    expect(strays).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
