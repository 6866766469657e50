/** CONTAINS and SCORE on the repository: what is found, by whom, and the moment a write returns. */
import type { Request } from '../../src/repository/contract/request';
import { PLAIN } from '../../src/repository/values/object-view';
import { setLanguage } from '../../src/postgres/rows/fulltext';
import { maker, openTestRepository, type TestRepository } from '../support/repository';

let test: TestRepository;
let make: ReturnType<typeof maker>;
beforeAll(async () => {
  test = await openTestRepository();
  make = maker(test, test.admin);
});
afterAll(() => test.close());

interface Asked {
  readonly as?: Request;
  readonly all?: boolean;
  readonly max?: number;
}

const ask = (statement: string, { as = test.admin, all = false, max = 100 }: Asked = {}) =>
  test.repository.query(as, {
    statement,
    searchAllVersions: all,
    page: { maxItems: max, skipCount: 0 },
    selection: PLAIN,
  });
const columns = async (statement: string, asked?: Asked): Promise<readonly unknown[]> =>
  (await ask(statement, asked)).items.map((row) => row.columns()[0]?.value);
const names = (text: string, asked?: Asked): Promise<readonly unknown[]> =>
  columns(`SELECT cmis:name FROM cmis:document WHERE CONTAINS('${text}') ORDER BY cmis:name`, asked);

/** More words than fit into one row of the index. */
const long = (word: string): string => `${Array.from({ length: 60_000 }, (_, n) => `filler${n}`).join(' ')} ${word}`;

describe('a text', () => {
  beforeAll(async () => {
    await make.document({ in: test.rootId, name: 'short.txt', text: 'The quick brown fox' });
    await make.document({ in: test.rootId, name: 'accents.txt', text: 'Crème brûlée for two' });
    await make.document({ in: test.rootId, name: 'long.txt', text: long('quick walrus') });
  });

  it.each([
    ['quick', ['long.txt', 'short.txt']],
    ['quick brown', ['short.txt']],
    ['quick -walrus', ['short.txt']],
    ['quick walrus', ['long.txt']],
    ['"quick walrus"', ['long.txt']],
    ['"walrus quick"', []],
    ['walrus OR brulee', ['accents.txt', 'long.txt']],
    ['-walrus quick', ['short.txt']],
    ['creme', ['accents.txt']],
    ['CRÈME', ['accents.txt']],
    ['wal*', ['long.txt']],
    ['w?lrus', ['long.txt']],
    ['b*n', ['short.txt']],
    ['*ents', ['accents.txt']],
    ['accent', ['accents.txt']],
    ['foxes', ['short.txt']],
    ['& quick', ['long.txt', 'short.txt']],
    ['"!!!" brown', ['short.txt']],
    ['brulee OR --- OR "…"', ['accents.txt']],
    ['brown -"?!"', ['short.txt']],
    ['!!!', []],
    ['"---"', []],
    ['-"---"', []],
    ['!!!*', []],
    ['+ OR &', []],
    ['nothing', []],
  ])('%s', async (text, found) => {
    expect(await names(text)).toEqual(found);
  });

  it('is asked along with other conditions, below OR and NOT only where the dialect allows it', async () => {
    expect(
      await columns("SELECT cmis:name FROM cmis:document WHERE CONTAINS('quick') AND cmis:name LIKE 's%'"),
    ).toEqual(['short.txt']);
    const either =
      "SELECT cmis:name FROM cmis:document WHERE CONTAINS('brown') OR CONTAINS('brulee') ORDER BY cmis:name";
    await expect(columns(either)).rejects.toMatchObject({ code: 'invalidArgument' });
    expect(await columns(either, { as: { ...test.admin, dialect: 'alfresco' } })).toEqual(['accents.txt', 'short.txt']);
    const not = "SELECT cmis:name FROM cmis:document WHERE NOT CONTAINS('quick') AND cmis:name LIKE '%.txt'";
    expect(await columns(not, { as: { ...test.admin, dialect: 'alfresco' } })).toEqual(['accents.txt']);
  });

  it('is asked of one table of a join', async () => {
    const joined = `SELECT a.cmis:name FROM cmis:document a LEFT JOIN cmis:document b ON a.cmis:name = b.cmis:description`;
    expect(await columns(`${joined} WHERE CONTAINS(a, 'brown')`)).toEqual(['short.txt']);
    expect(await columns(`${joined} WHERE CONTAINS(b, 'brown')`)).toEqual([]);
  });

  it('is counted to the last hit, whatever the page', async () => {
    const page = await ask("SELECT cmis:name FROM cmis:document WHERE CONTAINS('quick')", { max: 1 });
    expect([page.items.length, page.hasMoreItems, page.numItems]).toEqual([1, true, 2]);
  });

  it('ranks names above contents', async () => {
    await make.document({ in: test.rootId, name: 'zebra.txt', text: 'nothing' });
    await make.document({ in: test.rootId, name: 'other.txt', text: 'a zebra' });
    const ranked = `SELECT cmis:name, SCORE() AS s FROM cmis:document WHERE CONTAINS('zebra') ORDER BY s DESC`;
    expect(await columns(ranked)).toEqual(['zebra.txt', 'other.txt']);
  });
});

describe('what is written', () => {
  it('is found at once, and what was there before no more', async () => {
    const document = await make.document({ in: test.rootId, name: 'changing', text: 'alpha' });
    expect(await names('alpha')).toEqual(['changing']);
    await test.repository.updateProperties(test.admin, {
      objectId: document.id,
      properties: { 'cmis:name': 'gamma', 'cmis:description': 'delta' },
    });
    expect([await names('alpha'), await names('gamma'), await names('delta'), await names('changing')]).toEqual([
      ['gamma'],
      ['gamma'],
      ['gamma'],
      [],
    ]);
    await test.repository.deleteObject(test.admin, { objectId: document.uuid, allVersions: true });
    expect(await names('alpha')).toEqual([]);
  });

  it('is found in the version that has it', async () => {
    const first = await make.document({ in: test.rootId, name: 'series', text: 'epsilon' });
    const copy = (await test.repository.checkOut(test.admin, first.id)).object;
    await test.repository.checkIn(test.admin, {
      objectId: copy.id,
      major: true,
      properties: {},
      content: await test.content('zeta'),
    });
    expect([await names('epsilon'), await names('zeta')]).toEqual([[], ['series']]);
    const found = (word: string) =>
      columns(`SELECT cmis:versionLabel FROM cmis:document WHERE CONTAINS('${word}')`, { all: true });
    expect([await found('epsilon'), await found('zeta')]).toEqual([['1.0'], ['2.0']]);
  });

  it('is found by who may read it', async () => {
    const ann = await test.person('ann');
    const folder = await make.folder({ name: 'closed' });
    await make.document({ name: 'secret', text: 'eta', in: folder });
    await make.document({ in: test.rootId, name: 'open', text: 'eta' });
    expect(await names('eta', { as: ann })).toEqual(['open', 'secret']);
    await test.database.run({ text: `update acls set readers = '{}' where object_id = ${folder.key}` });
    expect(await names('eta', { as: ann })).toEqual(['open']);
    expect(await names('eta', { as: test.admin })).toEqual(['open', 'secret']);
  });

  it('is found by the forms of words in every language of the index', async () => {
    await make.document({ in: test.rootId, name: 'german', text: 'Häuser', properties: { 'triptych:language': 'de' } });
    expect(await names('Haus')).toEqual(['german']);
    await setLanguage(test.database, 'french');
    expect(await names('g?rm*n')).toEqual(['german']);
    await make.document({ in: test.rootId, name: 'french', text: 'chevaux' });
    expect(await names('cheval')).toEqual(['french']);
  });
});
