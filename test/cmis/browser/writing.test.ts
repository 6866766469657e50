import { startTestServer, type TestServer } from '../../support/server';
import {
  browserClient,
  exceptionOf,
  named,
  properties,
  type Answer,
  type BrowserClient,
  type Fields,
  type Json,
  type ObjectAnswer,
} from './client';

const ADMIN = { user: 'admin', password: 'admin' };

let server: TestServer;
let strict: BrowserClient;
let alfresco: BrowserClient;
let folder: ObjectAnswer;
let count = 0;

beforeAll(async () => {
  server = await startTestServer();
  strict = browserClient(`${server.url}/cmis/1.1/browser/-default-`, ADMIN);
  alfresco = browserClient(`${server.url}/alfresco/api/-default-/public/cmis/versions/1.1/browser`, ADMIN);
  folder = await strict.make({ path: '/Shared' }, 'createFolder', named('cmis:folder', 'write here'));
});
afterAll(async () => {
  await server.close();
  expect(server.observations.filter((observation) => observation.kind === 'unexpected-error')).toEqual([]);
});

const fresh = (): string => `object ${(count += 1)}`;
const newDocument = (text?: string, fields: Fields = {}): Promise<ObjectAnswer> =>
  strict.make(
    { id: folder.id },
    'createDocument',
    { ...named('cmis:document', fresh()), ...fields },
    text === undefined ? undefined : { text },
  );
const newFolder = (parent = folder.id): Promise<ObjectAnswer> =>
  strict.make({ id: parent }, 'createFolder', named('cmis:folder', fresh()));
const objectOf = async (id: string): Promise<Json> =>
  ((await strict.get({ id }, 'object', { succinct: true })).json as { succinctProperties: Json }).succinctProperties;
const textOf = async (id: string): Promise<string> => (await strict.get({ id }, 'content')).text;
const outcome = (answer: Answer): unknown => [answer.status, exceptionOf(answer)];

describe('creating', () => {
  it.each([
    ['createDocument', 'cmis:document'],
    ['createFolder', 'cmis:folder'],
    ['createItem', 'cmis:item'],
    ['createPolicy', 'cmis:policy'],
  ])('%s answers 201, the object, and where it is', async (action, typeId) => {
    const created = await strict.make({ id: folder.id }, action, named(typeId, fresh()));
    expect(created.status).toBe(201);
    expect(created.headers.get('location')).toBe(`${strict.rootUrl}?objectId=${encodeURIComponent(created.id)}`);
    expect(created.properties).toEqual(await objectOf(created.id));
    const got = await strict.fetch(`${created.headers.get('location')}&cmisselector=parents&succinct=true`);
    if (typeId !== 'cmis:folder')
      expect(got.json).toMatchObject([{ object: { succinctProperties: { 'cmis:objectId': folder.id } } }]);
  });

  it('takes the folder by id in address or form, as folderId, or by path', async () => {
    const ways: readonly (readonly [string, Fields])[] = [
      [`?objectId=${folder.id}`, {}],
      ['', { objectId: folder.id }],
      ['', { folderId: folder.id }],
      [`?folderId=${folder.id}`, {}],
      ['/Shared/write%20here', {}],
      ['/Shared', { objectId: folder.id }],
    ];
    for (const [address, fields] of ways) {
      for (const client of [strict, alfresco]) {
        const all = { cmisaction: 'createFolder', succinct: true, ...named('cmis:folder', fresh()), ...fields };
        const body = new URLSearchParams(
          Object.entries(all).map(([name, value]): [string, string] => [name, String(value)]),
        );
        const created = await client.fetch(client.rootUrl + address, { method: 'POST', body });
        expect(created.status).toBe(201);
        expect((created.json as { succinctProperties: Json }).succinctProperties['cmis:parentId']).toBe(folder.id);
      }
    }
  });

  it('at the address of the repository is in no folder', async () => {
    for (const [action, typeId] of [
      ['createDocument', 'cmis:document'],
      ['createItem', 'cmis:item'],
      ['createPolicy', 'cmis:policy'],
    ] as const) {
      const created = await strict.make('repository', action, named(typeId, fresh()));
      expect(created.status).toBe(201);
      expect((await strict.get({ id: created.id }, 'parents')).json).toEqual([]);
    }
  });

  it('a document with content keeps its bytes, type and name', async () => {
    const created = await strict.make({ id: folder.id }, 'createDocument', named('cmis:document', fresh()), {
      text: 'ä\u0000b',
      type: 'text/x-odd; charset=utf-8',
      name: 'größe.odd',
    });
    expect(created.properties).toMatchObject({
      'cmis:contentStreamLength': 4,
      'cmis:contentStreamMimeType': 'text/x-odd; charset=utf-8',
      'cmis:contentStreamFileName': 'größe.odd',
    });
    const content = await strict.get({ id: created.id }, 'content');
    expect(content.text).toBe('ä\u0000b');
    expect(content.headers.get('content-type')).toBe('text/x-odd; charset=utf-8');
    const renamed = await strict.make(
      { id: folder.id },
      'createDocument',
      { ...named('cmis:document', fresh()), filename: 'C:\\x\\y.txt', contenttype: 'text/csv' },
      { text: 'a', type: 'text/plain', name: 'z' },
    );
    expect(renamed.properties).toMatchObject({
      'cmis:contentStreamFileName': 'y.txt',
      'cmis:contentStreamMimeType': 'text/csv',
    });
  });

  it('from a source copies its content and what is not said otherwise', async () => {
    const source = await newDocument('the text');
    const copy = await strict.make({ id: folder.id }, 'createDocumentFromSource', {
      sourceId: source.id,
      ...properties({ 'cmis:name': fresh() }),
    });
    expect(copy.status).toBe(201);
    expect(copy.properties['cmis:objectTypeId']).toBe('cmis:document');
    expect(await textOf(copy.id)).toBe('the text');
  });

  describe('a copy of an object with secondary types', () => {
    const TITLED = { 'cmis:secondaryObjectTypeIds': ['P:cm:titled'] };
    let source: ObjectAnswer;
    beforeAll(async () => {
      const described = { ...TITLED, 'cmis:description': 'old', 'cm:title': 'title' };
      source = await newDocument('text', named('cmis:document', fresh(), described));
    });

    it.each([
      ['all', {}, { ...TITLED, 'cm:title': 'title', 'cmis:description': 'old', 'cm:description': 'old' }],
      ['another description', { 'cmis:description': 'new' }, { 'cmis:description': 'new', 'cm:description': 'new' }],
      ['it by its other id', { 'cm:description': 'new' }, { 'cmis:description': 'new', 'cm:description': 'new' }],
      ['no description', { 'cmis:description': null }, { 'cmis:description': null, 'cm:title': 'title' }],
      ['no secondary type', { 'cmis:secondaryObjectTypeIds': null }, { 'cmis:secondaryObjectTypeIds': null }],
      [
        'another secondary type',
        { 'cmis:secondaryObjectTypeIds': ['P:cm:author'], 'cm:author': 'me' },
        { 'cmis:secondaryObjectTypeIds': ['P:cm:author'], 'cm:author': 'me', 'cmis:description': 'old' },
      ],
      [
        'another type',
        { 'cmis:objectTypeId': 'D:cm:savedquery' },
        { 'cmis:objectTypeId': 'D:cm:savedquery', ...TITLED, 'cm:title': 'title' },
      ],
    ])('has %s', async (_, given, expected) => {
      // Below /alfresco a description is what brings the secondary type along.
      const clients = 'cmis:secondaryObjectTypeIds' in given ? [strict] : [strict, alfresco];
      for (const client of clients) {
        const fields = { sourceId: source.id, ...properties({ 'cmis:name': fresh(), ...given }) };
        const copy = await client.make({ id: folder.id }, 'createDocumentFromSource', fields);
        expect(copy.properties).toMatchObject(expected);
      }
    });
  });

  it('a relationship joins two objects', async () => {
    const [source, target] = [await newDocument(), await newDocument()];
    const created = await strict.make(
      'repository',
      'createRelationship',
      named('cmis:relationship', fresh(), { 'cmis:sourceId': source.id, 'cmis:targetId': target.id }),
    );
    expect(created.status).toBe(201);
    expect(created.properties).toMatchObject({ 'cmis:sourceId': source.id, 'cmis:targetId': target.id });
  });

  it('applies policies and entries of an ACL', async () => {
    const policy = await strict.make({ id: folder.id }, 'createPolicy', named('cmis:policy', fresh()));
    const created = await newDocument(undefined, {
      'policy[0]': policy.id,
      'addACEPrincipal[0]': 'zoe',
      'addACEPermission[0][0]': 'cmis:read',
    });
    const shown = (await strict.get({ id: created.id }, 'object', { includePolicyIds: true, includeACL: true }))
      .json as Json;
    expect(shown['policyIds']).toEqual({ ids: [policy.id] });
    expect(shown['acl']).toMatchObject({
      aces: expect.arrayContaining([
        { principal: { principalId: 'zoe' }, permissions: ['cmis:read'], isDirect: true },
      ]) as unknown,
    });
  });

  it('a name that a sibling has is refused in the words of the dialect', async () => {
    const name = fresh();
    await strict.make({ id: folder.id }, 'createFolder', named('cmis:folder', name));
    expect(outcome(await strict.post({ id: folder.id }, 'createFolder', named('cmis:folder', name)))).toEqual([
      409,
      'nameConstraintViolation',
    ]);
    expect(outcome(await alfresco.post({ id: folder.id }, 'createFolder', named('cmis:folder', name)))).toEqual([
      409,
      'contentAlreadyExists',
    ]);
  });

  it.each([
    ['major', { 'cmis:versionLabel': '1.0', 'cmis:isMajorVersion': true, 'cmis:isPrivateWorkingCopy': false }],
    ['minor', { 'cmis:versionLabel': '0.1', 'cmis:isMajorVersion': false, 'cmis:isPrivateWorkingCopy': false }],
    ['checkedout', { 'cmis:versionLabel': 'pwc', 'cmis:isMajorVersion': false, 'cmis:isPrivateWorkingCopy': true }],
  ])('with versioningState %s makes such a version', async (versioningState, expected) => {
    const created = await newDocument(undefined, { versioningState });
    expect(created.properties).toMatchObject(expected);
    if (versioningState === 'checkedout') await strict.post({ id: created.id }, 'cancelCheckOut');
  });
});

describe('properties', () => {
  it('change as the form says, others stay', async () => {
    const document = await newDocument();
    const updated = await strict.make({ id: document.id }, 'update', {
      ...properties({ 'cmis:description': 'a text' }),
      changeToken: String(document.properties['cmis:changeToken']),
    });
    expect(updated.status).toBe(200);
    expect(updated.properties).toMatchObject({
      'cmis:description': 'a text',
      'cmis:name': document.properties['cmis:name'],
    });
    expect(updated.properties['cmis:changeToken']).not.toBe(document.properties['cmis:changeToken']);
    const unset = await strict.make({ id: document.id }, 'update', {
      ...properties({ 'cmis:description': null }),
      changeToken: '',
    });
    expect(unset.properties['cmis:description']).toBeNull();
    const stale = await strict.post({ id: document.id }, 'update', {
      ...properties({ 'cmis:description': 'late' }),
      changeToken: String(document.properties['cmis:changeToken']),
    });
    expect(outcome(stale)).toEqual([409, 'updateConflict']);
  });

  it('of secondary types come with them, in the order sent', async () => {
    const document = await newDocument();
    const updated = await strict.make(
      { id: document.id },
      'update',
      properties({ 'cmis:secondaryObjectTypeIds': ['P:cm:titled', 'P:cm:author'], 'cm:title': 'T', 'cm:author': 'A' }),
    );
    expect(updated.properties).toMatchObject({ 'cm:title': 'T', 'cm:author': 'A' });
    expect(updated.properties['cmis:secondaryObjectTypeIds']).toEqual(
      expect.arrayContaining(['P:cm:titled', 'P:cm:author']),
    );
    const none = await strict.make({ id: document.id }, 'update', properties({ 'cmis:secondaryObjectTypeIds': null }));
    expect(none.properties).not.toHaveProperty(['cm:author']);
  });

  it('of secondary types that an object does not have apply them for Alfresco, not for the standard', async () => {
    const document = await newDocument();
    const author = properties({ 'cm:author': 'A' });
    expect(outcome(await strict.post({ id: document.id }, 'update', author))).toEqual([409, 'constraint']);
    const applied = await alfresco.make({ id: document.id }, 'update', author);
    expect(applied.properties).toMatchObject({
      'cm:author': 'A',
      'cmis:secondaryObjectTypeIds': expect.arrayContaining(['P:cm:author']) as unknown,
    });
    const extension = { aspects: { appliedAspects: ['P:cm:author'] } };
    for (const succinct of [true, false]) {
      const shown = [alfresco, strict].map((client) => client.get({ id: document.id }, 'object', { succinct }));
      expect((await Promise.all(shown)).map(({ json }) => (json as Json)['propertiesExtension'])).toEqual([
        extension,
        undefined,
      ]);
    }
  });

  it('of a copy may be all that its source shows, but for those of CMIS, as clients of Alfresco copy', async () => {
    const source = await newDocument('x');
    const shown = Object.entries(source.properties).filter(([id, value]) => !id.includes('cmis:') && value !== null);
    const copied = Object.fromEntries(shown) as Record<string, string>;
    expect(copied).toEqual({ 'triptych:textStatus': 'done' });
    const fields = properties({ 'cmis:objectTypeId': 'cmis:document', 'cmis:name': fresh(), ...copied });
    expect(outcome(await strict.post({ id: folder.id }, 'createDocument', fields))).toEqual([409, 'constraint']);
    const copy = await alfresco.make({ id: folder.id }, 'createDocument', fields);
    const again = properties({ 'cm:title': 'T', 'triptych:textStatus': 'pending' });
    expect(outcome(await strict.post({ id: copy.id }, 'update', again))).toEqual([409, 'constraint']);
    const updated = await alfresco.make({ id: copy.id }, 'update', again);
    expect(updated.properties).toMatchObject({ 'cm:title': 'T', 'triptych:textStatus': null });
  });

  it('of many objects change at once, whatever becomes of each', async () => {
    const [one, two] = [await newDocument(), await newDocument()];
    const answer = await strict.post('repository', 'bulkUpdate', {
      'objectId[0]': one.id,
      'changeToken[0]': '',
      'objectId[1]': two.id,
      'changeToken[1]': 'stale',
      'objectId[2]': 'nothing',
      ...properties({ 'cmis:description': 'bulk' }),
      'addSecondaryTypeId[0]': 'P:cm:author',
    });
    expect(answer.status).toBe(200);
    const { 'cmis:changeToken': changeToken } = await objectOf(one.id);
    expect(answer.json).toEqual([{ id: one.id, changeToken }]);
    expect(await objectOf(one.id)).toMatchObject({ 'cmis:description': 'bulk', 'cm:author': null });
    expect(await objectOf(two.id)).toMatchObject({ 'cmis:description': null });
  });
});

describe('content', () => {
  it('is set, appended to and deleted, at the same id by the standard', async () => {
    const document = await newDocument();
    const set = await strict.make(
      { id: document.id },
      'setContent',
      {},
      { text: 'one', type: 'text/csv', name: 'n.csv' },
    );
    expect([set.status, set.id]).toEqual([201, document.id]);
    expect(set.headers.get('location')).toContain(encodeURIComponent(document.id));
    expect(set.properties).toMatchObject({ 'cmis:contentStreamMimeType': 'text/csv', 'cmis:contentStreamLength': 3 });
    const kept = await strict.post({ id: document.id }, 'setContent', { overwriteFlag: false }, { text: 'two' });
    expect(outcome(kept)).toEqual([409, 'contentAlreadyExists']);
    const appended = await strict.make({ id: document.id }, 'appendContent', { isLastChunk: false }, { text: ', two' });
    expect([appended.status, appended.id]).toEqual([200, document.id]);
    const last = await strict.make({ id: document.id }, 'appendContent', { isLastChunk: true }, { text: ', three' });
    expect(last.status).toBe(200);
    expect(await textOf(last.id)).toBe('one, two, three');
    const deleted = await strict.make({ id: document.id }, 'deleteContent');
    expect([deleted.status, deleted.properties['cmis:contentStreamLength']]).toEqual([200, null]);
  });

  it('makes new versions for Alfresco', async () => {
    const document = await newDocument('one');
    const set = await alfresco.make({ id: document.id }, 'setContent', {}, { text: 'two' });
    expect(set.status).toBe(201);
    expect(set.properties['cmis:versionLabel']).toBe('1.1');
    expect(set.headers.get('location')).toBe(`${alfresco.rootUrl}?objectId=${encodeURIComponent(set.id)}`);
    expect(await textOf(document.id)).toBe('one');
    expect(await textOf(set.id)).toBe('two');
  });

  it('comes in a multipart form or not at all', async () => {
    const document = await newDocument('one');
    const answer = await strict.post({ id: document.id }, 'setContent', { content: 'two' });
    expect(outcome(answer)).toEqual([400, 'invalidArgument']);
    expect(await textOf(document.id)).toBe('one');
  });

  it.each(['; filename=""', ''])('need not name a file when it says its type: %j', async (fileName) => {
    const document = await newDocument('one');
    const body = [
      '--b\r\nContent-Disposition: form-data; name="cmisaction"\r\n\r\nsetContent\r\n',
      `--b\r\nContent-Disposition: form-data; name="content"${fileName}\r\nContent-Type: text/html\r\n\r\ntwo\r\n--b--\r\n`,
    ].join('');
    const answer = await strict.fetch(`${strict.rootUrl}?objectId=${encodeURIComponent(document.id)}`, {
      method: 'POST',
      headers: { 'Content-Type': 'multipart/form-data; boundary=b' },
      body,
    });
    expect(answer.status).toBe(201);
    expect(await textOf(document.id)).toBe('two');
  });

  it('may come before the controls', async () => {
    const form = new FormData();
    form.append('content', new Blob(['first']), 'a.txt');
    for (const [name, value] of Object.entries({ cmisaction: 'createDocument', ...named('cmis:document', fresh()) }))
      form.append(name, String(value));
    const answer = await strict.fetch(`${strict.rootUrl}?objectId=${folder.id}&succinct=true`, {
      method: 'POST',
      body: form,
    });
    expect(answer.status).toBe(201);
    expect((answer.json as { succinctProperties: Json }).succinctProperties['cmis:contentStreamLength']).toBe(5);
  });
});

describe('moving and filing', () => {
  it('moves from one folder to another', async () => {
    const [document, target] = [await newDocument(), await newFolder()];
    const moved = await strict.make({ id: document.id }, 'move', {
      sourceFolderId: folder.id,
      targetFolderId: target.id,
    });
    expect([moved.status, moved.id]).toEqual([201, document.id]);
    expect((await strict.get({ id: target.id }, 'children', { succinct: true })).text).toContain(document.id);
  });

  it('adds to a folder and removes from one or all', async () => {
    const [document, second] = [await newDocument(), await newFolder()];
    const parents = async (): Promise<number> =>
      ((await strict.get({ id: document.id }, 'parents')).json as unknown[]).length;
    const added = await strict.post({ id: document.id }, 'addObjectToFolder', {
      folderId: second.id,
      allVersions: true,
    });
    expect([added.status, added.json]).toEqual([
      201,
      expect.objectContaining({ properties: expect.anything() as unknown }),
    ]);
    expect(await parents()).toBe(2);
    expect((await strict.post({ id: document.id }, 'removeObjectFromFolder', { folderId: folder.id })).status).toBe(
      201,
    );
    expect(await parents()).toBe(1);
    expect((await strict.post({ id: document.id }, 'removeObjectFromFolder')).status).toBe(201);
    expect(await parents()).toBe(0);
  });
});

describe('deleting', () => {
  it('answers nothing, and the object is gone', async () => {
    const document = await newDocument('x');
    const answer = await strict.post({ id: document.id }, 'delete', { allVersions: true });
    expect([answer.status, answer.text]).toEqual([200, '']);
    expect((await strict.get({ id: document.id }, 'object')).status).toBe(404);
  });

  it('of a folder that holds something is refused', async () => {
    const parent = await newFolder();
    await newFolder(parent.id);
    expect(outcome(await strict.post({ id: parent.id }, 'delete'))).toEqual([409, 'constraint']);
  });

  it('of a tree answers nothing, or what is left', async () => {
    const parent = await newFolder();
    await newFolder(parent.id);
    const answer = await strict.post({ id: parent.id }, 'deleteTree', {});
    expect([answer.status, answer.text]).toEqual([200, '']);
    expect((await strict.get({ id: parent.id }, 'object')).status).toBe(404);
  });

  it("of a tree that holds what is not the caller's answers what is left", async () => {
    await server.person('dora');
    const dora = browserClient(strict.repositoryUrl, { user: 'dora', password: 'dora' });
    const hers = await dora.make({ path: '/Shared' }, 'createFolder', named('cmis:folder', fresh()));
    const foreign = await strict.make({ id: hers.id }, 'createFolder', named('cmis:folder', fresh()));
    const answer = await dora.post({ id: hers.id }, 'deleteTree', { continueOnFailure: true });
    expect(answer.status).toBe(200);
    expect((answer.json as { ids: string[] }).ids.sort()).toEqual([hers.id, foreign.id].sort());
    expect((await strict.get({ id: foreign.id }, 'object')).status).toBe(200);
  });
});

describe('versioning', () => {
  it('checks out, cancels, and checks in', async () => {
    const document = await newDocument('one');
    const copy = await strict.make({ id: document.id }, 'checkOut');
    expect(copy.status).toBe(201);
    expect(copy.properties).toMatchObject({
      'cmis:isPrivateWorkingCopy': true,
      'cmis:versionSeriesCheckedOutBy': 'admin',
    });
    const cancelled = await strict.post({ id: copy.id }, 'cancelCheckOut');
    expect([cancelled.status, cancelled.text]).toEqual([200, '']);
    // Clients read the type before they look for a body.
    expect(cancelled.headers.get('content-type')).toBe('text/html;charset=UTF-8');
    const again = await strict.make({ id: document.id }, 'checkOut');
    const version = await strict.make({ id: again.id }, 'checkIn', {
      ...properties({ 'cmis:description': 'checked in' }),
      checkinComment: 'a comment',
    });
    expect(version.status).toBe(201);
    expect(version.properties).toMatchObject({
      'cmis:versionLabel': '2.0',
      'cmis:checkinComment': 'a comment',
      'cmis:description': 'checked in',
      'cmis:contentStreamLength': 3,
    });
    expect(version.headers.get('location')).toContain(encodeURIComponent(version.id));
  });
});

it('changes who may do what, and answers it', async () => {
  const target = await newFolder();
  const added = await strict.post({ id: target.id }, 'applyACL', {
    'addACEPrincipal[0]': 'ann',
    'addACEPermission[0][0]': 'cmis:read',
    'addACEPermission[0][1]': 'Editor',
    'addACEPrincipal[1]': 'bob',
    'addACEPermission[1]': 'cmis:write',
    ACLPropagation: 'propagate',
  });
  expect(added.status).toBe(200);
  const direct = (answer: Answer): unknown =>
    (answer.json as { aces: { principal: Json; permissions: string[]; isDirect: boolean }[] }).aces
      .filter((ace) => ace.isDirect)
      .map((ace) => [ace.principal['principalId'], ace.permissions.length]);
  expect(direct(added)).toEqual([
    ['ann', 2],
    ['bob', 1],
  ]);
  const removed = await strict.post({ id: target.id }, 'applyACL', {
    'removeACEPrincipal[0]': 'ann',
    'removeACEPermission[0][0]': 'cmis:read',
    'removeACEPrincipal[1]': 'bob',
    'removeACEPermission[1][0]': 'cmis:write',
  });
  expect(direct(removed)).toEqual([['ann', 1]]);
});

describe('types', () => {
  const type = {
    id: 'w:type',
    parentId: 'cmis:document',
    propertyDefinitions: { 'w:number': { propertyType: 'integer', cardinality: 'single' } },
  };

  it('are made, used, changed and deleted', async () => {
    const created = await strict.post('repository', 'createType', { type: JSON.stringify(type) });
    expect(created.status).toBe(201);
    expect(created.json).toMatchObject({
      id: 'w:type',
      baseId: 'cmis:document',
      propertyDefinitions: { 'w:number': { propertyType: 'integer' } },
    });
    const location = await strict.fetch(created.headers.get('location') ?? '');
    expect(location.text).toBe(created.text);
    const document = await strict.make(
      { id: folder.id },
      'createDocument',
      named('w:type', fresh(), { 'w:number': 7 }),
    );
    expect(document.properties['w:number']).toBe(7);

    const more = { id: 'w:type', propertyDefinitions: { 'w:text': { propertyType: 'string', cardinality: 'multi' } } };
    const updated = await strict.post('repository', 'updateType', { type: JSON.stringify(more) });
    expect(updated.status).toBe(200);
    expect(updated.json).toMatchObject({ propertyDefinitions: { 'w:number': {}, 'w:text': { cardinality: 'multi' } } });
    const filled = await strict.make({ id: document.id }, 'update', properties({ 'w:text': ['b', 'a'] }));
    expect(filled.properties).toMatchObject({ 'w:number': 7, 'w:text': ['b', 'a'] });

    expect(outcome(await strict.post('repository', 'deleteType', { typeId: 'w:type' }))).toEqual([409, 'constraint']);
    await strict.post({ id: document.id }, 'delete');
    const deleted = await strict.post('repository', 'deleteType', { typeId: 'w:type' });
    expect([deleted.status, deleted.text]).toEqual([200, '']);
    expect((await strict.get('repository', 'typeDefinition', { typeId: 'w:type' })).status).toBe(404);
    expect((await strict.post('repository', 'createType', { type: JSON.stringify(type) })).status).toBe(201);
    // As CmisJS asks, and expects the answer.
    const quoted = await strict.post('repository', 'deleteType', { typeId: '"w:type"' });
    expect([quoted.status, quoted.text]).toEqual([200, '{}']);
  });
});

it('writes nothing where only the answer would be nonsense', async () => {
  const name = fresh();
  const answer = await strict.post({ id: folder.id }, 'createFolder', {
    ...named('cmis:folder', name),
    succinct: 'perhaps',
  });
  expect(outcome(answer)).toEqual([400, 'invalidArgument']);
  expect((await strict.get({ path: `/Shared/write here/${name}` }, 'object')).status).toBe(404);
});
