import { named, properties, type Answer, type Fields, type Json, type ObjectAnswer } from '../cmis/browser/client';
import { fresh, outcome, startStandard, type Standard } from './fixtures';

let standard: Standard;

const limited = { cardinality: 'single', propertyType: 'integer', minValue: 1, maxValue: 9 };
const choice = ['a', 'b'].map((value) => ({ displayName: value, value: [value] }));
const TYPES: readonly Json[] = [
  {
    id: 'new:limits',
    parentId: 'cmis:document',
    propertyDefinitions: {
      'new:text': { propertyType: 'string', cardinality: 'single', maxLength: 3 },
      'new:integer': limited,
      'new:decimal': { ...limited, propertyType: 'decimal' },
      'new:closed': { propertyType: 'string', cardinality: 'single', openChoice: false, choice },
      'new:open': { propertyType: 'string', cardinality: 'single', openChoice: true, choice },
      'new:optional': { propertyType: 'string', cardinality: 'single', defaultValue: 'usual' },
    },
  },
  {
    id: 'new:usual',
    parentId: 'cmis:document',
    propertyDefinitions: {
      'new:must': { propertyType: 'string', cardinality: 'single', required: true, defaultValue: 'usual' },
    },
  },
  {
    id: 'new:demanding',
    parentId: 'cmis:document',
    propertyDefinitions: { 'new:needed': { propertyType: 'string', cardinality: 'single', required: true } },
  },
  { id: 'new:full', parentId: 'cmis:document', contentStreamAllowed: 'required' },
  { id: 'new:empty', parentId: 'cmis:document', contentStreamAllowed: 'notallowed' },
  { id: 'new:abstract', parentId: 'cmis:document', creatable: false },
  { id: 'new:free', parentId: 'cmis:document', controllablePolicy: false, controllableACL: false },
  {
    id: 'new:joins',
    parentId: 'cmis:relationship',
    allowedSourceTypes: ['new:limits'],
    allowedTargetTypes: ['new:limits'],
  },
];

beforeAll(async () => {
  standard = await startStandard();
  for (const type of TYPES) await standard.newType(type);
});
afterAll(() => standard.close());

const create = (action: string, fields: Fields, text?: string): Promise<Answer> =>
  standard.admin.post(
    action === 'createRelationship' ? 'repository' : { id: standard.folder.id },
    action,
    fields,
    text === undefined ? undefined : { text },
  );
const ofType = (typeId: string, more: Parameters<typeof properties>[0] = {}): Fields => named(typeId, fresh(), more);
const make = async (typeId: string, more: Parameters<typeof properties>[0] = {}): Promise<Json> => {
  const { id } = await standard.newDocument({ fields: ofType(typeId, more) });
  return standard.propertiesOf(id);
};
const newPolicy = (): Promise<ObjectAnswer> =>
  standard.admin.make({ id: standard.folder.id }, 'createPolicy', ofType('cmis:policy'));
const ends = (source: ObjectAnswer, target: ObjectAnswer): Record<string, string> => ({
  'cmis:sourceId': source.id,
  'cmis:targetId': target.id,
});

it.each([
  ['76: createDocument answers a new id', 'createDocument', 'cmis:document'],
  ['111: createPolicy answers a new id', 'createPolicy', 'cmis:policy'],
  ['113: createItem answers a new id', 'createItem', 'cmis:item'],
])('%s', async (_title, action, typeId) => {
  const name = fresh();
  const made = await standard.admin.make({ id: standard.folder.id }, action, named(typeId, name));
  expect(await standard.propertiesOf(made.id)).toMatchObject({
    'cmis:objectId': made.id,
    'cmis:objectTypeId': typeId,
    'cmis:name': name,
  });
});

it('102: a new folder is in the given one', async () => {
  const created = await standard.newFolder();
  expect((await standard.propertiesOf(created.id))['cmis:parentId']).toBe(standard.folder.id);
});

describe('constraint is', () => {
  it.each([
    ['78: a document of a folder type', 'createDocument', 'cmis:folder', {}],
    ['80: a document of a type without instances', 'createDocument', 'new:abstract', {}],
    ['82: a text that is too long', 'createDocument', 'new:limits', { 'new:text': 'äöüß' }],
    ['83: an integer that is too small', 'createDocument', 'new:limits', { 'new:integer': 0 }],
    ['84: an integer that is too large', 'createDocument', 'new:limits', { 'new:integer': 10 }],
    ['85: a decimal that is too small', 'createDocument', 'new:limits', { 'new:decimal': 0.99 }],
    ['85: a decimal that is too large', 'createDocument', 'new:limits', { 'new:decimal': 9.01 }],
    ['86: a value that is no choice', 'createDocument', 'new:limits', { 'new:closed': 'c' }],
    ['89: a required property without a value', 'createDocument', 'new:demanding', {}],
    ['92: a document without the content that its type requires', 'createDocument', 'new:full', {}],
    ['103: a folder of a document type', 'createFolder', 'cmis:document', {}],
    ['112: a policy of another type', 'createPolicy', 'cmis:item', {}],
    ['114: an item of another type', 'createItem', 'cmis:policy', {}],
    ['115: a document of a secondary type', 'createDocument', 'P:cm:titled', {}],
  ])('%s', async (...[, action, typeId, more]) => {
    expect(outcome(await create(action, ofType(typeId, more)))).toBe('constraint');
  });

  it('94: a policy for a type that takes none', async () => {
    const policy = await newPolicy();
    const answer = await create('createDocument', { ...ofType('new:free'), 'policy[0]': policy.id });
    expect(outcome(answer)).toBe('constraint');
  });

  it.each([
    ['95: an entry for a type that has no ACL', 'new:free', 'cmis:read'],
    ['96: an unknown permission', 'cmis:document', 'cmis:fly'],
  ])('%s', async (_title, typeId, permission) => {
    const entry = { 'addACEPrincipal[0]': 'ann', 'addACEPermission[0][0]': permission };
    expect(outcome(await create('createDocument', { ...ofType(typeId), ...entry }))).toBe('constraint');
  });

  it('101: a copy of a folder', async () => {
    const answer = await create('createDocumentFromSource', {
      sourceId: standard.folder.id,
      ...properties({ 'cmis:name': fresh() }),
    });
    expect(outcome(answer)).toBe('constraint');
  });

  it('107: a relationship of another type', async () => {
    const [one, other] = [await standard.newDocument(), await standard.newDocument()];
    for (const typeId of ['cmis:document', 'cmis:item']) {
      expect(outcome(await create('createRelationship', ofType(typeId, ends(one, other))))).toBe('constraint');
    }
  });

  it('108: a source of a type that the relationship does not take; 109: such a target', async () => {
    const plain = await standard.newDocument();
    const fitting = await standard.newDocument({ fields: ofType('new:limits') });
    const outcomes = [];
    for (const [source, target] of [
      [plain, fitting],
      [fitting, plain],
      [fitting, fitting],
    ] as const) {
      outcomes.push(outcome(await create('createRelationship', ofType('new:joins', ends(source, target)))));
    }
    expect(outcomes).toEqual(['constraint', 'constraint', 201]);
  });
});

it('79: an unknown type makes nothing', async () => {
  const outcomes = ['objectNotFound', 'invalidArgument', 'constraint'];
  expect(outcomes).toContain(outcome(await create('createDocument', ofType('no:type'))));
});

it('87: an open choice takes other values', async () => {
  expect((await make('new:limits', { 'new:open': 'c' }))['new:open']).toBe('c');
});

it('88: a required property takes its default', async () => {
  expect((await make('new:usual'))['new:must']).toBe('usual');
});

it('90: an optional property takes its default', async () => {
  expect((await make('new:limits'))['new:optional']).toBe('usual');
});

it('91: a property without default is not set', async () => {
  expect((await make('new:limits'))['new:text']).toBeNull();
});

it('93: content that the type does not allow is streamNotSupported', async () => {
  expect(outcome(await create('createDocument', ofType('new:empty'), 'text'))).toBe('streamNotSupported');
});

it('97: policies are applied on creation', async () => {
  const [one, other] = [await newPolicy(), await newPolicy()];
  const document = await standard.newDocument({ fields: { 'policy[0]': one.id, 'policy[1]': other.id } });
  const applied = (await standard.admin.get({ id: document.id }, 'policies', { succinct: true })).json as {
    succinctProperties: Json;
  }[];
  expect(applied.map((policy) => policy.succinctProperties['cmis:objectId']).sort()).toEqual([one.id, other.id].sort());
});

it('98: entries are added on creation', async () => {
  const entry = { 'addACEPrincipal[0]': 'ann', 'addACEPermission[0][0]': 'cmis:write' };
  const document = await standard.newDocument({ fields: entry });
  const acl = (await standard.admin.get({ id: document.id }, 'acl')).json as { readonly aces: readonly Json[] };
  expect(acl.aces).toContainEqual(expect.objectContaining({ permissions: ['cmis:write'], isDirect: true }));
});

describe('a copy of a document', () => {
  const copy = (sourceId: string, more: Parameters<typeof properties>[0]): Promise<ObjectAnswer> =>
    standard.admin.make({ id: standard.folder.id }, 'createDocumentFromSource', { sourceId, ...properties(more) });

  it('99: has the same content', async () => {
    const source = await standard.newDocument({ text: 'the same' });
    const made = await copy(source.id, { 'cmis:name': fresh() });
    expect(made.id).not.toBe(source.id);
    expect((await standard.admin.get({ id: made.id }, 'content')).text).toBe('the same');
  });

  it('100: has the properties that are given', async () => {
    const source = await standard.newDocument({
      fields: ofType('new:limits', { 'new:text': 'old', 'new:integer': 3 }),
    });
    const made = await copy(source.id, { 'cmis:name': 'given', 'new:text': 'new' });
    expect(await standard.propertiesOf(made.id)).toMatchObject({
      'cmis:name': 'given',
      'new:text': 'new',
      'new:integer': 3,
      'cmis:objectTypeId': 'new:limits',
    });
  });
});

it('104: a folder without a parent is not made', async () => {
  const answer = await standard.admin.post('repository', 'createFolder', ofType('cmis:folder'));
  expect(answer.status).toBeGreaterThanOrEqual(400);
});

it('106: createRelationship answers a new id', async () => {
  const [one, other] = [await standard.newDocument(), await standard.newFolder()];
  const fields = ofType('cmis:relationship', ends(one, other));
  const made = await standard.admin.make('repository', 'createRelationship', fields);
  expect(await standard.propertiesOf(made.id)).toMatchObject({ 'cmis:objectId': made.id, ...ends(one, other) });
});

it('110: a relationship needs a source that exists', async () => {
  const fields = ofType('cmis:relationship', {
    'cmis:sourceId': '00000000-0000-4000-8000-000000000000',
    'cmis:targetId': standard.folder.id,
  });
  expect((await create('createRelationship', fields)).status).toBeGreaterThanOrEqual(400);
});

it('116: a relationship cannot be made in a folder', async () => {
  const fields = ofType('cmis:relationship', ends(standard.folder, standard.folder));
  expect(outcome(await standard.admin.post({ id: standard.folder.id }, 'createRelationship', fields))).toBe(
    'notSupported',
  );
});

it('117: a property that the type does not define is constraint', async () => {
  expect(outcome(await create('createDocument', ofType('cmis:document', { 'new:text': 'a' })))).toBe('constraint');
});

it('118: a relationship does not modify its source', async () => {
  const source = await standard.newDocument();
  const before = await standard.propertiesOf(source.id);
  await create('createRelationship', ofType('cmis:relationship', ends(source, standard.folder)));
  expect(await standard.propertiesOf(source.id)).toEqual(before);
});

it('119: a taken name is nameConstraintViolation', async () => {
  const taken = await standard.newDocument();
  const fields = named('cmis:document', String(taken.properties['cmis:name']));
  expect(outcome(await create('createDocument', fields))).toBe('nameConstraintViolation');
});
