import {
  exceptionOf,
  named,
  properties,
  type Answer,
  type BrowserClient,
  type Json,
  type ObjectAnswer,
} from '../cmis/browser/client';
import { fresh, startStandard, type Standard } from './fixtures';

type Rows = readonly Json[];

let standard: Standard;
let admin: BrowserClient;
let folder: ObjectAnswer;
let inner: ObjectAnswer;
let document: ObjectAnswer;

beforeAll(async () => {
  standard = await startStandard();
  ({ admin, folder } = standard);
  inner = await standard.newFolder();
  document = await standard.newDocument({ text: 'some bytes', in: inner.id });
});
afterAll(() => standard.close());

const memberOf = (answer: Answer, name: string): unknown => (answer.json as Json)[name];
const idOf = (object: unknown): unknown =>
  (((object as Json)['succinctProperties'] ?? {}) as Json)['cmis:objectId'] ??
  ((((object as Json)['properties'] ?? {}) as Json)['cmis:objectId'] as Json | undefined)?.['value'];
const anyList = expect.any(Array) as unknown;
const anyBoolean = expect.any(Boolean) as unknown;

describe('the address of the service', () => {
  it('497: lists repositories by their ids', async () => {
    const answer = await admin.fetch(`${standard.server.url}/cmis/1.1/browser`);
    expect([answer.status, Object.keys(answer.json as Json)]).toEqual([200, ['-default-']]);
  });

  it('498: tells where repository and root folder are', async () => {
    const answer = await admin.fetch(`${standard.server.url}/cmis/1.1/browser`);
    for (const info of Object.values(answer.json as Record<string, Json>))
      expect(info).toMatchObject({ repositoryUrl: admin.repositoryUrl, rootFolderUrl: admin.rootUrl });
  });
});

describe('the address of the repository', () => {
  it('499: repositoryInfo is an object with the id of the repository as its only key', async () => {
    const answer = await admin.get('repository', 'repositoryInfo');
    expect([answer.status, Object.keys(answer.json as Json)]).toEqual([200, ['-default-']]);
  });

  it('500: selectors are known in any case', async () => {
    const [one, other] = [
      await admin.get('repository', 'REPOSITORYINFO'),
      await admin.get('repository', 'repositoryInfo'),
    ];
    expect([one.status, one.json]).toEqual([200, other.json]);
  });

  it('501: typeChildren answers types and hasMoreItems', async () => {
    const answer = await admin.get('repository', 'typeChildren');
    expect(answer.json).toMatchObject({ types: anyList, hasMoreItems: anyBoolean });
  });

  it('502: typeDescendants answers a list of containers with a type', async () => {
    const containers = (await admin.get('repository', 'typeDescendants')).json as Rows;
    expect(containers.length).toBeGreaterThan(4);
    for (const container of containers)
      expect(container).toMatchObject({ type: { id: expect.any(String) as unknown } });
  });

  it('503: typeDefinition has property definitions keyed by property id', async () => {
    const answer = await admin.get('repository', 'typeDefinition', { typeId: 'cmis:document' });
    expect(memberOf(answer, 'id')).toBe('cmis:document');
    const definitions = memberOf(answer, 'propertyDefinitions') as Record<string, Json>;
    for (const [id, definition] of Object.entries(definitions)) expect(definition['id']).toBe(id);
    expect(definitions).toHaveProperty(['cmis:objectId']);
  });

  it('527: checkedOut answers objects and hasMoreItems', async () => {
    const copy = await admin.make({ id: (await standard.newDocument()).id }, 'checkOut');
    const answer = await admin.get('repository', 'checkedOut');
    expect(answer.json).toMatchObject({ objects: anyList, hasMoreItems: false });
    expect((memberOf(answer, 'objects') as Rows).map(idOf)).toEqual([copy.id]);
    await admin.post({ id: copy.id }, 'cancelCheckOut');
  });

  it('529: query by GET with q answers results and hasMoreItems', async () => {
    const answer = await admin.get('repository', 'query', { q: 'SELECT * FROM cmis:folder' });
    expect([answer.status, answer.json]).toMatchObject([200, { results: anyList, hasMoreItems: anyBoolean }]);
  });

  it('530: query by POST with statement answers 200 and results', async () => {
    const answer = await admin.post('repository', 'query', { statement: 'SELECT cmis:name FROM cmis:folder' });
    expect([answer.status, answer.json]).toMatchObject([200, { results: anyList }]);
    expect((memberOf(answer, 'results') as Rows).length).toBeGreaterThan(0);
  });

  it('531: query results are keyed by query name or alias', async () => {
    const type = {
      id: 'br:keyed',
      parentId: 'cmis:document',
      propertyDefinitions: {
        'br:word': { id: 'br:word', queryName: 'br:wordQuery', propertyType: 'string', cardinality: 'single' },
      },
    };
    expect((await admin.post('repository', 'createType', { type: JSON.stringify(type) })).status).toBe(201);
    const made = await admin.make({ id: folder.id }, 'createDocument', named('br:keyed', fresh(), { 'br:word': 'w' }));
    for (const succinct of [true, false]) {
      const answer = await admin.get('repository', 'query', {
        q: 'SELECT cmis:objectId AS i, br:wordQuery FROM br:keyed',
        succinct,
      });
      const [row] = memberOf(answer, 'results') as Rows;
      const columns = (row?.['succinctProperties'] ?? row?.['properties']) as Json;
      expect(Object.keys(columns)).toEqual(['i', 'br:wordQuery']);
      if (succinct) expect(columns).toEqual({ i: made.id, 'br:wordQuery': 'w' });
    }
  });

  it('532: contentChanges answers objects that say what happened', async () => {
    const objects = memberOf(await admin.get('repository', 'contentChanges', { maxItems: 50 }), 'objects') as Rows;
    expect(objects.length).toBeGreaterThan(0);
    for (const object of objects)
      expect(object['changeEventInfo']).toEqual({
        changeType: expect.stringMatching(/^(created|updated|deleted|security)$/) as unknown,
        changeTime: expect.any(Number) as unknown,
      });
  });

  it('610: contentChanges answers the token of the next page', async () => {
    const answer = await admin.get('repository', 'contentChanges', { maxItems: 2 });
    expect(memberOf(answer, 'changeLogToken')).toEqual(expect.stringMatching(/./));
  });
});

describe('addresses of objects', () => {
  it('504: objectId names the object', async () => {
    expect(idOf((await admin.get({ id: document.id }, 'object')).json)).toBe(document.id);
  });

  it('505: the path names the object', async () => {
    const path = String(inner.properties['cmis:path']);
    expect(idOf((await admin.get({ path }, 'object')).json)).toBe(inner.id);
  });

  it('506: objectId wins over the path', async () => {
    const path = String(inner.properties['cmis:path']);
    expect(idOf((await admin.get({ path }, 'object', { objectId: document.id })).json)).toBe(document.id);
  });

  it('507: a folder alone answers its children', async () => {
    for (const place of [{ id: inner.id }, { path: String(inner.properties['cmis:path']) }, { path: '/' }]) {
      const answer = await admin.get(place, undefined);
      expect(answer.json).toMatchObject({ objects: anyList, hasMoreItems: false });
      for (const child of memberOf(answer, 'objects') as Rows) expect(child['object']).toBeDefined();
    }
  });

  it('508: a document alone answers its bytes', async () => {
    const answer = await admin.get({ id: document.id }, undefined);
    expect([answer.status, answer.text]).toEqual([200, 'some bytes']);
  });

  it('509: policies, items and relationships alone answer themselves', async () => {
    const ends = properties({
      'cmis:objectTypeId': 'cmis:relationship',
      'cmis:name': 'leads to',
      'cmis:sourceId': document.id,
      'cmis:targetId': folder.id,
    });
    for (const made of [
      await admin.make({ id: folder.id }, 'createPolicy', named('cmis:policy', fresh())),
      await admin.make({ id: folder.id }, 'createItem', named('cmis:item', fresh())),
      await admin.make('repository', 'createRelationship', ends),
    ]) {
      const answer = await admin.get({ id: made.id }, undefined);
      expect([answer.status, idOf(answer.json)]).toEqual([200, made.id]);
    }
  });
});

describe('selectors of objects', () => {
  it('510: children answers objects with their object, and hasMoreItems', async () => {
    const answer = await admin.get({ id: inner.id }, 'children');
    expect(answer.json).toMatchObject({ objects: [{ object: { properties: {} } }], hasMoreItems: false });
    expect((memberOf(answer, 'objects') as Rows).map((child) => idOf(child['object']))).toEqual([document.id]);
  });

  it('511: descendants answers containers with object.object and children', async () => {
    const tree = (await admin.get({ id: folder.id }, 'descendants')).json as Rows;
    const container = tree.find(({ object }) => idOf((object as Json)['object']) === inner.id);
    expect((container?.['children'] as Rows).map(({ object }) => idOf((object as Json)['object']))).toEqual([
      document.id,
    ]);
  });

  it('512: folderTree answers containers of folders alone', async () => {
    const tree = (await admin.get({ id: folder.id }, 'folderTree', { succinct: true })).json as Rows;
    expect(tree.length).toBeGreaterThan(0);
    for (const { object } of tree)
      expect(object).toMatchObject({ object: { succinctProperties: { 'cmis:baseTypeId': 'cmis:folder' } } });
  });

  it('513: parent answers the parent of a folder', async () => {
    expect(idOf((await admin.get({ id: inner.id }, 'parent')).json)).toBe(folder.id);
  });

  it('514: parents answers a list with objects', async () => {
    const parents = (await admin.get({ id: document.id }, 'parents')).json as Rows;
    expect(parents.map(({ object }) => idOf(object))).toEqual([inner.id]);
  });

  it('515: allowableActions answers booleans', async () => {
    const actions = (await admin.get({ id: document.id }, 'allowableActions')).json as Json;
    expect(actions['canGetProperties']).toBe(true);
    for (const value of Object.values(actions)) expect(typeof value).toBe('boolean');
  });

  it('516: properties answers the properties themselves', async () => {
    const answer = await admin.get({ id: document.id }, 'properties');
    expect(answer.json).toMatchObject({ 'cmis:objectId': { value: document.id } });
    const succinct = await admin.get({ id: document.id }, 'properties', { succinct: true });
    expect(memberOf(succinct, 'cmis:objectId')).toBe(document.id);
  });

  it('517: content answers the bytes with their media type', async () => {
    const answer = await admin.get({ id: document.id }, 'content');
    expect([answer.status, answer.text, answer.headers.get('content-type')]).toEqual([200, 'some bytes', 'text/plain']);
  });

  it('608: content is shown inline where nothing else is asked for', async () => {
    const answer = await admin.get({ id: document.id }, 'content');
    expect(answer.headers.get('content-disposition')).toMatch(/^inline/);
  });

  it('609: content is an attachment where that is asked for', async () => {
    const answer = await admin.get({ id: document.id }, 'content', { download: 'attachment' });
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment/);
  });

  it('518: renditions answers a list', async () => {
    expect((await admin.get({ id: document.id }, 'renditions')).json).toEqual(anyList);
  });

  it('524: relationships answers objects and hasMoreItems', async () => {
    const source = await standard.newDocument();
    const relate = (): Promise<ObjectAnswer> =>
      admin.make(
        'repository',
        'createRelationship',
        named('cmis:relationship', fresh(), { 'cmis:sourceId': source.id, 'cmis:targetId': document.id }),
      );
    const made = [await relate(), await relate()];
    const { json } = await admin.get({ id: source.id }, 'relationships', { succinct: true });
    const { objects, hasMoreItems } = json as { readonly objects: Rows; readonly hasMoreItems: unknown };
    expect([objects.map(idOf).sort(), hasMoreItems]).toEqual([made.map(({ id }) => id).sort(), false]);
    const first = await admin.get({ id: source.id }, 'relationships', { maxItems: 1 });
    expect(first.json).toMatchObject({ objects: [expect.anything()], hasMoreItems: true });
  });

  it('525: policies answers a list of objects', async () => {
    const policy = await admin.make({ id: folder.id }, 'createPolicy', named('cmis:policy', fresh()));
    await admin.post({ id: document.id }, 'applyPolicy', { policyId: policy.id });
    expect(((await admin.get({ id: document.id }, 'policies')).json as Rows).map(idOf)).toEqual([policy.id]);
  });

  it('526: acl answers an object with aces', async () => {
    const answer = await admin.get({ id: document.id }, 'acl');
    expect(answer.json).toMatchObject({ aces: anyList });
    for (const ace of memberOf(answer, 'aces') as Rows)
      expect(ace).toMatchObject({ principal: { principalId: expect.any(String) as unknown }, permissions: anyList });
  });

  it('528: checkedout of a folder answers its working copies alone', async () => {
    const outside = await admin.make({ id: (await standard.newDocument()).id }, 'checkOut');
    const inside = await admin.make({ id: (await standard.newDocument({ in: inner.id })).id }, 'checkOut');
    const objects = memberOf(await admin.get({ id: inner.id }, 'checkedout'), 'objects') as Rows;
    expect(objects.map(idOf)).toEqual([inside.id]);
    for (const { id } of [outside, inside]) await admin.post({ id }, 'cancelCheckOut');
  });
});

describe('versions', () => {
  let first: string;
  let latest: string;

  beforeAll(async () => {
    first = (await standard.newDocument({ text: 'one' })).id;
    const copy = await admin.make({ id: first }, 'checkOut');
    latest = (await admin.make({ id: copy.id }, 'checkIn', { major: false }, { text: 'two' })).id;
    expect(latest).not.toBe(first);
  });

  it.each([
    ['519: returnVersion=latest answers the latest version', 'latest', '1.1'],
    ['520: returnVersion=latestmajor answers the latest major version', 'latestmajor', '1.0'],
    ['521: returnVersion=this answers the version asked for', 'this', '1.0'],
  ])('%s', async (_title, returnVersion, label) => {
    const answer = await admin.get({ id: first }, 'object', { returnVersion, succinct: true });
    expect(answer.json).toMatchObject({ succinctProperties: { 'cmis:versionLabel': label } });
  });

  it('522: properties of the latest version', async () => {
    const answer = await admin.get({ id: first }, 'properties', { returnVersion: 'latest', succinct: true });
    expect(memberOf(answer, 'cmis:objectId')).toBe(latest);
  });

  it('523: versions answers a list of objects', async () => {
    const versions = (await admin.get({ id: latest }, 'versions')).json as Rows;
    expect(versions.map(idOf)).toEqual([latest, first]);
  });
});

it('614: a name and a password are accepted as HTTP Basic has them', async () => {
  const answer = await admin.get('repository', 'repositoryInfo');
  expect([answer.status, exceptionOf(answer)]).toEqual([200, undefined]);
});
