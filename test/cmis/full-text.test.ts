/** Words that one door writes are found by the queries of the other when the write returns. */
import { attribute, child, childText, type XmlElement } from '../../src/cmis/xml/tree';
import { CMIS, CMISRA } from '../../src/cmis/xml/namespaces';
import { pdf } from '../support/sample-documents';
import { startTestServer, type TestServer } from '../support/server';
import {
  atomClient,
  childrenOf,
  createDocument,
  createFolder,
  entriesOf,
  one,
  requireLink,
  rootChildren,
  type AtomClient,
} from './atompub/client';
import { browserClient, named, properties, type BrowserClient, type Json } from './browser/client';

let server: TestServer;
let atom: AtomClient;
let browser: BrowserClient;
let anna: BrowserClient;
let children: string;
let folderId: string;

const browserOf = (user: string, dialect = 'cmis/1.1/browser'): BrowserClient =>
  browserClient(`${server.url}/${dialect}/-default-`, { user, password: user });

beforeAll(async () => {
  server = await startTestServer();
  await server.person('anna');
  [atom, browser, anna] = [atomClient(`${server.url}/cmis/1.1/atom`), browserOf('admin'), browserOf('anna')];
  const folder = await createFolder(atom, await rootChildren(atom), 'words');
  children = childrenOf(folder);
  folderId = one(folder, 'cmis:objectId') ?? '';
});
afterAll(async () => {
  await server.close();
  expect(server.observations).toEqual([]);
});

const statement = (text: string): string =>
  `SELECT cmis:name, SCORE() AS s FROM cmis:document WHERE CONTAINS('${text}') ORDER BY cmis:name`;

/** Names of what a browser client finds. */
async function found(text: string, client = browser, more: Record<string, boolean> = {}): Promise<readonly unknown[]> {
  const answer = await client.get('repository', 'query', {
    q: `SELECT cmis:name FROM cmis:document WHERE CONTAINS('${text}')`,
    succinct: true,
    ...more,
  });
  const { results, numItems } = answer.json as {
    readonly results: readonly { readonly succinctProperties: Json }[];
    readonly numItems: number;
  };
  expect(numItems).toBe(results.length);
  return results.map(({ succinctProperties }) => succinctProperties['cmis:name']);
}

const columns = (row: XmlElement): readonly XmlElement[] =>
  child(child(row, CMISRA, 'object'), CMIS, 'properties')?.children ?? [];

/** Names of what AtomPub finds. */
async function foundByAtom(text: string): Promise<readonly unknown[]> {
  const { root } = await atom.get(`/query?q=${encodeURIComponent(statement(text))}`);
  return entriesOf(root).map((row) => childText(columns(row)[0] ?? row, CMIS, 'value'));
}

const html =
  '<html><head><title>walrus</title><script>seal()</script></head><body><p>An <b>ot</b>ter</p></body></html>';

it('finds the words of plain text, HTML and PDF', async () => {
  await browser.make({ id: folderId }, 'createDocument', named('cmis:document', 'plain'), { text: 'the heron' });
  await browser.make({ id: folderId }, 'createDocument', named('cmis:document', 'page'), {
    text: html,
    type: 'text/html',
    name: 'page.html',
  });
  const made = await createDocument(atom, children, { title: 'paper' });
  const put = await atom.put(requireLink(made, 'edit-media'), {
    body: pdf(['a kingfisher', 'and a heron']),
    type: 'application/pdf',
  });
  expect(put.status).toBe(200);
  for (const find of [found, foundByAtom]) {
    expect([...(await find('heron'))].sort()).toEqual(['paper', 'plain']);
    expect(await find('kingfisher')).toEqual(['paper']);
    expect(await find('otter walrus')).toEqual(['page']);
    expect(await find('seal')).toEqual([]);
  }
});

it('forgets what content, name and properties no longer say', async () => {
  const document = await browser.make({ id: folderId }, 'createDocument', named('cmis:document', 'firstname'), {
    text: 'badger',
  });
  await browser.make(
    { id: document.id },
    'update',
    properties({ 'cmis:name': 'secondname', 'cmis:description': 'mole' }),
  );
  expect([await foundByAtom('badger'), await foundByAtom('mole'), await foundByAtom('firstname')]).toEqual([
    ['secondname'],
    ['secondname'],
    [],
  ]);
  await browser.make({ id: document.id }, 'setContent', { overwriteFlag: true }, { text: 'stoat' });
  expect([await foundByAtom('badger'), await foundByAtom('stoat')]).toEqual([[], ['secondname']]);
  await browser.make({ id: document.id }, 'deleteContent');
  expect([await foundByAtom('stoat'), await foundByAtom('mole')]).toEqual([[], ['secondname']]);
  await browser.post({ id: document.id }, 'delete', { allVersions: true });
  expect(await foundByAtom('mole')).toEqual([]);
});

it('finds the words of versions and working copies where they are', async () => {
  const first = await browser.make({ id: folderId }, 'createDocument', named('cmis:document', 'series'), {
    text: 'lynx',
  });
  const copy = await browser.make({ id: first.id }, 'checkOut');
  await browser.make({ id: copy.id }, 'setContent', { overwriteFlag: true }, { text: 'marten' });
  expect([await found('lynx'), (await found('marten')).length]).toEqual([['series'], 1]);
  await browser.make({ id: copy.id }, 'checkIn', { major: true });
  expect([await foundByAtom('lynx'), await foundByAtom('marten')]).toEqual([[], ['series']]);
  expect(await found('lynx', browser, { searchAllVersions: true })).toEqual(['series']);
});

it('shows nobody that words are in what they may not read', async () => {
  await server.person('ben');
  const ben = browserOf('ben');
  const reading = (change: 'add' | 'remove') => ({
    [`${change}ACEPrincipal[0]`]: 'anna',
    [`${change}ACEPermission[0][0]`]: 'cmis:read',
  });
  const home = { path: '/User Homes/ben' };
  const secret = await ben.make(home, 'createDocument', named('cmis:document', 'secret'), { text: 'ermine' });
  const finders = async () => [await found('ermine', anna), await found('ermine', ben), await found('ermine')];
  expect(await finders()).toEqual([[], ['secret'], ['secret']]);
  await ben.post({ id: secret.id }, 'applyACL', reading('add'));
  expect(await finders()).toEqual([['secret'], ['secret'], ['secret']]);
  await ben.post({ id: secret.id }, 'applyACL', reading('remove'));
  expect(await finders()).toEqual([[], ['secret'], ['secret']]);
});

it('shows the score under its alias in both bindings', async () => {
  await browser.make({ id: folderId }, 'createDocument', named('cmis:document', 'osprey'), { text: 'osprey' });
  const { root } = await atom.get(`/query?q=${encodeURIComponent(statement('osprey'))}`);
  const score = columns(entriesOf(root)[0] ?? root)[1] ?? root;
  expect([score.local, attribute(score, 'queryName')]).toEqual(['propertyDecimal', 's']);
  const value = Number(childText(score, CMIS, 'value'));
  expect(value).toBeGreaterThan(0);
  expect(value).toBeLessThanOrEqual(1);
  const answer = await browser.get('repository', 'query', { q: statement('osprey') });
  const [row] = (answer.json as { readonly results: readonly { readonly properties: Json }[] }).results;
  expect(row?.properties['s']).toMatchObject({ queryName: 's', type: 'decimal', value });
});

it('says in all doors that full text and properties can be asked together', async () => {
  const { text } = await atom.get('');
  expect(text).toContain('<cmis:capabilityQuery>bothcombined</cmis:capabilityQuery>');
  for (const dialect of ['cmis/1.1/browser', 'alfresco/api/-default-/public/cmis/versions/1.1/browser']) {
    const answer = await browserOf('admin', dialect).get('repository', 'repositoryInfo');
    expect(answer.text).toContain('"capabilityQuery":"bothcombined"');
  }
});
