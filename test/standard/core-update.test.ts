import { named, properties, type Answer, type Json, type ObjectAnswer } from '../cmis/browser/client';
import { fresh, outcome, startStandard, type Standard } from './fixtures';

let standard: Standard;

beforeAll(async () => {
  standard = await startStandard();
  const text = { propertyType: 'string', cardinality: 'single' };
  await standard.newType({
    id: 'up:type',
    parentId: 'cmis:document',
    versionable: true,
    propertyDefinitions: {
      'up:once': { ...text, updatability: 'oncreate' },
      'up:working': { ...text, updatability: 'whencheckedout' },
      'up:short': { ...text, maxLength: 3 },
      'up:needed': { ...text, required: true, defaultValue: 'usual' },
    },
  });
});
afterAll(() => standard.close());

const newDocument = (more: Parameters<typeof properties>[0] = {}): Promise<ObjectAnswer> =>
  standard.newDocument({ fields: named('up:type', fresh(), more) });
const update = (
  { id }: ObjectAnswer,
  values: Parameters<typeof properties>[0],
  changeToken?: string,
): Promise<Answer> =>
  standard.admin.post({ id }, 'update', {
    ...properties(values),
    changeToken,
  });

it('120: a new name is there at once', async () => {
  const document = await newDocument();
  const name = fresh();
  expect(outcome(await update(document, { 'cmis:name': name }))).toBe(200);
  expect((await standard.propertiesOf(document.id))['cmis:name']).toBe(name);
});

it.each([
  ['121: a read-only property stays', 'cmis:createdBy'],
  ['122: a property of creation stays', 'up:once'],
])('%s', async (_title, id) => {
  const document = await newDocument({ 'up:once': 'first' });
  await update(document, { [id]: 'else' });
  expect((await standard.propertiesOf(document.id))[id]).toBe(document.properties[id]);
});

it('123: a value that the definition forbids is constraint', async () => {
  expect(outcome(await update(await newDocument(), { 'up:short': 'long' }))).toBe('constraint');
});

it('124: a property of working copies is versioning elsewhere', async () => {
  const document = await newDocument();
  expect(outcome(await update(document, { 'up:working': 'x' }))).toBe('versioning');
  const copy = await standard.admin.make({ id: document.id }, 'checkOut');
  expect(outcome(await update(copy, { 'up:working': 'x' }))).toBe(200);
});

it('125: an old change token is updateConflict', async () => {
  const document = await newDocument();
  const token = String(document.properties['cmis:changeToken']);
  expect(outcome(await update(document, { 'up:short': 'a' }, token))).toBe(200);
  expect(outcome(await update(document, { 'up:short': 'b' }, token))).toBe('updateConflict');
});

it('126: an update answers the new change token', async () => {
  const document = await newDocument();
  const updated = await standard.admin.make({ id: document.id }, 'update', properties({ 'up:short': 'a' }));
  expect(updated.properties['cmis:changeToken']).not.toBe(document.properties['cmis:changeToken']);
  const { 'cmis:changeToken': now } = await standard.propertiesOf(document.id);
  expect(updated.properties['cmis:changeToken']).toBe(now);
});

it('127: a required property takes its default again or stays', async () => {
  const document = await newDocument({ 'up:needed': 'mine' });
  const name = await update(document, { 'cmis:name': null });
  expect(outcome(name)).toBe('constraint');
  const emptied = outcome(await update(document, { 'up:needed': null }));
  const { 'up:needed': value } = await standard.propertiesOf(document.id);
  expect([
    ['constraint', 'mine'],
    [200, 'usual'],
  ]).toContainEqual([emptied, value]);
});

describe('bulkUpdateProperties', () => {
  const bulk = (objects: readonly string[], more: Readonly<Record<string, string>>): Promise<Answer> =>
    standard.admin.post('repository', 'bulkUpdate', {
      ...Object.fromEntries(objects.map((id, index) => [`objectId[${index}]`, id])),
      ...more,
    });
  const short = properties({ 'up:short': 'abc' }) as Record<string, string>;
  const idsOf = (answer: Answer): unknown => (answer.json as readonly Json[]).map(({ id }) => id);

  it.each([
    ['129: without objects is invalidArgument', () => bulk([], short)],
    [
      '130: with an unknown secondary type is invalidArgument',
      async () => bulk([(await newDocument()).id], { 'addSecondaryTypeId[0]': 'no:type' }),
    ],
    [
      '130: so is one that is to be removed',
      async () => bulk([(await newDocument()).id], { 'removeSecondaryTypeId[0]': 'no:type' }),
    ],
    [
      '130: so is a type that is not secondary',
      async () => bulk([(await newDocument()).id], { 'addSecondaryTypeId[0]': 'cmis:document' }),
    ],
  ])('%s', async (_title, act) => expect(outcome(await act())).toBe('invalidArgument'));

  it('131: leaves out ids of nothing; 133: answers the ids that were given', async () => {
    const document = await newDocument();
    const answer = await bulk([document.id, 'nothing', '00000000-0000-4000-8000-000000000000'], short);
    expect(outcome(answer)).toBe(200);
    expect(idsOf(answer)).toEqual([document.id]);
  });

  it('132: leaves out objects that refuse', async () => {
    const [fitting, other] = [await newDocument(), await standard.newDocument()];
    const answer = await bulk([fitting.id, other.id], short);
    expect([outcome(answer), idsOf(answer)]).toEqual([200, [fitting.id]]);
    const long = await bulk([fitting.id], properties({ 'up:short': 'long' }) as Record<string, string>);
    expect([outcome(long), long.json]).toEqual([200, []]);
  });

  it('134: tells no new id without a new version; 135: tells change tokens', async () => {
    const document = await newDocument();
    const answer = await bulk([document.id], short);
    const { 'cmis:changeToken': changeToken } = await standard.propertiesOf(document.id);
    expect(changeToken).not.toBe(document.properties['cmis:changeToken']);
    expect(answer.json).toEqual([{ id: document.id, changeToken }]);
  });

  it('174: removes types that are not there', async () => {
    const document = await newDocument();
    const answer = await bulk([document.id], { ...short, 'removeSecondaryTypeId[0]': 'P:cm:titled' });
    expect([outcome(answer), idsOf(answer)]).toEqual([200, [document.id]]);
  });
});
