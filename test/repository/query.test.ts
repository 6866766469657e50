import { PLAIN } from '../../src/repository/values/object-view';
import type { QueryRow } from '../../src/repository/contract/query-request';
import type { Request } from '../../src/repository/contract/request';
import { failure, maker, openTestRepository, speaking, type TestRepository } from '../support/repository';

let test: TestRepository;
let anna: Request;

beforeAll(async () => {
  test = await openTestRepository();
  anna = await test.person('anna');
});
afterAll(() => test.close());

const ask = (
  statement: string,
  more: Partial<Parameters<TestRepository['repository']['query']>[1]> = {},
  as = test.admin,
) =>
  test.repository.query(as, {
    statement,
    searchAllVersions: false,
    selection: PLAIN,
    page: { maxItems: 100, skipCount: 0 },
    ...more,
  });
const values = (rows: readonly QueryRow[]): readonly unknown[] => rows.map(({ columns }) => columns()[0]?.value);

describe('query', () => {
  it('finds what was written a moment ago and no longer what was removed', async () => {
    const make = maker(test, test.admin);
    const folder = await make.folder({ name: 'query' });
    const statement = `SELECT cmis:name FROM cmis:document WHERE IN_FOLDER('${folder.id}') ORDER BY cmis:name`;
    expect(values((await ask(statement)).items)).toEqual([]);
    const one = await make.document({ name: 'one', in: folder });
    await make.document({ name: 'two', in: folder });
    expect(values((await ask(statement)).items)).toEqual(['one', 'two']);
    await test.repository.updateProperties(test.admin, { objectId: one.id, properties: { 'cmis:name': 'three' } });
    expect(values((await ask(statement)).items)).toEqual(['three', 'two']);
    await test.repository.deleteObject(test.admin, { objectId: one.id, allVersions: true });
    expect(values((await ask(statement)).items)).toEqual(['two']);
  });

  it('takes two statements, and one more that looks folders up', async () => {
    const plain = await test.statementsOf(() => ask('SELECT * FROM cmis:folder'));
    expect(plain).toHaveLength(2);
    const inFolder = await test.statementsOf(() => ask(`SELECT * FROM cmis:folder WHERE IN_TREE('${test.rootId}')`));
    expect(inFolder).toHaveLength(3);
  });

  it('brings relationships and allowable actions with rows of one table', async () => {
    const make = maker(test, test.admin);
    const source = await make.document({ name: 'source', in: test.rootId });
    const target = await make.document({ name: 'target', in: test.rootId });
    const relationship = await make.relationship(source, target);
    const { items } = await ask(`SELECT * FROM cmis:document WHERE cmis:objectId = '${source.id}'`, {
      selection: { ...PLAIN, includeRelationships: 'source', includeAllowableActions: true },
    });
    expect(items).toHaveLength(1);
    expect(items[0]?.relationships?.map(({ object }) => object.id)).toEqual([relationship.id]);
    expect(items[0]?.allowableActions?.has('canDeleteObject')).toBe(true);
  });

  it('brings those of the first table with rows of several, in the dialect of Alfresco', async () => {
    const make = maker(test, test.admin);
    const document = await make.document({ name: 'titled', in: test.rootId });
    await test.repository.updateProperties(speaking(test.admin, 'alfresco'), {
      objectId: document.id,
      properties: { 'cm:title': 'joined' },
    });
    const statement =
      'SELECT * FROM cmis:document d JOIN cm:titled t ON d.cmis:objectId = t.cmis:objectId ' +
      `WHERE t.cm:title = 'joined' AND d.cmis:objectId = '${document.id}'`;
    const more = { selection: { ...PLAIN, includeAllowableActions: true } };
    const { items } = await ask(statement, more, speaking(test.admin, 'alfresco'));
    expect(items.map(({ allowableActions }) => allowableActions?.has('canDeleteObject'))).toEqual([true]);
    expect(await failure(ask(statement, more))).toBe('invalidArgument');
  });

  it('shows working copies to who may see them, and all versions when asked', async () => {
    const make = maker(test, test.admin);
    const { id, series } = await make.document({ name: 'versions', in: test.rootId });
    await test.repository.checkOut(test.admin, id);
    await test.repository.checkIn(test.admin, { objectId: `${series};pwc`, major: true, properties: {} });
    await test.repository.checkOut(test.admin, series);
    const statement = `SELECT cmis:versionLabel FROM cmis:document WHERE cmis:versionSeriesId = '${series}'`;
    expect([...values((await ask(statement)).items)].sort()).toEqual(['2.0', 'pwc']);
    expect(values((await ask(statement, {}, anna)).items)).toEqual(['2.0']);
    const all = { searchAllVersions: true };
    expect([...values((await ask(statement, all)).items)].sort()).toEqual(['1.0', '2.0', 'pwc']);
    expect([...values((await ask(statement, all, anna)).items)].sort()).toEqual(['1.0', '2.0']);
    expect(values((await ask(`${statement} AND cmis:isPrivateWorkingCopy = FALSE`)).items)).toEqual(['2.0']);
    expect(values((await ask(`${statement} AND cmis:versionLabel = 'pwc'`)).items)).toEqual(['pwc']);
    expect(values((await ask(`${statement} AND cmis:versionLabel IS NULL`)).items)).toEqual([]);
  });

  it.each([
    ['SELECT', 'invalidArgument'],
    ['SELECT * FROM no:type', 'invalidArgument'],
    ["SELECT * FROM cmis:document WHERE CONTAINS('')", 'invalidArgument'],
    ['SELECT cmis:objectId FROM cmis:document ORDER BY cmis:name', 'invalidArgument'],
    ['SELECT * FROM cmis:document', 'none'],
  ])('answers %s with the error %s', async (statement, code) => {
    expect(await failure(ask(statement))).toBe(code);
  });
});
