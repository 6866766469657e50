import { named, type Answer, type Fields, type Json, type ObjectAnswer } from '../cmis/browser/client';
import { fresh, outcome, startStandard, type Standard } from './fixtures';

type Listed = readonly { readonly succinctProperties: Json }[];

let standard: Standard;

beforeAll(async () => {
  standard = await startStandard();
  await standard.newType({ id: 'rel:below', parentId: 'cmis:relationship' });
  await standard.newType({ id: 'rel:free', parentId: 'cmis:document', controllablePolicy: false });
});
afterAll(() => standard.close());

const act = ({ id }: ObjectAnswer, action: string, fields: Fields): Promise<Answer> =>
  standard.admin.post({ id }, action, fields);
const idsOf = (list: Listed): readonly unknown[] =>
  list.map((object) => object.succinctProperties['cmis:objectId']).sort();
const childrenOf = async ({ id }: ObjectAnswer): Promise<readonly unknown[]> => {
  const answer = await standard.admin.get({ id }, 'children', { succinct: true });
  return idsOf((answer.json as { objects: { object: Listed[number] }[] }).objects.map(({ object }) => object));
};
const parentsOf = async ({ id }: ObjectAnswer): Promise<unknown> =>
  ((await standard.admin.get({ id }, 'parents')).json as readonly unknown[]).length;

describe('filing', () => {
  let folders: readonly [ObjectAnswer, ObjectAnswer];
  let document: ObjectAnswer;
  beforeEach(async () => {
    folders = [await standard.newFolder(), await standard.newFolder()];
    document = await standard.newDocument({ in: folders[0].id });
    await act(document, 'addObjectToFolder', { folderId: folders[1].id });
  });

  it('214: puts an object into a second folder', async () => {
    for (const folder of folders) expect(await childrenOf(folder)).toEqual([document.id]);
  });

  it('216: of a folder fails', async () => {
    const answer = await act(folders[0], 'addObjectToFolder', { folderId: folders[1].id });
    expect([answer.status >= 400, await childrenOf(folders[1])]).toEqual([true, [document.id]]);
  });

  it.each([0, 1])('217: ends in the folder that is named alone (%i)', async (at) => {
    const folder = folders[at] ?? document;
    expect((await act(document, 'removeObjectFromFolder', { folderId: folder.id })).status).toBe(201);
    expect([await childrenOf(folder), await parentsOf(document)]).toEqual([[], 1]);
  });

  it('218: ends everywhere when no folder is named', async () => {
    expect((await act(document, 'removeObjectFromFolder', {})).status).toBe(201);
    expect([await parentsOf(document), await childrenOf(folders[0]), await childrenOf(folders[1])]).toEqual([
      0,
      [],
      [],
    ]);
  });
});

describe('relationships', () => {
  let middle: ObjectAnswer;
  let out: string;
  let outBelow: string;
  let back: string;
  beforeAll(async () => {
    const other = await standard.newDocument();
    middle = await standard.newDocument();
    const relate = async (typeId: string, source: ObjectAnswer, target: ObjectAnswer): Promise<string> => {
      const fields = named(typeId, fresh(), { 'cmis:sourceId': source.id, 'cmis:targetId': target.id });
      return (await standard.admin.make('repository', 'createRelationship', fields)).id;
    };
    out = await relate('cmis:relationship', middle, other);
    outBelow = await relate('rel:below', middle, other);
    back = await relate('cmis:relationship', other, middle);
  });
  const found = async (fields: Fields): Promise<readonly unknown[]> => {
    const answer = await standard.admin.get({ id: middle.id }, 'relationships', { succinct: true, ...fields });
    return idsOf((answer.json as { objects: Listed }).objects);
  };

  it.each([
    ['221: are those of the source', {}, (): readonly string[] => [out, outBelow]],
    ['222: are those of the target', { relationshipDirection: 'target' }, () => [back]],
    ['223: are those of both', { relationshipDirection: 'either' }, () => [out, outBelow, back]],
    ['224: are those of a type', { typeId: 'cmis:relationship', includeSubRelationshipTypes: false }, () => [out]],
    ['224: are those of a type unless told otherwise', { typeId: 'cmis:relationship' }, () => [out]],
    ['224: are those of a lower type', { typeId: 'rel:below', includeSubRelationshipTypes: false }, () => [outBelow]],
    [
      '225: are those of a type and the types below',
      { typeId: 'cmis:relationship', includeSubRelationshipTypes: true },
      () => [out, outBelow],
    ],
    ['226: are all without a type', { includeSubRelationshipTypes: false }, () => [out, outBelow]],
    ['226: are all without a type, types below or not', { includeSubRelationshipTypes: true }, () => [out, outBelow]],
  ])('%s', async (_title, fields: Fields, expected) => {
    expect(await found(fields)).toEqual([...expected()].sort());
  });
});

describe('policies', () => {
  let policy: ObjectAnswer;
  beforeAll(async () => {
    const place = { id: standard.folder.id };
    policy = await standard.admin.make(place, 'createPolicy', named('cmis:policy', fresh()));
  });
  const applied = async ({ id }: ObjectAnswer): Promise<readonly unknown[]> =>
    idsOf((await standard.admin.get({ id }, 'policies', { succinct: true })).json as Listed);

  it('227: are applied, 229: are removed without being deleted', async () => {
    const document = await standard.newDocument();
    expect((await act(document, 'applyPolicy', { policyId: policy.id })).status).toBe(200);
    expect(await applied(document)).toEqual([policy.id]);
    expect((await act(document, 'removePolicy', { policyId: policy.id })).status).toBe(200);
    expect(await applied(document)).toEqual([]);
    expect((await standard.admin.get({ id: policy.id }, 'object')).status).toBe(200);
  });

  it('228: are constraint for a type that takes none', async () => {
    const document = await standard.newDocument({ fields: named('rel:free', fresh()) });
    const answer = await act(document, 'applyPolicy', { policyId: policy.id });
    expect([outcome(answer), await applied(document)]).toEqual(['constraint', []]);
  });
});
