import { childText, type XmlElement } from '../../src/cmis/xml/tree';
import { CMIS } from '../../src/cmis/xml/namespaces';
import {
  childrenOf,
  cmisLink,
  createDocument,
  created,
  createFolder,
  entriesOf,
  entry,
  exceptionOf,
  linkOf,
  NAMESPACES,
  one,
  requireLink,
  titlesOf,
  TREE,
  type Answer,
} from '../cmis/atompub/client';
import { atomSuite, collectionOf, encodedId, idEntry, idOf, typeEntry } from './atompub-fixtures';

const suite = atomSuite();
const { read, statusOf } = suite;

const namesIn = async (address: string): Promise<readonly unknown[]> => titlesOf(await read(address));
const textOf = async (of: XmlElement): Promise<string> => (await suite.client.get(requireLink(of, 'edit-media'))).text;
const create = (properties: Readonly<Record<string, string>>, extras = ''): Promise<Answer> =>
  suite.client.post(suite.place, { body: entry({ title: 'made', properties, extras }) });
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const ours = (text: string): string =>
  `<ra:content><ra:mediatype>text/plain</ra:mediatype><ra:base64>${base64(text)}</ra:base64></ra:content>`;
const atoms = (text: string): string => `<content type="text">${text}</content>`;
const unfiled = (): string => collectionOf(suite.workspace, 'unfiled') ?? '';

describe('an entry that is posted to the children of a folder', () => {
  it('659: makes an object where it names none, and is answered with 201', async () => {
    const { status, root } = await create({ 'cmis:objectTypeId': 'cmis:document' });
    expect([status, await namesIn(suite.place), one(root, 'cmis:name')]).toEqual([201, ['made'], 'made']);
  });

  it('660: is answered with the address of what was made', async () => {
    const { headers, root } = await create({ 'cmis:objectTypeId': 'cmis:folder' });
    expect(idOf(await read(headers.get('location') ?? ''))).toBe(idOf(root));
  });

  it('661: files the object that it names, which stays where it is', async () => {
    const made = await createDocument(suite.client, suite.place, { title: 'x' });
    const other = await suite.newPlace();
    expect((await suite.client.post(other, { body: idEntry(made) })).status).toBe(201);
    expect([await namesIn(suite.place), await namesIn(other)]).toEqual([['x'], ['x']]);
  });

  it('662: moves the object that it names out of the folder that is named', async () => {
    const folder = await suite.newFolder();
    const made = await createDocument(suite.client, childrenOf(folder), { title: 'x' });
    const moved = await suite.client.post(`${suite.place}&sourceFolderId=${encodedId(folder)}`, {
      body: idEntry(made),
    });
    expect([moved.status, await namesIn(childrenOf(folder)), await namesIn(suite.place)]).toEqual([201, [], ['x']]);
  });

  it('663: fails where it names what is not there', async () => {
    const answer = await create({ 'cmis:objectId': 'no-such-object' });
    expect([answer.status, exceptionOf(answer), await namesIn(suite.place)]).toEqual([404, 'objectNotFound', []]);
  });

  it('664: gives the object its title for a name, whatever else the name is', async () => {
    const { root } = await create({ 'cmis:objectTypeId': 'cmis:document', 'cmis:name': 'another' });
    expect([one(root, 'cmis:name'), await namesIn(suite.place)]).toEqual(['made', ['made']]);
  });

  it.each([
    ["665: gives it CMIS's content where there is Atom's as well", ours('ours') + atoms('theirs'), 'ours'],
    ["665: gives it CMIS's content though Atom's comes first", atoms('theirs') + ours('ours'), 'ours'],
    ["666: gives it Atom's content", atoms('theirs'), 'theirs'],
  ])('%s', async (_title, extras, text) => {
    expect(await textOf(created(await create({ 'cmis:objectTypeId': 'cmis:document' }, extras)))).toBe(text);
  });

  it('667: without content fails with 409 where the type wants it', async () => {
    const inner =
      '<c:id>at:full</c:id><c:localName>full</c:localName><c:displayName>Full</c:displayName><c:baseId>cmis:document</c:baseId>' +
      '<c:parentId>cmis:document</c:parentId><c:versionable>false</c:versionable><c:contentStreamAllowed>required</c:contentStreamAllowed>';
    created(await suite.client.post('/types?typeId=cmis:document', { body: typeEntry(inner) }));
    const answer = await create({ 'cmis:objectTypeId': 'at:full' });
    expect([answer.status, exceptionOf(answer), await namesIn(suite.place)]).toEqual([409, 'constraint', []]);
    expect((await create({ 'cmis:objectTypeId': 'at:full' }, ours('text'))).status).toBe(201);
  });

  it("668: makes a folder though it has Atom's content", async () => {
    const folder = created(await create({ 'cmis:objectTypeId': 'cmis:folder' }, atoms('ignored')));
    expect([one(folder, 'cmis:baseTypeId'), linkOf(folder, 'edit-media')]).toEqual(['cmis:folder', undefined]);
  });
});

describe('an entry that is posted to the unfiled objects', () => {
  it('674: takes the object that it names out of all folders', async () => {
    const made = await createDocument(suite.client, suite.place, { title: 'x' });
    const other = await suite.newPlace();
    await suite.client.post(other, { body: idEntry(made) });
    expect((await suite.client.post(unfiled(), { body: idEntry(made) })).status).toBe(201);
    expect([await namesIn(suite.place), await namesIn(other)]).toEqual([[], []]);
    expect(await statusOf(requireLink(made, 'self'))).toBe(200);
  });

  it('675: takes it out of the folder that is named alone', async () => {
    const folder = await suite.newFolder();
    const made = await createDocument(suite.client, childrenOf(folder), { title: 'x' });
    await suite.client.post(suite.place, { body: idEntry(made) });
    await suite.client.post(`${unfiled()}?removeFrom=${encodedId(folder)}`, { body: idEntry(made) });
    expect([await namesIn(childrenOf(folder)), await namesIn(suite.place)]).toEqual([[], ['x']]);
  });

  it('676: makes an unfiled object where it names none', async () => {
    const made = await createDocument(suite.client, unfiled(), { title: 'loose' });
    expect(linkOf(made, 'up')).toBeUndefined();
    expect(entriesOf(await read(`/parents?id=${encodedId(made)}`))).toEqual([]);
  });
});

describe('an object', () => {
  it('695: of a document takes the properties that are put', async () => {
    const made = await createDocument(suite.client, suite.place, {
      title: 'x',
      properties: { 'cmis:description': 'before' },
    });
    const changed = await suite.client.put(requireLink(made, 'edit'), {
      body: entry({ title: 'y', properties: { 'cmis:description': 'after' } }),
    });
    const shown = await read(requireLink(changed.root, 'self'));
    expect([changed.status, one(shown, 'cmis:name'), one(shown, 'cmis:description')]).toEqual([200, 'y', 'after']);
  });

  it('696: of a document is deleted with 204', async () => {
    const made = await createDocument(suite.client, suite.place, { title: 'x' });
    expect((await suite.client.delete(requireLink(made, 'self'))).status).toBe(204);
    expect([await statusOf(requireLink(made, 'self')), await namesIn(suite.place)]).toEqual([404, []]);
  });

  it('700: that is a folder with something in it is not deleted, with 409', async () => {
    const folder = await createFolder(suite.client, suite.place, 'full');
    await createDocument(suite.client, childrenOf(folder), { title: 'x' });
    const answer = await suite.client.delete(requireLink(folder, 'self'));
    expect([answer.status, exceptionOf(answer), await namesIn(childrenOf(folder))]).toEqual([409, 'constraint', ['x']]);
  });

  it('687: that is a folder goes with its tree', async () => {
    const folder = await createFolder(suite.client, suite.place, 'full');
    const inner = await createFolder(suite.client, childrenOf(folder), 'inner');
    const made = await createDocument(suite.client, childrenOf(inner), { title: 'x' });
    const { status } = await suite.client.delete(requireLink(folder, cmisLink('foldertree'), TREE));
    expect([200, 202, 204]).toContain(status);
    for (const each of [folder, inner, made]) expect(await statusOf(requireLink(each, 'self'))).toBe(404);
  });

  it('706: says what is allowed', async () => {
    const made = await createDocument(suite.client, suite.place, { title: 'x' });
    const { status, root } = await suite.client.get(requireLink(made, cmisLink('allowableactions')));
    expect([status, root.uri, root.local, childText(root, CMIS, 'canDeleteObject')]).toEqual([
      200,
      CMIS,
      'allowableActions',
      'true',
    ]);
  });

  it('707: has the ACEs of an ACL that is put', async () => {
    await suite.server.person('paul');
    const made = await createDocument(suite.client, suite.place, { title: 'x' });
    const ace =
      '<c:permission><c:principal><c:principalId>paul</c:principalId></c:principal>' +
      '<c:permission>cmis:write</c:permission><c:direct>true</c:direct></c:permission>';
    const acl = requireLink(made, cmisLink('acl'));
    const put = await suite.client.put(acl, {
      type: 'application/cmisacl+xml',
      body: `<c:acl ${NAMESPACES}>${ace}</c:acl>`,
    });
    expect(put.status).toBe(200);
    expect((await suite.client.get(acl)).text).toMatch(/principalId>paul<.*?permission>cmis:write</s);
    const paul = { user: 'paul:paul', body: entry({ title: 'of paul' }) };
    expect((await suite.client.put(requireLink(made, 'edit'), paul)).status).toBe(200);
  });
});

describe('content', () => {
  const put = async (of: XmlElement, text: string, more = ''): Promise<Answer> =>
    suite.client.put(requireLink(of, 'edit-media') + more, { body: text, type: 'text/css' });

  it('701: is answered with 200 and its media type', async () => {
    const made = await createDocument(suite.client, suite.place, { title: 'x' });
    await put(made, 'a {}');
    const { status, headers, text } = await suite.client.get(requireLink(made, 'edit-media'));
    expect([status, headers.get('content-type'), text]).toEqual([200, 'text/css', 'a {}']);
  });

  it('702: is replaced', async () => {
    const made = await createDocument(suite.client, suite.place, { title: 'x', content: 'before' });
    const { status } = await put(made, 'after');
    expect([[200, 201, 204].includes(status), await textOf(made)]).toEqual([true, 'after']);
  });

  it('703: is not replaced where it must not be, with 409', async () => {
    const made = await createDocument(suite.client, suite.place, { title: 'x', content: 'before' });
    const answer = await put(made, 'after', '&overwriteFlag=false');
    expect([answer.status, exceptionOf(answer), await textOf(made)]).toEqual([409, 'contentAlreadyExists', 'before']);
  });

  it('704: grows by what is appended', async () => {
    const made = await createDocument(suite.client, suite.place, { title: 'x', content: 'before' });
    expect((await put(made, ' and', '&append=true&isLastChunk=false')).status).toBeLessThan(300);
    expect((await put(made, ' after', '&append=true&isLastChunk=true')).status).toBeLessThan(300);
    expect(await textOf(made)).toBe('before and after');
  });

  it('705: is deleted with 204', async () => {
    const made = await createDocument(suite.client, suite.place, { title: 'x', content: 'before' });
    expect((await suite.client.delete(requireLink(made, 'edit-media'))).status).toBe(204);
    const { status } = await suite.client.get(requireLink(made, 'edit-media'));
    expect([status, one(await read(requireLink(made, 'self')), 'cmis:contentStreamLength')]).toEqual([409, undefined]);
  });
});
