/** A type that somebody deletes while somebody else puts it onto an object. */
import type { StoredObject } from '../../src/repository/values/stored-object';
import { maker, openTestRepository, type TestRepository } from '../support/repository';

/** A new one for each test. */
let mark: string;
let count = 0;
let test: TestRepository;
let document: StoredObject;

beforeAll(async () => {
  test = await openTestRepository();
});
afterAll(() => test.close());
beforeEach(async () => {
  mark = `t:mark${(count += 1)}`;
  document = await maker(test, test.admin).document({ name: `d ${count}`, in: test.rootId });
  await test.repository.createType(test.admin, { id: mark, parentId: 'cmis:secondary', propertyDefinitions: [] });
});
const marked = () => ({ 'cmis:secondaryObjectTypeIds': [mark] });
const WRITES: Readonly<Record<string, () => Promise<unknown>>> = {
  'an update': () => test.repository.updateProperties(test.admin, { objectId: document.id, properties: marked() }),
  'a new object': () =>
    test.repository.createDocument(test.admin, {
      properties: { 'cmis:name': 'new', 'cmis:objectTypeId': 'cmis:document', ...marked() },
      folderId: test.rootId,
    }),
};

it.each(Object.entries(WRITES))('is missed by %s, which says so and changes nothing', async (_name, write) => {
  let written: Promise<unknown> | undefined;
  await test.database.transaction(async (executor) => {
    await executor.run({ text: 'delete from types where type_id = $1' }, [mark]);
    written = write();
    written.catch(() => undefined);
    await blocked();
  });
  await expect(written).rejects.toMatchObject({ code: 'constraint', message: expect.stringContaining(mark) as string });
  const [row] = await test.database.run({
    text: `select count(*) from objects where name = 'new' or cardinality(aspects) > 0 and name like 'd %'`,
  });
  expect(row).toEqual(['0']);
});

/** Until some connection waits for a lock. */
async function blocked(): Promise<void> {
  const waiting = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
  for (const end = Date.now() + 20_000; Date.now() < end;) {
    if ((await test.database.run({ text: waiting })).length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('Nobody waited for the type.');
}
