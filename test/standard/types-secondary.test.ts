import { named, properties, type BrowserClient, type Fields, type ObjectAnswer } from '../cmis/browser/client';
import { fresh, outcome, startStandard, type Standard } from './fixtures';
import { freshId, newType, property } from './type-fixtures';

const IDS = 'cmis:secondaryObjectTypeIds';
const own = freshId();

let standard: Standard;
let admin: BrowserClient;
let mark: { readonly id: string; readonly queryName: string };
beforeAll(async () => {
  standard = await startStandard();
  ({ admin } = standard);
  mark = await newType(admin, { parentId: 'cmis:secondary', propertyDefinitions: { [own]: property() } });
});
afterAll(() => standard.close());

const marked = (): Promise<ObjectAnswer> =>
  standard.newDocument({ fields: named('cmis:document', fresh(), { [IDS]: [mark.id], [own]: 'value' }) });
const update = (id: string, fields: Fields) => admin.post({ id }, 'update', fields);

it('291: a document is created with a secondary type and values of it', async () =>
  expect(await standard.propertiesOf((await marked()).id)).toMatchObject({
    [IDS]: expect.arrayContaining([mark.id]) as unknown,
    [own]: 'value',
  }));

it('292: one update adds a secondary type and a value of it', async () => {
  const { id } = await standard.newDocument();
  expect(outcome(await update(id, properties({ [own]: 'value', [IDS]: [mark.id] })))).toBe(200);
  expect(await standard.propertiesOf(id)).toMatchObject({ [IDS]: [mark.id], [own]: 'value' });
});

it('293: with a secondary type its properties go', async () => {
  const { id } = await marked();
  expect(outcome(await update(id, properties({ [IDS]: [] })))).toBe(200);
  const left = await standard.propertiesOf(id);
  expect(left).not.toHaveProperty([own]);
  expect(left[IDS]).toBeNull();
});

it.each(['cmis:folder', 'no:type'])('294: %s cannot be added to the secondary types', async (typeId) =>
  expect(outcome(await update((await standard.newDocument()).id, properties({ [IDS]: [typeId] })))).toBe('constraint'),
);

it('295: a filter may name a property by the query names of its secondary type and itself', async () => {
  const { id } = await marked();
  const answer = await admin.get({ id }, 'object', { filter: `${mark.queryName}.${own}`, succinct: true });
  expect(answer.json).toMatchObject({ succinctProperties: { [own]: 'value' } });
});
