import { named, type Answer, type Fields, type Json, type ObjectAnswer } from '../cmis/browser/client';
import { fresh, outcome, startStandard, type Standard } from './fixtures';

let standard: Standard;

beforeAll(async () => {
  standard = await startStandard();
  await standard.newType({ id: 'con:full', parentId: 'cmis:document', contentStreamAllowed: 'required' });
  await standard.newType({ id: 'con:empty', parentId: 'cmis:document', contentStreamAllowed: 'notallowed' });
});
afterAll(() => standard.close());

const write = ({ id }: ObjectAnswer, action: string, ...[text, fields]: readonly [string, Fields?]): Promise<Answer> =>
  standard.admin.post({ id }, action, fields, { text });
const textOf = async ({ id }: ObjectAnswer): Promise<string> => (await standard.admin.get({ id }, 'content')).text;
const lengthOf = async ({ id }: ObjectAnswer): Promise<unknown> =>
  (await standard.propertiesOf(id))['cmis:contentStreamLength'];
const empty = (): Promise<ObjectAnswer> => standard.newDocument({ fields: named('con:empty', fresh()) });

describe('setContentStream', () => {
  it.each([
    ['154: replaces content', { overwriteFlag: true }],
    ['156: replaces content unless told otherwise', {}],
  ])('%s', async (_title, fields) => {
    const document = await standard.newDocument({ text: 'old' });
    expect((await write(document, 'setContent', 'newer', fields)).status).toBe(201);
    expect([await textOf(document), await lengthOf(document)]).toEqual(['newer', 5]);
  });

  it('155: replaces nothing where it must not', async () => {
    const document = await standard.newDocument({ text: 'old' });
    const answer = await write(document, 'setContent', 'newer', { overwriteFlag: false });
    expect([outcome(answer), await textOf(document)]).toEqual(['contentAlreadyExists', 'old']);
  });

  it('157: is streamNotSupported where the type has no content', async () => {
    expect(outcome(await write(await empty(), 'setContent', 'text'))).toBe('streamNotSupported');
  });

  it('158: with an old change token is updateConflict', async () => {
    const document = await standard.newDocument({ text: 'first' });
    const changeToken = String(document.properties['cmis:changeToken']);
    expect((await write(document, 'setContent', 'second', { changeToken })).status).toBe(201);
    const answer = await write(document, 'setContent', 'third', { changeToken });
    expect([outcome(answer), await textOf(document)]).toEqual(['updateConflict', 'second']);
  });
});

describe('appendContentStream', () => {
  it('159: begins content', async () => {
    const document = await standard.newDocument();
    await write(document, 'appendContent', 'begun', { isLastChunk: true });
    expect([await textOf(document), await lengthOf(document)]).toEqual(['begun', 5]);
  });

  it.each([[true], [false]])('160: adds to content, and to its length (last chunk: %s)', async (isLastChunk) => {
    const document = await standard.newDocument({ text: 'one' });
    await write(document, 'appendContent', ' and two', { isLastChunk });
    expect([await textOf(document), await lengthOf(document)]).toEqual(['one and two', 11]);
  });

  it('161: is streamNotSupported where the type has no content', async () => {
    expect(outcome(await write(await empty(), 'appendContent', 'text'))).toBe('streamNotSupported');
  });
});

describe('deleteContentStream', () => {
  it('162: unsets the length', async () => {
    const document = await standard.newDocument({ text: 'old' });
    await standard.admin.make({ id: document.id }, 'deleteContent');
    expect(await lengthOf(document)).toBeNull();
  });

  it('163: is constraint where the type requires content', async () => {
    const document = await standard.newDocument({ fields: named('con:full', fresh()), text: 'needed' });
    const answer = await standard.admin.post({ id: document.id }, 'deleteContent');
    expect([outcome(answer), await textOf(document)]).toEqual(['constraint', 'needed']);
  });
});

it.each([
  ['171: setting content is a modification', 'setContent'],
  ['172: deleting content is a modification', 'deleteContent'],
  ['173: appending content is a modification', 'appendContent'],
])('%s', async (_title, action) => {
  const document = await standard.newDocument({ text: 'old' });
  await new Promise((resolve) => setTimeout(resolve, 5));
  if (action === 'deleteContent') await standard.admin.make({ id: document.id }, action);
  else await write(document, action, 'new');
  const { 'cmis:lastModificationDate': now } = await standard.propertiesOf(document.id);
  expect(now).toBeGreaterThan(Number(document.properties['cmis:lastModificationDate']));
});

it('167: without renditions asked for there are none', async () => {
  const document = await standard.newDocument({ text: 'plain' });
  const answer = await standard.admin.get({ id: document.id }, 'renditions', { renditionFilter: 'cmis:none' });
  expect([answer.status, answer.json]).toEqual([200, []]);
});

const actionsOf = async (place: { readonly id: string } | { readonly path: string }): Promise<Json> =>
  (await standard.admin.get(place, 'allowableActions')).json as Json;

it('168: who may read an object may get its properties', async () => {
  const document = await standard.newDocument();
  expect(await actionsOf(document)).toMatchObject({ canGetProperties: true });
  const reader = await standard.person('reader');
  const { json } = await reader.get({ id: document.id }, 'allowableActions');
  expect(json).toMatchObject({ canGetProperties: true, canDeleteObject: false });
  expect((await reader.get({ id: document.id }, 'properties')).status).toBe(200);
});

it('169: the root has no parent, does not move and does not go', async () => {
  expect(await actionsOf({ path: '/' })).toMatchObject({
    canGetFolderParent: false,
    canMoveObject: false,
    canDeleteObject: false,
  });
});

it('170: folders are not checked out', async () => {
  expect(await actionsOf(standard.folder)).toMatchObject({ canCheckOut: false });
});
