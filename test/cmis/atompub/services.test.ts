import { ATOM, CHEMISTRY, CMIS, CMISRA } from '../../../src/cmis/xml/namespaces';
import { attribute, child, childrenNamed, childText, type XmlElement } from '../../../src/cmis/xml/tree';
import { readConfig } from '../../../src/config';
import { startTestServer, type TestServer } from '../../support/server';
import {
  atomClient,
  childrenOf,
  cmisLink,
  createDocument,
  created,
  createFolder,
  entriesOf,
  entry,
  ENTRY,
  exceptionOf,
  FEED,
  linkOf,
  NAMESPACES,
  numItemsOf,
  one,
  requireLink,
  rootChildren,
  titlesOf,
  TREE,
  type AtomClient,
} from './client';

let server: TestServer;
let client: AtomClient;
let here: string;
let number = 0;

beforeAll(async () => {
  server = await startTestServer();
  client = atomClient(`${server.url}/cmis/1.1/atom`);
});
beforeEach(async () => {
  number += 1;
  here = childrenOf(await createFolder(client, await rootChildren(client), `service ${number}`));
});
afterEach(() => expect(server.observations).toEqual([]));
afterAll(() => server.close());

const idOf = (of: XmlElement): string => one(of, 'cmis:objectId') ?? '';
const idEntry = (of: XmlElement): string => entry({ title: '', properties: { 'cmis:objectId': idOf(of) } });
const first = (feed: XmlElement): XmlElement => entriesOf(feed)[0] ?? feed;

describe('versions', () => {
  it('come from checking out and in', async () => {
    const made = await createDocument(client, here, { title: 'v', content: 'one' });
    const out = await client.post('/checkedout', { body: idEntry(made) });
    expect([out.status, out.headers.get('content-location')]).toEqual([201, requireLink(out.root, 'edit')]);
    const copy = out.root;
    expect(one(copy, 'cmis:isPrivateWorkingCopy')).toBe('true');
    expect(linkOf(copy, 'via')).toBeDefined();
    expect(linkOf((await client.get(requireLink(made, 'edit'))).root, 'working-copy')).toBe(
      linkOf(copy, 'working-copy'),
    );
    expect((await client.post('/checkedout', { body: idEntry(made) })).status).toBe(409);
    expect(entriesOf((await client.get('/checkedout')).root).map(idOf)).toEqual([idOf(copy)]);

    const content = '<ra:content><ra:mediatype>text/plain</ra:mediatype><ra:base64>dHdv</ra:base64></ra:content>';
    const inside = `${requireLink(copy, 'working-copy')}&checkin=true&major=false&checkinComment=${encodeURIComponent('ä &')}`;
    const answer = await client.put(inside, {
      body: entry({ title: '', extras: content, properties: { 'cmis:description': 'd' } }),
    });
    expect([answer.status, one(answer.root, 'cmis:versionLabel'), one(answer.root, 'cmis:checkinComment')]).toEqual([
      200,
      '1.1',
      'ä &',
    ]);
    expect([one(answer.root, 'cmis:name'), one(answer.root, 'cmis:description')]).toEqual(['v', 'd']);
    expect((await client.get(requireLink(answer.root, 'edit-media'))).text).toBe('two');

    const versions = (await client.get(requireLink(answer.root, 'version-history'))).root;
    expect(entriesOf(versions).map((each) => one(each, 'cmis:versionLabel'))).toEqual(['1.1', '1.0']);
    const old = entriesOf(versions)[1] ?? versions;
    expect(idOf((await client.get(requireLink(old, 'current-version'))).root)).toBe(idOf(answer.root));
    expect((await client.get(requireLink(old, 'edit-media'))).text).toBe('one');
    const major = `/id?id=${encodeURIComponent(idOf(answer.root))}&returnVersion=latestmajor`;
    expect(one((await client.get(major)).root, 'cmis:versionLabel')).toBe('1.0');
  });

  it('do not come from cancelling', async () => {
    const made = await createDocument(client, here, { title: 'v', content: 'one' });
    const copy = created(await client.post('/checkedout', { body: idEntry(made) }));
    expect((await client.delete(requireLink(copy, 'working-copy'))).status).toBe(204);
    expect((await client.get(requireLink(copy, 'self'))).status).toBe(404);
    const versions = (await client.get(requireLink(made, 'version-history'))).root;
    expect(entriesOf(versions).map((each) => one(each, 'cmis:versionLabel'))).toEqual(['1.0']);
  });

  it.each([
    ['minor', '0.1', 'false'],
    ['major', '1.0', 'true'],
  ])('begin %s as %s', async (state, label, isMajor) => {
    const made = await createDocument(client, here, { title: 'v', query: `&versioningState=${state}` });
    expect([one(made, 'cmis:versionLabel'), one(made, 'cmis:isMajorVersion')]).toEqual([label, isMajor]);
  });

  it('begin checked out, without a version to go back to', async () => {
    const made = await createDocument(client, here, { title: 'v', query: '&versioningState=checkedout' });
    expect([one(made, 'cmis:isPrivateWorkingCopy'), linkOf(made, 'via'), linkOf(made, 'current-version')]).toEqual([
      'true',
      undefined,
      undefined,
    ]);
    const answer = await client.put(`${requireLink(made, 'self')}&checkin=true`, { body: entry({}) });
    expect(one(answer.root, 'cmis:versionLabel')).toBe('1.0');
  });
});

describe('rights', () => {
  it('are shown and replaced as a whole', async () => {
    const made = await createFolder(client, here, 'f');
    const acl = requireLink(made, cmisLink('acl'));
    const aces = (root: XmlElement): unknown[] =>
      childrenNamed(root, CMIS, 'permission').map((ace) => [
        childText(child(ace, CMIS, 'principal'), CMIS, 'principalId'),
        childrenNamed(ace, CMIS, 'permission').map((permission) => permission.text),
        childText(ace, CMIS, 'direct'),
      ]);
    const ace = (principal: string, permission: string): string =>
      `<c:permission><c:principal><c:principalId>${principal}</c:principalId></c:principal>` +
      `<c:permission>${permission}</c:permission><c:direct>true</c:direct></c:permission>`;
    const type = 'application/cmisacl+xml';
    const body = `<c:acl ${NAMESPACES}>${ace('anna', 'cmis:write')}${ace('bert', 'cmis:read')}</c:acl>`;
    const set = await client.put(acl, { type, body });
    expect(set.status).toBe(200);
    expect(aces(set.root)).toEqual(
      expect.arrayContaining([
        ['anna', ['cmis:write'], 'true'],
        ['bert', ['cmis:read'], 'true'],
      ]),
    );
    const replaced = await client.put(acl, { type, body: `<c:acl ${NAMESPACES}>${ace('bert', 'cmis:all')}</c:acl>` });
    expect(aces(replaced.root).filter((each) => (each as string[])[2] === 'true')).toEqual([
      ['bert', ['cmis:all'], 'true'],
    ]);
    expect(aces((await client.get(`${acl}&onlyBasicPermissions=false`)).root)).toEqual(aces(replaced.root));
    const shown = (await client.get(`${requireLink(made, 'edit')}&includeACL=true`)).root;
    expect(childText(child(shown, CMISRA, 'object'), CMIS, 'exactACL')).toBe('true');

    const bad = await client.put(acl, { type, body: `<c:acl ${NAMESPACES}>${ace('bert', 'cmis:none')}</c:acl>` });
    expect([bad.status, exceptionOf(bad)]).toEqual([409, 'constraint']);
    expect((await client.put(acl, { type, body: entry({}) })).status).toBe(422);
    expect((await client.put(acl, { type: ENTRY, body: entry({}) })).status).toBe(415);
  });

  it('decide what actions are allowed', async () => {
    const made = await createFolder(client, here, 'f');
    const actions = (await client.get(requireLink(made, cmisLink('allowableactions')))).root;
    expect(childText(actions, CMIS, 'canCreateDocument')).toBe('true');
    expect(childText(actions, CMIS, 'canCheckOut')).toBe('false');
    const shown = (await client.get(`${requireLink(made, 'edit')}&includeAllowableActions=true`)).root;
    const inside = child(child(shown, CMISRA, 'object'), CMIS, 'allowableActions');
    expect(inside?.children.map(({ local, text }) => [local, text])).toEqual(
      actions.children.map(({ local, text }) => [local, text]),
    );
  });
});

describe('policies', () => {
  it('are applied by an entry and taken away by deleting the member', async () => {
    const policyEntry = entry({
      title: 'p',
      properties: { 'cmis:objectTypeId': 'cmis:policy', 'cmis:policyText': 'Be kind.' },
    });
    const policy = created(await client.post(here, { body: policyEntry }));
    const made = await createDocument(client, here, { title: 'x' });
    const policies = requireLink(made, cmisLink('policies'));
    expect(entriesOf((await client.get(policies)).root)).toEqual([]);
    const applied = await client.post(policies, { body: idEntry(policy) });
    expect(applied.status).toBe(201);
    const member = first((await client.get(policies)).root);
    expect([idOf(member), requireLink(member, 'self')]).toEqual([idOf(policy), applied.headers.get('location')]);
    expect(idOf((await client.get(requireLink(member, 'self'))).root)).toBe(idOf(policy));
    const shown = (await client.get(`${requireLink(made, 'edit')}&includePolicyIds=true`)).root;
    expect(childText(child(child(shown, CMISRA, 'object'), CMIS, 'policyIds'), CMIS, 'id')).toBe(idOf(policy));

    expect((await client.delete(requireLink(member, 'self'))).status).toBe(204);
    expect(entriesOf((await client.get(policies)).root)).toEqual([]);
    expect((await client.get(requireLink(policy, 'self'))).status).toBe(200);
  });
});

describe('relationships', () => {
  it('are made in the collection of one of their ends', async () => {
    const [a, b, c] = [
      await createDocument(client, here, { title: 'a' }),
      await createDocument(client, here, { title: 'b' }),
      await createDocument(client, here, { title: 'c' }),
    ];
    const body = entry({
      title: 'rel',
      properties: { 'cmis:objectTypeId': 'cmis:relationship', 'cmis:sourceId': idOf(a), 'cmis:targetId': idOf(b) },
    });
    expect((await client.post(requireLink(c, cmisLink('relationships')), { body })).status).toBe(400);
    const made = created(await client.post(requireLink(a, cmisLink('relationships')), { body }));
    expect(idOf((await client.get(requireLink(made, cmisLink('source')))).root)).toBe(idOf(a));
    expect(idOf((await client.get(requireLink(made, cmisLink('target')))).root)).toBe(idOf(b));
    const list = async (of: XmlElement, direction: string): Promise<readonly string[]> =>
      entriesOf(
        (await client.get(`${requireLink(of, cmisLink('relationships'))}&relationshipDirection=${direction}`)).root,
      ).map(idOf);
    expect(await list(a, 'source')).toEqual([idOf(made)]);
    expect(await list(a, 'target')).toEqual([]);
    expect(await list(b, 'either')).toEqual([idOf(made)]);
    const shown = (await client.get(`${requireLink(a, 'edit')}&includeRelationships=both`)).root;
    expect(childrenNamed(child(shown, CMISRA, 'object'), CMIS, 'relationship')).toHaveLength(1);
    expect((await client.delete(requireLink(made, 'self'))).status).toBe(204);
  });

  it('are in no collection but these, and nothing else is in them', async () => {
    const a = await createDocument(client, here, { title: 'a' });
    const ends = { 'cmis:sourceId': idOf(a), 'cmis:targetId': idOf(a) };
    const relationship = entry({ title: 'r', properties: { 'cmis:objectTypeId': 'cmis:relationship', ...ends } });
    const document = entry({ title: 'd', properties: { 'cmis:objectTypeId': 'cmis:document' } });
    const refused = [
      await client.post('/unfiled', { body: relationship }),
      await client.post(here, { body: relationship }),
      await client.post(requireLink(a, cmisLink('relationships')), { body: document }),
    ];
    expect(refused.map((answer) => [answer.status, exceptionOf(answer)])).toEqual(
      refused.map(() => [409, 'constraint']),
    );
  });
});

describe('types', () => {
  const typeEntry = (inner: string): string =>
    `<entry ${NAMESPACES}><title>t</title><ra:type xsi:type="c:cmisTypeDocumentDefinitionType">${inner}</ra:type></entry>`;
  const stringDefinition = (id: string, more = ''): string =>
    `<c:propertyStringDefinition><c:id>${id}</c:id><c:localName>l</c:localName><c:propertyType>string</c:propertyType>` +
    `<c:cardinality>multi</c:cardinality><c:updatability>readwrite</c:updatability><c:required>false</c:required>` +
    `<c:queryable>true</c:queryable><c:orderable>false</c:orderable>${more}</c:propertyStringDefinition>`;

  it('are listed, page by page, and as a tree', async () => {
    const base = (await client.get('/types')).root;
    expect([entriesOf(base).length, numItemsOf(base)]).toEqual([6, '6']);
    const page = (await client.get('/types?maxItems=4')).root;
    expect(entriesOf((await client.get(requireLink(page, 'next'))).root)).toHaveLength(2);
    const documents = entriesOf(base).find(
      (each) => childText(child(each, CMISRA, 'type'), CMIS, 'id') === 'cmis:document',
    );
    const tree = (await client.get(`${requireLink(documents ?? base, 'down', TREE)}&depth=1`)).root;
    const children = (await client.get(requireLink(documents ?? base, 'down', FEED))).root;
    expect(titlesOf(tree)).toEqual(titlesOf(children));
    const all = (await client.get('/typedesc?includePropertyDefinitions=true')).root;
    expect(entriesOf(all)).toHaveLength(6);
  });

  it('are the same alone and among others', async () => {
    const alone = (await client.get('/type?id=cmis:document')).root;
    const list = (await client.get('/types?includePropertyDefinitions=true')).root;
    const among = entriesOf(list).find((each) => linkOf(each, 'self') === linkOf(alone, 'self'));
    expect(child(among, CMISRA, 'type')).toEqual(child(alone, CMISRA, 'type'));
  });

  it('are made, extended and deleted', async () => {
    const body = typeEntry(
      '<c:id>my:report</c:id><c:localName>report</c:localName><c:localNamespace>urn:my</c:localNamespace>' +
        '<c:displayName>Report</c:displayName><c:baseId>cmis:document</c:baseId><c:parentId>cmis:document</c:parentId>' +
        stringDefinition(
          'my:tags',
          '<c:openChoice>true</c:openChoice><c:maxLength>10</c:maxLength><c:choice displayName="A"><c:value>a</c:value></c:choice>',
        ),
    );
    const made = await client.post('/types?typeId=cmis:document', { body });
    expect([made.status, made.headers.get('location')]).toEqual([201, requireLink(made.root, 'self')]);
    const type = child(made.root, CMISRA, 'type');
    expect(childText(type, CMIS, 'displayName')).toBe('Report');
    const definition = childrenNamed(type, CMIS, 'propertyStringDefinition').find(
      (each) => childText(each, CMIS, 'id') === 'my:tags',
    );
    expect([
      childText(definition, CMIS, 'maxLength'),
      childText(child(definition, CMIS, 'choice'), CMIS, 'value'),
    ]).toEqual(['10', 'a']);

    const document = await createDocument(client, here, {
      title: 'x',
      properties: { 'cmis:objectTypeId': 'my:report', 'my:tags': 'only one' },
    });
    expect(one(document, 'my:tags')).toBe('only one');
    expect((await client.delete(requireLink(made.root, 'self'))).status).toBe(409);

    const change = typeEntry(`<c:id>my:report</c:id>${stringDefinition('my:more')}`);
    const changed = await client.put('/type?id=my:report', { body: change });
    expect(changed.status).toBe(200);
    const ids = childrenNamed(child(changed.root, CMISRA, 'type'), CMIS, 'propertyStringDefinition').map((each) =>
      childText(each, CMIS, 'id'),
    );
    expect(ids).toEqual(expect.arrayContaining(['my:tags', 'my:more']));

    await client.delete(requireLink(document, 'self'));
    expect((await client.delete('/type?id=my:report')).status).toBe(204);
    expect((await client.get('/type?id=my:report')).status).toBe(404);
  });

  it('are refused when they do not fit', async () => {
    const other = typeEntry('<c:id>my:x</c:id><c:parentId>cmis:folder</c:parentId>');
    expect((await client.post('/types?typeId=cmis:document', { body: other })).status).toBe(400);
    expect((await client.post('/types', { body: typeEntry('<c:id>my:x</c:id>') })).status).toBe(400);
    expect((await client.post('/types', { body: entry({}) })).status).toBe(422);
    expect((await client.put('/type?id=my:y', { body: other })).status).toBe(400);
  });
});

describe('queries', () => {
  const queryOf = (statement: string, more = ''): string =>
    `<c:query ${NAMESPACES}><c:statement>${statement}</c:statement><c:searchAllVersions>false</c:searchAllVersions>${more}</c:query>`;
  const type = 'application/cmisquery+xml';

  it('are posted, and have an address that gives the same', async () => {
    for (const name of ['q1', 'q2', 'q3']) await createDocument(client, here, { title: name });
    const folder = new URL(here).searchParams.get('id') ?? '';
    const statement = `SELECT cmis:objectId, cmis:name AS n FROM cmis:document WHERE IN_FOLDER('${folder}') ORDER BY n`;
    const body = queryOf(statement, '<c:maxItems>2</c:maxItems><c:skipCount>0</c:skipCount>');
    const answer = await client.post('/query', { type, body });
    expect([answer.status, numItemsOf(answer.root)]).toEqual([201, '3']);
    const names = (feed: XmlElement): unknown[] =>
      entriesOf(feed).map((row) =>
        child(child(row, CMISRA, 'object'), CMIS, 'properties')
          ?.children.filter((each) => attribute(each, 'queryName') === 'n')
          .map((each) => childText(each, CMIS, 'value')),
      );
    expect(names(answer.root)).toEqual([['q1'], ['q2']]);
    expect(names((await client.get(answer.headers.get('location') ?? '')).root)).toEqual([['q1'], ['q2']]);
    expect(names((await client.get(requireLink(answer.root, 'next'))).root)).toEqual([['q3']]);
  });

  it.each([
    ['no statement', `<c:query ${NAMESPACES}/>`, 400],
    ['a broken statement', `<c:query ${NAMESPACES}><c:statement>SELECT</c:statement></c:query>`, 400],
    ['no query', entry({}), 400],
  ])('are refused with %s', async (_, body, status) => {
    const answer = await client.post('/query', { type, body });
    expect([answer.status, exceptionOf(answer)]).toEqual([status, 'invalidArgument']);
  });
});

describe('the change log', () => {
  it('is read from a token on, oldest first, page by page', async () => {
    const { root } = await client.get('');
    const token = /<cmis:latestChangeLogToken>([^<]*)/.exec((await client.get('')).text)?.[1] ?? '';
    const made = await createDocument(client, here, { title: 'logged' });
    await client.put(requireLink(made, 'edit'), { body: entry({ title: 'renamed' }) });
    await client.delete(requireLink(made, 'edit'));
    const changes = `${requireLink(child(root, 'http://www.w3.org/2007/app', 'workspace') ?? root, cmisLink('changes'))}?changeLogToken=${encodeURIComponent(token)}&includeProperties=true&maxItems=3`;
    const events = (feed: XmlElement): unknown[] =>
      entriesOf(feed).map((each) =>
        childText(child(child(each, CMISRA, 'object'), CMIS, 'changeEventInfo'), CMIS, 'changeType'),
      );
    const page = (await client.get(changes)).root;
    expect(events(page)).toEqual([expect.any(String), 'created', 'updated']);
    expect(childText(page, CHEMISTRY, 'changeLogToken')).toBeDefined();
    const rest = (await client.get(requireLink(page, 'next'))).root;
    expect(events(rest)).toEqual(['updated', 'deleted']);
    expect(linkOf(rest, 'next')).toBeUndefined();
    const gone = entriesOf(rest)[1] ?? rest;
    expect([one(gone, 'cmis:objectId'), linkOf(gone, 'self')]).toEqual([idOf(made), undefined]);
    const bad = await client.get('/changes?changeLogToken=nonsense');
    expect([bad.status, exceptionOf(bad)]).toEqual([400, 'invalidArgument']);
  });
});

it('reads as many events as are asked for, and some number where nobody says', async () => {
  const { answerDefaults } = readConfig({ CHANGES_DEFAULT_MAX_ITEMS: '2' });
  const other = await startTestServer({ answerDefaults });
  try {
    const events = async (query: string): Promise<number> =>
      entriesOf((await atomClient(`${other.url}/cmis/1.1/atom`).get(`/changes${query}`)).root).length;
    expect([await events(''), await events('?maxItems=4'), await events('?maxItems=0')]).toEqual([2, 4, 0]);
  } finally {
    await other.close();
  }
});

it('titles feeds after what they are about', async () => {
  const made = await createDocument(client, here, { title: 'about' });
  for (const rel of ['version-history', cmisLink('relationships'), cmisLink('policies'), 'up']) {
    const feed = (await client.get(requireLink(made, rel))).root;
    expect([rel, childText(feed, ATOM, 'title')]).toEqual([rel, 'about']);
  }
});
