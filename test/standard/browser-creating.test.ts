import { named, properties, type Answer, type BrowserClient, type Fields, type Json } from '../cmis/browser/client';
import { fresh, outcome, startStandard, type Standard } from './fixtures';

let standard: Standard;
let admin: BrowserClient;
let place: { readonly id: string };

beforeAll(async () => {
  standard = await startStandard();
  ({ admin, folder: place } = standard);
});
afterAll(() => standard.close());

const succinctOf = (answer: Answer): Json => (answer.json as { readonly succinctProperties: Json }).succinctProperties;
const idOf = (answer: Answer): string => String(succinctOf(answer)['cmis:objectId']);
const parentsOf = async (id: string): Promise<number> =>
  ((await admin.get({ id }, 'parents')).json as readonly Json[]).length;

/** Posts controls as they stand, url-encoded or as parts of a form. */
const submit = (fields: Fields, as: 'url-encoded' | 'multipart' = 'url-encoded'): Promise<Answer> => {
  const body = as === 'multipart' ? new FormData() : new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) body.append(name, String(value));
  return admin.fetch(`${admin.rootUrl}?objectId=${encodeURIComponent(place.id)}`, { method: 'POST', body });
};

describe('creating', () => {
  it.each([
    ['559: createDocument answers 201 and the document', 'createDocument', 'cmis:document'],
    ['560: actions are known in any case', 'CREATEDOCUMENT', 'cmis:document'],
    ['563: createFolder answers 201 and the folder', 'createFolder', 'cmis:folder'],
    ['565: createItem answers 201 and the item', 'createItem', 'cmis:item'],
    ['566: createPolicy answers 201 and the policy', 'createPolicy', 'cmis:policy'],
  ])('%s', async (_title, action, typeId) => {
    const name = fresh();
    const made = await admin.post(place, action, { ...named(typeId, name), succinct: true });
    expect(made.status).toBe(201);
    expect(succinctOf(made)).toMatchObject({ 'cmis:name': name, 'cmis:objectTypeId': typeId });
    expect((await admin.get({ id: idOf(made) }, 'object')).status).toBe(200);
  });

  it('562: createDocument for the repository makes a document in no folder', async () => {
    const fields = { ...named('cmis:document', fresh()), succinct: true };
    const made = await admin.post('repository', 'createDocument', fields, { text: 'unfiled' });
    expect(made.status).toBe(201);
    expect(await parentsOf(idOf(made))).toBe(0);
  });

  it('564: createRelationship for the repository answers 201 and the relationship', async () => {
    const ends = { 'cmis:sourceId': (await standard.newDocument()).id, 'cmis:targetId': place.id };
    const fields = { ...named('cmis:relationship', fresh(), ends), succinct: true };
    const made = await admin.post('repository', 'createRelationship', fields);
    expect([made.status, succinctOf(made)]).toMatchObject([201, ends]);
  });

  it('567: createDocumentFromSource answers 201 and the copy', async () => {
    const { id: sourceId } = await standard.newDocument({ text: 'the source' });
    const name = fresh();
    const fields = { sourceId, ...properties({ 'cmis:name': name }), succinct: true };
    const copy = await admin.post(place, 'createDocumentFromSource', fields);
    expect([copy.status, succinctOf(copy)['cmis:name']]).toEqual([201, name]);
    expect(idOf(copy)).not.toBe(sourceId);
    expect((await admin.get({ id: idOf(copy) }, 'content')).text).toBe('the source');
  });

  it('599: policy[0] of createDocument is applied', async () => {
    const policy = await admin.make(place, 'createPolicy', named('cmis:policy', fresh()));
    const { id } = await standard.newDocument({
      fields: { ...named('cmis:document', fresh()), 'policy[0]': policy.id },
    });
    const shown = (await admin.get({ id }, 'object', { includePolicyIds: true })).json as Json;
    expect(shown['policyIds']).toEqual({ ids: [policy.id] });
  });

  it('606: an answer of 201 says where the object is', async () => {
    const made = await admin.make(place, 'createItem', named('cmis:item', fresh()));
    const there = await admin.fetch(String(made.headers.get('location')));
    expect(there.json).toMatchObject({ properties: { 'cmis:objectId': { value: made.id } } });
  });
});

describe('forms', () => {
  it('561: controls are known in any case', async () => {
    const name = fresh();
    const made = await submit({
      CMISACTION: 'createFolder',
      'PROPERTYID[0]': 'cmis:objectTypeId',
      'propertyvalue[0]': 'cmis:folder',
      'PropertyID[1]': 'cmis:name',
      'PropertyValue[1]': name,
      SUCCINCT: true,
    });
    expect([made.status, succinctOf(made)['cmis:name']]).toEqual([201, name]);
  });

  it('589: url-encoded forms are accepted for actions without content', async () => {
    expect((await submit({ cmisaction: 'createFolder', ...named('cmis:folder', fresh()) })).status).toBe(201);
  });

  it('590: multipart forms without a file are accepted for actions without content', async () => {
    const fields = { cmisaction: 'createFolder', ...named('cmis:folder', fresh()) };
    expect((await submit(fields, 'multipart')).status).toBe(201);
  });

  it('597: an empty control applies the default', async () => {
    const { id } = await standard.newDocument({ fields: { ...named('cmis:document', fresh()), versioningState: '' } });
    const { 'cmis:isMajorVersion': isMajorVersion } = await standard.propertiesOf(id);
    expect(isMajorVersion).toBe(true);
    const kept = await admin.post({ id }, 'setContent', { overwriteFlag: '', changeToken: '' }, { text: 'new' });
    expect(kept.status).toBe(201);
  });

  it('598: unknown controls are accepted', async () => {
    const fields = { ...named('cmis:folder', fresh()), colour: 'red', 'colour[7]': 'blue' };
    expect((await admin.post(place, 'createFolder', fields)).status).toBe(201);
  });

  it('605: content of a url-encoded form is not set', async () => {
    const { id } = await standard.newDocument({ text: 'kept' });
    await admin.post({ id }, 'setContent', { content: 'lost' });
    expect((await admin.get({ id }, 'content')).text).toBe('kept');
  });

  it.each([
    ['611: a gap in the index of properties is invalid', { 'propertyId[3]': 'cmis:description' }],
    ['612: a value without its property is invalid', { 'propertyValue[2]': 'a text' }],
  ])('%s', async (_title, fields) => {
    const answer = await admin.post(place, 'createFolder', { ...named('cmis:folder', fresh()), ...fields });
    expect([answer.status, outcome(answer)]).toEqual([400, 'invalidArgument']);
  });
});

describe('results of forms with a token', () => {
  const result = async (token: string): Promise<Json> =>
    (await admin.get('repository', 'lastResult', { token })).json as Json;
  const create = (name: string, token: string): Promise<Answer> =>
    admin.post(place, 'createFolder', { ...named('cmis:folder', name), token });

  it('600: the form is answered by 200 and a page', async () => {
    const answer = await create(fresh(), 'token 600');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      expect.stringMatching(/^(text\/html|application\/xhtml\+xml)/) as unknown,
    ]);
  });

  it('601: lastResult answers code, objectId, exception and message', async () => {
    await create(fresh(), 'token 601');
    expect(Object.keys(await result('token 601')).sort()).toEqual(['code', 'exception', 'message', 'objectId']);
  });

  it('602: after a creation it has 201 and the id of the new object', async () => {
    await create('by token', 'token 602');
    const { code, objectId } = await result('token 602');
    expect([code, (await standard.propertiesOf(String(objectId)))['cmis:name']]).toEqual([201, 'by token']);
  });

  it('603: for an unknown token it has 0', async () => {
    expect((await result('never sent'))['code']).toBe(0);
  });

  it('604: after a failure it has its status and exception', async () => {
    await admin.post({ id: 'nothing' }, 'update', { token: 'token 604' });
    expect(await result('token 604')).toMatchObject({ code: 404, objectId: null, exception: 'objectNotFound' });
  });

  it('613: the second time it is invalidArgument, with 0', async () => {
    await create(fresh(), 'token 613');
    await result('token 613');
    expect(await result('token 613')).toMatchObject({ code: 0, exception: 'invalidArgument' });
  });
});
