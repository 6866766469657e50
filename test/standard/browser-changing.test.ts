import {
  named,
  properties,
  type Answer,
  type BrowserClient,
  type Json,
  type ObjectAnswer,
} from '../cmis/browser/client';
import { fresh, startStandard, type Standard } from './fixtures';

let standard: Standard;
let admin: BrowserClient;
let place: { readonly id: string };

beforeAll(async () => {
  standard = await startStandard();
  ({ admin, folder: place } = standard);
});
afterAll(() => standard.close());

/** Status and the id of the object that an answer shows. */
const shown = (answer: Answer): unknown => [
  answer.status,
  (answer.json as { readonly succinctProperties?: Json } | undefined)?.succinctProperties?.['cmis:objectId'],
];
const empty = (answer: Answer): unknown => [answer.status, answer.text];
const newPolicy = (): Promise<ObjectAnswer> => admin.make(place, 'createPolicy', named('cmis:policy', fresh()));
const acesOf = (answer: Answer): readonly Json[] => (answer.json as { readonly aces: readonly Json[] }).aces;

describe('properties', () => {
  it('568: update answers 200 and the object', async () => {
    const { id } = await standard.newDocument();
    const fields = { ...properties({ 'cmis:description': 'new' }), succinct: true };
    expect(shown(await admin.post({ id }, 'update', fields))).toEqual([200, id]);
    expect(await standard.propertiesOf(id)).toMatchObject({ 'cmis:description': 'new' });
  });

  it('591: a propertyId without a value unsets the property', async () => {
    const { id } = await standard.newDocument({
      fields: named('cmis:document', fresh(), { 'cmis:description': 'old' }),
    });
    expect((await admin.post({ id }, 'update', { 'propertyId[0]': 'cmis:description' })).status).toBe(200);
    expect((await standard.propertiesOf(id))['cmis:description']).toBeNull();
  });

  it('592: propertyValue[i][0..n] are stored in that order', async () => {
    const type = {
      id: 'bc:many',
      parentId: 'cmis:document',
      propertyDefinitions: { 'bc:many': { propertyType: 'string', cardinality: 'multi' } },
    };
    await standard.newType(type);
    const { id } = await standard.newDocument({ fields: named('bc:many', fresh()) });
    const update = await admin.post({ id }, 'update', {
      'propertyId[0]': 'bc:many',
      'propertyValue[0][2]': 'a',
      'propertyValue[0][0]': 'c',
      'propertyValue[0][1]': 'b',
    });
    expect(update.status).toBe(200);
    expect((await standard.propertiesOf(id))['bc:many']).toEqual(['c', 'b', 'a']);
  });

  it('596: an empty change token is none', async () => {
    const { id } = await standard.newDocument();
    const fields = { ...properties({ 'cmis:description': 'new' }), changeToken: '' };
    expect((await admin.post({ id }, 'update', fields)).status).toBe(200);
  });

  it('585: bulkUpdate answers 200 and the ids of what it changed', async () => {
    const [one, two] = [await standard.newDocument(), await standard.newDocument()];
    const answer = await admin.post('repository', 'bulkUpdate', {
      'objectId[0]': one.id,
      'objectId[1]': two.id,
      ...properties({ 'cmis:description': 'bulk' }),
    });
    expect([answer.status, answer.json]).toMatchObject([200, [{ id: one.id }, { id: two.id }]]);
  });

  it('595: bulkUpdate takes changeToken[i] for that of objectId[i]', async () => {
    const [one, two] = [await standard.newDocument(), await standard.newDocument()];
    await admin.post({ id: two.id }, 'update', properties({ 'cmis:description': 'changed' }));
    const answer = await admin.post('repository', 'bulkUpdate', {
      'changeToken[1]': String(two.properties['cmis:changeToken']),
      'objectId[0]': one.id,
      'changeToken[0]': String(one.properties['cmis:changeToken']),
      'objectId[1]': two.id,
      ...properties({ 'cmis:description': 'bulk' }),
    });
    expect((answer.json as readonly Json[]).map(({ id }) => id)).toEqual([one.id]);
    expect((await standard.propertiesOf(two.id))['cmis:description']).toBe('changed');
  });
});

describe('objects', () => {
  it('570: move answers 201 and the object', async () => {
    const { id } = await standard.newDocument();
    const { id: targetFolderId } = await standard.newFolder();
    const fields = { sourceFolderId: place.id, targetFolderId, succinct: true };
    expect(shown(await admin.post({ id }, 'move', fields))).toEqual([201, id]);
  });

  it('571: delete answers 200 and nothing', async () => {
    const { id } = await standard.newDocument();
    expect(empty(await admin.post({ id }, 'delete'))).toEqual([200, '']);
  });

  it('572: deleteTree answers 200 and nothing', async () => {
    const { id } = await standard.newFolder();
    await standard.newDocument({ in: id });
    expect(empty(await admin.post({ id }, 'deleteTree'))).toEqual([200, '']);
  });

  it('573: deleteTree that leaves objects answers 200 and their ids', async () => {
    const otto = await standard.person('otto');
    const his = await otto.make({ path: '/Shared' }, 'createFolder', named('cmis:folder', fresh()));
    const kept = await standard.newFolder(his.id);
    const answer = await otto.post({ id: his.id }, 'deleteTree', { continueOnFailure: true });
    expect(answer.status).toBe(200);
    expect((answer.json as { readonly ids: readonly string[] }).ids).toContain(kept.id);
  });

  it('577: addObjectToFolder answers 201 and the object', async () => {
    const { id } = await standard.newDocument();
    const fields = { folderId: (await standard.newFolder()).id, succinct: true };
    expect(shown(await admin.post({ id }, 'addObjectToFolder', fields))).toEqual([201, id]);
  });

  it('578: removeObjectFromFolder answers 201 and the object', async () => {
    const { id } = await standard.newDocument();
    const fields = { folderId: place.id, succinct: true };
    expect(shown(await admin.post({ id }, 'removeObjectFromFolder', fields))).toEqual([201, id]);
  });
});

describe('content', () => {
  it('574: setContent answers 201 and the object', async () => {
    const { id } = await standard.newDocument();
    expect(shown(await admin.post({ id }, 'setContent', { succinct: true }, { text: 'new' }))).toEqual([201, id]);
  });

  it('575: appendContent answers 200 and the object', async () => {
    const { id } = await standard.newDocument({ text: 'one' });
    const fields = { isLastChunk: true, succinct: true };
    expect(shown(await admin.post({ id }, 'appendContent', fields, { text: ', two' }))).toEqual([200, id]);
    expect((await admin.get({ id }, 'content')).text).toBe('one, two');
  });

  it('576: deleteContent answers 200 and the object', async () => {
    const { id } = await standard.newDocument({ text: 'one' });
    expect(shown(await admin.post({ id }, 'deleteContent', { succinct: true }))).toEqual([200, id]);
  });
});

describe('versions', () => {
  it('579: checkOut answers 201 and the working copy', async () => {
    const { id } = await standard.newDocument();
    const copy = await admin.post({ id }, 'checkOut', { succinct: true });
    expect([copy.status, copy.json]).toMatchObject([
      201,
      { succinctProperties: { 'cmis:isPrivateWorkingCopy': true, 'cmis:isVersionSeriesCheckedOut': true } },
    ]);
  });

  it('580: cancelCheckOut answers 200 and nothing', async () => {
    const copy = await admin.make({ id: (await standard.newDocument()).id }, 'checkOut');
    expect(empty(await admin.post({ id: copy.id }, 'cancelCheckOut'))).toEqual([200, '']);
  });

  it('581: checkIn answers 201 and the new version', async () => {
    const { id } = await standard.newDocument();
    const copy = await admin.make({ id }, 'checkOut');
    const version = await admin.post({ id: copy.id }, 'checkIn', { succinct: true });
    expect([version.status, version.json]).toMatchObject([
      201,
      { succinctProperties: { 'cmis:isPrivateWorkingCopy': false, 'cmis:versionLabel': '2.0' } },
    ]);
  });
});

describe('policies and rights', () => {
  it.each([
    ['582: applyPolicy answers 200 and the object', 'applyPolicy'],
    ['583: removePolicy answers 200 and the object', 'removePolicy'],
  ])('%s', async (_title, action) => {
    const [{ id }, { id: policyId }] = [await standard.newDocument(), await newPolicy()];
    if (action === 'removePolicy') await admin.make({ id }, 'applyPolicy', { policyId });
    expect(shown(await admin.post({ id }, action, { policyId, succinct: true }))).toEqual([200, id]);
    expect((await admin.get({ id }, 'policies')).json).toHaveLength(action === 'applyPolicy' ? 1 : 0);
  });

  const add = { 'addACEPrincipal[0]': 'ada', 'addACEPermission[0][0]': 'cmis:read' };
  const ofAda = (answer: Answer): readonly unknown[] =>
    acesOf(answer).filter(({ principal }) => (principal as Json)['principalId'] === 'ada');

  it('584: applyACL answers 200 and an ACL', async () => {
    const answer = await admin.post({ id: (await standard.newFolder()).id }, 'applyACL', add);
    expect([answer.status, answer.json]).toMatchObject([200, { aces: expect.any(Array) as unknown }]);
  });

  it('593: addACEPrincipal[0] with addACEPermission[0][0] adds an entry', async () => {
    const { id } = await standard.newFolder();
    await admin.post({ id }, 'applyACL', add);
    expect(ofAda(await admin.get({ id }, 'acl'))).toEqual([
      { principal: { principalId: 'ada' }, permissions: ['cmis:read'], isDirect: true },
    ]);
  });

  it('594: removeACEPrincipal[0] with removeACEPermission[0][0] removes an entry', async () => {
    const { id } = await standard.newFolder();
    await admin.post({ id }, 'applyACL', add);
    const remove = { 'removeACEPrincipal[0]': 'ada', 'removeACEPermission[0][0]': 'cmis:read' };
    expect((await admin.post({ id }, 'applyACL', remove)).status).toBe(200);
    expect(ofAda(await admin.get({ id }, 'acl'))).toEqual([]);
  });
});

describe('types', () => {
  const send = (action: string, type: Json): Promise<Answer> =>
    admin.post('repository', action, { type: JSON.stringify(type) });

  it('586: createType answers 201 and the type', async () => {
    const answer = await send('createType', { id: 'bc:created', parentId: 'cmis:document' });
    expect([answer.status, answer.json]).toMatchObject([201, { id: 'bc:created', parentId: 'cmis:document' }]);
  });

  it('587: updateType answers 200 and the type', async () => {
    await send('createType', { id: 'bc:updated', parentId: 'cmis:document' });
    const added = { 'bc:added': { propertyType: 'integer', cardinality: 'single' } };
    const answer = await send('updateType', { id: 'bc:updated', propertyDefinitions: added });
    expect([answer.status, answer.json]).toMatchObject([200, { id: 'bc:updated', propertyDefinitions: added }]);
  });

  it('588: deleteType answers 200 and nothing', async () => {
    await send('createType', { id: 'bc:deleted', parentId: 'cmis:document' });
    expect(empty(await admin.post('repository', 'deleteType', { typeId: 'bc:deleted' }))).toEqual([200, '']);
  });
});
