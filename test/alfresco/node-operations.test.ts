import { errorOf, type AlfrescoClient, type ApiAnswer, type Json } from './client';
import { startAlfresco, type AlfrescoServer } from './server';

let server: AlfrescoServer;
let anna: AlfrescoClient;
let ben: AlfrescoClient;
let count = 0;

beforeAll(async () => {
  server = await startAlfresco(['anna', 'ben']);
  anna = server.as('anna');
  ben = server.as('ben');
});
afterAll(() => server.close());

const idOf = (entry: Json): string => String(entry['id']);
const folder = async (parent = '-my-', name = `folder${++count}`): Promise<string> =>
  idOf(await anna.make(`/nodes/${parent}/children`, { name, nodeType: 'cm:folder' }));

async function upload(parent: string, name: string, text = 'text'): Promise<string> {
  const data = new FormData();
  data.append('filedata', new Blob([text]), name);
  const { status, entry } = await anna.post(`/nodes/${parent}/children`, data);
  expect(status).toBe(201);
  return idOf(entry);
}

const put = (client: AlfrescoClient, path: string, body: string): Promise<ApiAnswer> =>
  client.fetch(path, { method: 'PUT', body, headers: { 'Content-Type': 'text/plain' } });
const names = ({ entries }: ApiAnswer): readonly unknown[] => entries.map(({ name }) => name);
const status = async (answer: Promise<ApiAnswer>): Promise<number> => (await answer).status;
const NOWHERE = '00000000-0000-4000-8000-000000000000';

describe('content', () => {
  it('is sent whole, in part, and not again when it is known', async () => {
    const id = await upload(await folder(), 'c.txt', '0123456789');
    const path = `/nodes/${id}/content`;
    const whole = await anna.get(path);
    expect([whole.status, whole.text]).toEqual([200, '0123456789']);
    expect(whole.headers.get('content-disposition')).toBe(`attachment; filename="c.txt"; filename*=UTF-8''c.txt`);
    expect(whole.headers.get('content-type')).toBe('text/plain;charset=UTF-8');
    expect(whole.headers.get('cache-control')).toContain('max-age=0, must-revalidate');
    expect(Date.parse(whole.headers.get('expires') ?? '')).toBe(0);
    const part = await anna.get(path, { Range: 'bytes=2-4' });
    expect([part.status, part.text, part.headers.get('content-range')]).toEqual([206, '234', 'bytes 2-4/10']);
    expect(await status(anna.get(path, { Range: 'bytes=20-' }))).toBe(416);
    const modified = whole.headers.get('last-modified') ?? '';
    expect(await status(anna.get(path, { 'If-Modified-Since': modified }))).toBe(304);
  });

  it.each([
    ['letters of ASCII', Buffer.from('abc'), 'text/plain;charset=UTF-8'],
    ['UTF-8', Buffer.from('Grüße'), 'text/plain;charset=UTF-8'],
    [
      'UTF-8, cut within a letter where the look ends',
      Buffer.from(`x${'ü'.repeat(40_000)}`),
      'text/plain;charset=UTF-8',
    ],
    ['UTF-16 with a mark', Buffer.from('\ufeffab', 'utf16le'), 'text/plain;charset=UTF-16LE'],
    ['something else', Buffer.from('Grüße', 'latin1'), 'text/plain'],
    ['what may be anything further on', Buffer.from('a'.repeat(70_000)), 'text/plain'],
  ])('tells browsers that it is written in %s', async (_what, bytes, type) => {
    const { id } = (await anna.post(`/nodes/${await folder()}/children`, { name: 't.txt', nodeType: 'cm:content' }))
      .entry;
    const path = `/nodes/${String(id)}/content`;
    await anna.fetch(path, { method: 'PUT', body: new Uint8Array(bytes) });
    expect((await anna.get(path)).headers.get('content-type')).toBe(type);
  });

  it('need not name a file when it says its type and the form has a name', async () => {
    const answer = await anna.fetch(`/nodes/${await folder()}/children`, {
      method: 'POST',
      headers: { 'Content-Type': 'multipart/form-data; boundary=b' },
      body: [
        '--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nn.txt\r\n',
        '--b\r\nContent-Disposition: form-data; name="filedata"\r\nContent-Type: text/plain\r\n\r\ntext\r\n--b--\r\n',
      ].join(''),
    });
    expect([answer.status, answer.entry['name']]).toEqual([201, 'n.txt']);
    expect((await anna.get(`/nodes/${idOf(answer.entry)}/content`)).text).toBe('text');
  });

  it('is shown in a browser only where that is harmless', async () => {
    const parent = await folder();
    for (const [name, disposition] of [
      ['a.pdf', /^inline/],
      ['a.html', /^attachment/],
      ['a.svg', /^attachment/],
    ] as const) {
      const answer = await anna.get(`/nodes/${await upload(parent, name)}/content?attachment=false`);
      expect(answer.headers.get('content-disposition')).toMatch(disposition);
    }
  });

  it('is missing where there is none', async () => {
    const parent = await folder();
    expect(await status(anna.get(`/nodes/${parent}/content`))).toBe(400);
    expect(await status(anna.get(`/nodes/${NOWHERE}/content`))).toBe(404);
  });

  it('written makes a new version of a file with versions', async () => {
    const id = await upload(await folder(), 'w.txt');
    const minor = await put(anna, `/nodes/${id}/content`, 'second');
    expect(minor.entry).toMatchObject({
      id,
      content: { sizeInBytes: 6, mimeType: 'text/plain' },
      properties: { 'cm:versionLabel': '1.1' },
    });
    const major = await put(anna, `/nodes/${id}/content?majorVersion=true&comment=great&name=renamed.html`, 'third');
    expect(major.entry).toMatchObject({
      name: 'renamed.html',
      content: { mimeType: 'text/html' },
      properties: { 'cm:versionLabel': '2.0' },
    });
    const versions = await anna.get(`/nodes/${id}/versions`);
    expect(versions.entries.map((one) => [one['id'], one['versionComment'], one['name']])).toEqual([
      ['2.0', 'great', 'renamed.html'],
      ['1.1', undefined, 'w.txt'],
      ['1.0', undefined, 'w.txt'],
    ]);
    const disposition = async (version: string): Promise<unknown> =>
      (await anna.get(`/nodes/${id}/versions/${version}/content`)).headers.get('content-disposition');
    expect(await disposition('1.1')).toContain('attachment; filename="w.txt"');
    expect(await disposition('2.0')).toContain('attachment; filename="renamed.html"');
  });

  it('written to a file without versions makes one only where that is said', async () => {
    const parent = await folder();
    const id = idOf(await anna.make(`/nodes/${parent}/children`, { name: 'n.txt', nodeType: 'cm:content' }));
    expect((await put(anna, `/nodes/${id}/content`, 'a')).entry).not.toHaveProperty('properties');
    expect((await anna.get(`/nodes/${id}/versions`)).entries).toEqual([]);
    const versioned = await put(anna, `/nodes/${id}/content?majorVersion=true`, 'b');
    expect(versioned.entry).toMatchObject({ properties: { 'cm:versionLabel': '2.0' } });
    expect((await anna.get(`/nodes/${id}/versions`)).entries.map((one) => one['id'])).toEqual(['2.0', '1.0']);
  });

  it.each([
    ['true', '1.0', '1.1'],
    ['false', '0.1', '0.2'],
  ])('is the first version of a file that had neither, major: %s', async (major, label, next) => {
    const id = idOf(await anna.make(`/nodes/${await folder()}/children`, { name: 'n.txt', nodeType: 'cm:content' }));
    const first = await put(anna, `/nodes/${id}/content?majorVersion=${major}&comment=begun`, 'a');
    expect(first.entry['properties']).toMatchObject({ 'cm:versionLabel': label });
    const labels = async (): Promise<unknown> =>
      (await anna.get(`/nodes/${id}/versions`)).entries.map((one) => [one['id'], one['versionComment']]);
    expect(await labels()).toEqual([[label, 'begun']]);
    await put(anna, `/nodes/${id}/content`, 'b');
    expect(await labels()).toEqual([
      [next, undefined],
      [label, 'begun'],
    ]);
    expect((await anna.get(`/nodes/${id}/versions/${label}/content`)).text).toBe('a');
  });

  it('is not taken as a form', async () => {
    const id = await upload(await folder(), 'f.txt');
    const answer = await anna.fetch(`/nodes/${id}/content`, { method: 'PUT', body: new FormData() });
    expect([answer.status, errorOf(answer).statusCode]).toEqual([415, 415]);
  });
});

describe('copying', () => {
  it('takes a folder with all in it', async () => {
    const [source, target] = [await folder(), await folder()];
    const inner = await folder(source, 'inner');
    await upload(inner, 'deep.txt', 'deep');
    const filed = await upload(await folder(), 'filed.txt');
    await anna.make(`/nodes/${source}/secondary-children`, { childId: filed, assocType: 'cm:contains' });
    const { status: made, entry } = await anna.post(`/nodes/${source}/copy`, { targetParentId: target, name: 'copy' });
    expect([made, entry['name'], entry['parentId']]).toEqual([201, 'copy', target]);
    expect(names(await anna.get(`/nodes/${idOf(entry)}/children`))).toEqual(['inner', 'filed.txt']);
    const deep = await anna.get(`/nodes/${idOf(entry)}?relativePath=inner/deep.txt`);
    expect(deep.entry).toMatchObject({ content: { sizeInBytes: 4 }, properties: { 'cm:versionLabel': '1.0' } });
    expect((await anna.get(`/nodes/${idOf(deep.entry)}/content`)).text).toBe('deep');
  });

  it('into itself ends', async () => {
    const source = await folder();
    await upload(source, 'x');
    const { entry } = await anna.post(`/nodes/${source}/copy`, { targetParentId: source });
    expect(names(await anna.get(`/nodes/${idOf(entry)}/children`))).toEqual(['x']);
  });

  it('leaves out what the caller may not see', async () => {
    const source = await folder('-shared-');
    await upload(source, 'open.txt');
    const hidden = await upload(source, 'hidden.txt');
    await anna.put(`/nodes/${hidden}`, { permissions: { isInheritanceEnabled: false } });
    const { entry } = await ben.post(`/nodes/${source}/copy`, { targetParentId: '-my-' });
    expect(entry['createdByUser']).toMatchObject({ id: 'ben' });
    expect(names(await ben.get(`/nodes/${idOf(entry)}/children`))).toEqual(['open.txt']);
  });
});

describe('moving', () => {
  it('keeps id, versions and rights, and may rename', async () => {
    const [source, target] = [await folder(), await folder()];
    const id = await upload(source, 'm.txt');
    await upload(target, 'm.txt');
    expect(await status(anna.post(`/nodes/${id}/move`, { targetParentId: target }))).toBe(409);
    const moved = await anna.post(`/nodes/${id}/move`, { targetParentId: target, name: 'other.txt' });
    expect([moved.status, moved.entry['id'], moved.entry['parentId'], moved.entry['name']]).toEqual([
      200,
      id,
      target,
      'other.txt',
    ]);
    expect((await anna.get(`/nodes/${source}/children`)).entries).toEqual([]);
  });
});

it.each(['copy', 'move'])('%s refuses what cannot be', async (action) => {
  const outer = await folder();
  const inner = await folder(outer, 'inner');
  const id = await upload(inner, 'a.txt');
  for (const [node, body, expected] of [
    [id, {}, 400],
    [id, { targetParentId: id }, 400],
    [id, { targetParentId: NOWHERE }, 404],
    [id, { targetParentId: 'x' }, 404],
    [id, { targetParentId: '-root-' }, 403],
    [NOWHERE, { targetParentId: outer }, 404],
    [id, [], 400],
    [id, [{ targetParentId: outer }], 405],
    [id, { targetParentId: outer, name: 'a/b' }, 422],
  ] as const) {
    const answer = await anna.post(`/nodes/${node}/${action}`, body);
    expect([body, answer.status, errorOf(answer).statusCode]).toEqual([body, expected, expected]);
  }
  if (action === 'copy') expect(await status(anna.post(`/nodes/${id}/copy`, { targetParentId: inner }))).toBe(409);
  else expect(await status(anna.post(`/nodes/${outer}/move`, { targetParentId: inner }))).toBe(400);
  expect(names(await anna.get(`/nodes/${inner}/children`))).toEqual(['a.txt']);
});

describe('a lock', () => {
  const editable = async (): Promise<string> => {
    const id = await upload(await folder('-shared-'), 'l.txt');
    await anna.put(`/nodes/${id}`, { permissions: { locallySet: [{ authorityId: 'ben', name: 'Collaborator' }] } });
    return id;
  };

  it('keeps others from changing the file, on every door', async () => {
    const id = await editable();
    const locked = await anna.post(`/nodes/${id}/lock?include=isLocked`, { type: 'ALLOW_OWNER_CHANGES' });
    expect([locked.status, locked.entry]).toMatchObject([
      200,
      {
        isLocked: true,
        aspectNames: expect.arrayContaining(['cm:lockable']) as unknown,
        properties: { 'cm:lockType': 'WRITE_LOCK', 'cm:lockLifetime': 'PERSISTENT', 'cm:lockOwner': { id: 'anna' } },
      },
    ]);
    expect(await status(ben.put(`/nodes/${id}`, { properties: { 'cm:title': 'x' } }))).toBe(409);
    expect(await status(put(ben, `/nodes/${id}/content`, 'x'))).toBe(409);
    const refused = errorOf(await ben.post(`/nodes/${id}/lock`, {}));
    expect(refused).toMatchObject({ statusCode: 422, errorKey: 'framework.exception.ApiDefault' });
    expect(await status(ben.post(`/nodes/${id}/unlock`))).toBe(403);
    const form = new URLSearchParams({
      cmisaction: 'update',
      objectId: id,
      'propertyId[0]': 'cmis:description',
      'propertyValue[0]': 'x',
    });
    const browser = '/alfresco/api/-default-/public/cmis/versions/1.1/browser/-default-/root';
    expect(await status(ben.fetch(browser, { method: 'POST', body: form }))).toBe(409);
    expect(await status(anna.put(`/nodes/${id}`, { properties: { 'cm:title': 'mine' } }))).toBe(200);
    const unlocked = await anna.post(`/nodes/${id}/unlock?include=isLocked`);
    expect(unlocked.entry).toMatchObject({ isLocked: false });
    expect(unlocked.entry['properties']).not.toHaveProperty('cm:lockType');
    expect(await status(anna.post(`/nodes/${id}/unlock`))).toBe(422);
    expect(await status(ben.put(`/nodes/${id}`, { properties: { 'cm:title': 'x' } }))).toBe(200);
  });

  it('of the full kind keeps everybody from it, and may expire', async () => {
    const id = await editable();
    await anna.make(`/nodes/${id}/lock`, { type: 'FULL', timeToExpire: 1, lifetime: 'EPHEMERAL' });
    expect(await status(anna.put(`/nodes/${id}`, { properties: { 'cm:title': 'x' } }))).toBe(409);
    const until = Date.now() + 20_000;
    let answer = 409;
    while (answer === 409 && Date.now() < until)
      answer = await status(ben.put(`/nodes/${id}`, { properties: { 'cm:title': 'x' } }));
    expect(answer).toBe(200);
    expect((await anna.get(`/nodes/${id}?include=isLocked`)).entry).toMatchObject({ isLocked: false });
  });

  it.each([
    ['a type that is none', { type: 'SOME' }, 400],
    ['a lifetime that is none', { lifetime: 'LONG' }, 400],
    ['a time before', { timeToExpire: -1 }, 400],
    ['no number', { timeToExpire: 'x' }, 400],
    ['a huge number', { timeToExpire: 1e300 }, 400],
    ['nothing', '', 400],
  ])('with %s is refused', async (_what, body, expected) => {
    const id = await upload(await folder(), 'r.txt');
    const answer = await anna.post(`/nodes/${id}/lock`, body);
    expect([answer.status, errorOf(answer).statusCode]).toEqual([expected, expected]);
    expect(await status(anna.post(`/nodes/${id}/unlock`))).toBe(422);
  });

  it('is for files', async () => {
    expect(await status(anna.post(`/nodes/${await folder()}/lock`, {}))).toBe(400);
  });
});

describe('a check-out', () => {
  it('gives a working copy, which new content checks in', async () => {
    const parent = await folder();
    const id = await upload(parent, 'doc.txt');
    const copy = (await anna.post(`/nodes/${id}/checkout`)).entry;
    expect(copy).toMatchObject({
      name: 'doc (Working Copy).txt',
      aspectNames: expect.arrayContaining(['cm:workingcopy']) as unknown,
      properties: { 'cm:workingCopyOwner': { id: 'anna' } },
    });
    const original = (await anna.get(`/nodes/${id}?include=isLocked`)).entry;
    expect(original).toMatchObject({
      isLocked: true,
      aspectNames: expect.arrayContaining(['cm:checkedOut']) as unknown,
    });
    expect(await status(anna.post(`/nodes/${id}/checkout`))).toBe(409);
    expect(await status(anna.put(`/nodes/${id}`, { name: 'x' }))).toBe(409);
    const checkedIn = await put(anna, `/nodes/${idOf(copy)}/content?majorVersion=true&comment=done`, 'new');
    expect(checkedIn.entry).toMatchObject({ id, name: 'doc.txt', properties: { 'cm:versionLabel': '2.0' } });
    expect(names(await anna.get(`/nodes/${parent}/children`))).toEqual(['doc.txt']);
  });

  it.each(['original', 'copy'])('is cancelled through the %s', async (which) => {
    const id = await upload(await folder(), 'doc.txt');
    const copy = idOf((await anna.post(`/nodes/${id}/checkout`)).entry);
    const cancelled = await anna.post(`/nodes/${which === 'copy' ? copy : id}/cancel-checkout?include=isLocked`);
    expect([cancelled.status, cancelled.entry]).toMatchObject([200, { id, isLocked: false }]);
    expect(await status(anna.get(`/nodes/${copy}`))).toBe(404);
    expect(await status(anna.post(`/nodes/${id}/cancel-checkout`))).toBe(422);
  });
});

describe('versions', () => {
  let id = '';
  beforeAll(async () => {
    id = await upload(await folder(), 'v.txt', 'one');
    await anna.put(`/nodes/${id}`, { properties: { 'cm:title': 'first' } });
    await put(anna, `/nodes/${id}/content`, 'second');
    await put(anna, `/nodes/${id}/content?majorVersion=true`, 'the third');
  });

  it('are listed newest first, with what is included', async () => {
    const page = await anna.get(`/nodes/${id}/versions?maxItems=2&include=properties,aspectNames`);
    expect(page.pagination).toEqual({ count: 2, hasMoreItems: true, totalItems: 3, skipCount: 0, maxItems: 2 });
    expect(page.entries.map((one) => one['id'])).toEqual(['2.0', '1.1']);
    expect(page.entries[0]).toMatchObject({ properties: { 'cm:versionLabel': '2.0', 'cm:versionType': 'MAJOR' } });
    const [plain] = (await anna.get(`/nodes/${id}/versions`)).entries;
    expect(Object.keys(plain ?? {}).sort()).toEqual([
      'content',
      'id',
      'isFile',
      'isFolder',
      'modifiedAt',
      'modifiedByUser',
      'name',
      'nodeType',
    ]);
  });

  it('are shown and sent one by one', async () => {
    expect((await anna.get(`/nodes/${id}/versions/1.0`)).entry).toMatchObject({
      id: '1.0',
      content: { sizeInBytes: 3 },
    });
    expect((await anna.get(`/nodes/${id}/versions/1.1/content`)).text).toBe('second');
    for (const label of ['9.9', 'pwc', 'x', '1', '1.0.0'])
      expect([label, await status(anna.get(`/nodes/${id}/versions/${label}`))]).toEqual([label, 404]);
  });

  it('come back as a new version', async () => {
    const reverted = await anna.post(`/nodes/${id}/versions/1.0/revert`, { majorVersion: true, comment: 'back' });
    expect([reverted.status, reverted.entry]).toMatchObject([
      200,
      { id: '3.0', versionComment: 'back', content: { sizeInBytes: 3 } },
    ]);
    expect((await anna.get(`/nodes/${id}/content`)).text).toBe('one');
    expect((await anna.get(`/nodes/${id}/versions`)).entries.map((one) => one['id'])).toEqual([
      '3.0',
      '2.0',
      '1.1',
      '1.0',
    ]);
    const search = new URLSearchParams({
      cmisselector: 'query',
      succinct: 'true',
      q: `SELECT cmis:name FROM cmis:document WHERE CONTAINS('one') AND cmis:name = 'v.txt'`,
    });
    const found = await anna.get(
      `/alfresco/api/-default-/public/cmis/versions/1.1/browser/-default-?${search.toString()}`,
    );
    expect((found.json as { readonly results: readonly unknown[] }).results).toHaveLength(1);
  });

  it('come back without what only the repository changes: its lock and its shared link stay, or stay away', async () => {
    const of = (
      await anna.make('/nodes/-my-/children?versioningEnabled=true', { name: 'managed.txt', nodeType: 'cm:content' })
    )['id'];
    const node = `/nodes/${String(of)}`;
    const put = async (body: string): Promise<void> =>
      void expect((await anna.fetch(`${node}/content`, { method: 'PUT', body })).status).toBe(200);
    const shown = async (): Promise<unknown> => {
      const { entry } = await anna.get(`${node}?include=isLocked,aspectNames`);
      return [entry['isLocked'], (entry['aspectNames'] as readonly string[]).includes('qshare:shared')];
    };
    await put('free');
    const { id: free } = (await anna.get(`${node}/versions`)).entries[0] ?? {};
    // Lock and link come to the newest version, with which they are kept.
    await put('freer');
    const link = String((await anna.make('/shared-links', { nodeId: of }))['id']);
    expect(await status(anna.post(`${node}/lock`, {}))).toBe(200);
    await put('held');
    const { id: held } = (await anna.get(`${node}/versions`)).entries[0] ?? {};
    expect(held).not.toBe(free);

    expect(await status(anna.post(`${node}/versions/${String(free)}/revert`, {}))).toBe(200);
    expect([await shown(), (await anna.get(`${node}/content`)).text]).toEqual([[true, true], 'free']);
    expect(await status(server.stranger.get(`/shared-links/${link}`))).toBe(200);

    expect(await status(anna.post(`${node}/unlock`, {}))).toBe(200);
    expect(await status(anna.delete(`/shared-links/${link}`))).toBe(204);
    expect(await status(anna.post(`${node}/versions/${String(held)}/revert`, {}))).toBe(200);
    expect([await shown(), (await anna.get(`${node}/content`)).text]).toEqual([[false, false], 'held']);
  });

  it('go one by one, but not the last', async () => {
    for (const label of ['1.1', '3.0', '1.0'])
      expect(await status(anna.delete(`/nodes/${id}/versions/${label}`))).toBe(204);
    expect((await anna.get(`/nodes/${id}/versions`)).entries.map((one) => one['id'])).toEqual(['2.0']);
    expect(await status(anna.delete(`/nodes/${id}/versions/2.0`))).toBe(422);
    expect(await status(anna.delete(`/nodes/${id}/versions/1.0`))).toBe(404);
    expect((await anna.get(`/nodes/${id}/content`)).text).toBe('the third');
  });
});

describe('associations', () => {
  it('lead from node to node', async () => {
    const parent = await folder();
    const [a, b, c] = [await upload(parent, 'a'), await upload(parent, 'b'), await upload(parent, 'c')];
    const body = { targetId: b, assocType: 'cm:references' };
    const made = await anna.post(`/nodes/${a}/targets`, [body, { targetId: c, assocType: 'cm:replaces' }]);
    expect([made.status, made.entries[0]]).toEqual([201, body]);
    const targets = await anna.get(`/nodes/${a}/targets?include=properties`);
    expect(targets.entries.map((one) => [one['name'], (one['association'] as Json)['assocType']]).sort()).toEqual([
      ['b', 'cm:references'],
      ['c', 'cm:replaces'],
    ]);
    expect(targets.pagination).toMatchObject({ count: 2, totalItems: 2 });
    expect(names(await anna.get(`/nodes/${a}/targets?where=(assocType='cm:replaces')`))).toEqual(['c']);
    expect(names(await anna.get(`/nodes/${b}/sources`))).toEqual(['a']);
    expect(await status(anna.post(`/nodes/${a}/targets`, body))).toBe(409);
    expect(await status(anna.delete(`/nodes/${a}/targets/${b}?assocType=cm:replaces`))).toBe(404);
    expect(await status(anna.delete(`/nodes/${a}/targets/${b}`))).toBe(204);
    expect(names(await anna.get(`/nodes/${a}/targets`))).toEqual(['c']);
    for (const [bad, expected] of [
      [{ targetId: b }, 400],
      [{ assocType: 'cm:references' }, 400],
      [{ targetId: b, assocType: 'x:y' }, 400],
      [{ targetId: NOWHERE, assocType: 'cm:references' }, 404],
    ] as const)
      expect([bad, await status(anna.post(`/nodes/${a}/targets`, bad))]).toEqual([bad, expected]);
  });
});

describe('further parents', () => {
  it('come, are listed and go', async () => {
    const [first, second] = [await folder(), await folder()];
    const id = await upload(first, 'child.txt');
    const body = { childId: id, assocType: 'cm:contains' };
    expect((await anna.post(`/nodes/${second}/secondary-children`, body)).entry).toEqual(body);
    expect(await status(anna.post(`/nodes/${second}/secondary-children`, body))).toBe(409);
    expect(await status(anna.post(`/nodes/${second}/secondary-children`, {}))).toBe(400);
    expect(await status(anna.post(`/nodes/${second}/secondary-children`, { childId: NOWHERE }))).toBe(404);
    const inside = await anna.get(`/nodes/${second}/secondary-children`);
    expect(inside.entries).toMatchObject([{ id, association: { assocType: 'cm:contains', isPrimary: false } }]);
    const parents = await anna.get(`/nodes/${id}/parents`);
    expect(parents.entries.map((one) => [one['id'], (one['association'] as Json)['isPrimary']])).toEqual([
      [first, true],
      [second, false],
    ]);
    expect(
      (await anna.get(`/nodes/${id}/parents?where=(isPrimary=false and assocType='cm:contains')`)).entries,
    ).toMatchObject([{ id: second }]);
    expect(await status(anna.delete(`/nodes/${first}/secondary-children/${id}`))).toBe(400);
    expect(await status(anna.delete(`/nodes/${second}/secondary-children/${id}`))).toBe(204);
    expect(await status(anna.delete(`/nodes/${second}/secondary-children/${id}`))).toBe(404);
  });
});

it('a definition tells what a node can have', async () => {
  const id = await upload(await folder(), 'd.txt');
  const { entry } = await anna.get(`/nodes/${id}?include=definition`);
  const { properties } = entry['definition'] as { readonly properties: readonly Json[] };
  const ids = properties.map((one) => one['id']);
  expect([ids.includes('cm:name'), ids.includes('cmis:name')]).toEqual([true, false]);
});

it('a check-in ends the lock that a document had at its check-out', async () => {
  const id = await upload(await folder(), 'locked.txt');
  await anna.make(`/nodes/${id}/lock`, {});
  const copy = (await anna.post(`/nodes/${id}/checkout`)).entry;
  expect(copy['properties']).not.toHaveProperty('cm:lockType');
  const { entry } = await put(anna, `/nodes/${idOf(copy)}/content`, 'new');
  expect(entry['properties']).not.toHaveProperty('cm:lockType');
  expect((await anna.get(`/nodes/${id}?include=isLocked`)).entry).toMatchObject({ isLocked: false });
});

describe.each([
  ['Latin-1', 'windows-1252', Buffer.from('Grüße aus Köln, schöne Straße für Übermut', 'latin1')],
  ['UTF-16', 'UTF-16LE', Buffer.from('\ufeffGrüße aus Köln', 'utf16le')],
  ['UTF-8', 'UTF-8', Buffer.from('Grüße aus Köln')],
  ['long Latin-1', 'windows-1252', Buffer.from('Grüße aus Köln, schöne Straße für Übermut\n'.repeat(3_000), 'latin1')],
])('a text in %s', (_what, encoding, bytes) => {
  const shown = async (id: string): Promise<unknown> =>
    ((await anna.get(`/nodes/${id}`)).entry as { readonly content: Json }).content['encoding'];

  it('is shown with its encoding however it came', async () => {
    const form = new FormData();
    form.set('filedata', new Blob([new Uint8Array(bytes)], { type: 'text/plain' }), `e-${String(_what)}.txt`);
    const made = await anna.make(`/nodes/${await folder()}/children`, form);
    expect((made['content'] as Json)['encoding']).toBe(encoding);
    expect(await shown(String(made['id']))).toBe(encoding);
    const { id } = await anna.make(`/nodes/${await folder()}/children`, { name: 'e.txt', nodeType: 'cm:content' });
    const written = await anna.fetch(`/nodes/${String(id)}/content`, { method: 'PUT', body: new Uint8Array(bytes) });
    expect([written.status, await shown(String(id))]).toEqual([200, encoding]);
    const plain = await anna.fetch(`/nodes/${String(id)}/content`, { method: 'PUT', body: 'plain' });
    expect([plain.status, await shown(String(id))]).toEqual([200, 'UTF-8']);
    const copy = await anna.make(`/nodes/${String(made['id'])}/copy`, { targetParentId: await folder() });
    expect(await shown(String(copy['id']))).toBe(encoding);
  });
});
