/** CONTAINS in the `alfresco` dialect, whose texts may name fields. */
import { PLAIN } from '../../src/repository/values/object-view';
import { speaking, maker, openTestRepository, type TestRepository } from '../support/repository';

let test: TestRepository;
beforeAll(async () => {
  test = await openTestRepository();
  const make = maker(test, test.admin);
  const folder = await make.folder({ name: 'Reports' });
  const aspects = { 'cmis:secondaryObjectTypeIds': ['P:cm:titled'] };
  await make.document({
    in: folder,
    name: 'annual report.txt',
    text: 'all about the budget',
    properties: { ...aspects, 'cm:title': 'Figures', 'cm:description': 'Yearly' },
  });
  await make.document({ in: test.rootId, name: 'budget.txt', text: 'figures and a report' });
  await make.document({ in: test.rootId, name: 'letter', text: 'a:b c' });
});
afterAll(() => test.close());

async function found(statement: string, dialect: 'cmis' | 'alfresco' = 'alfresco'): Promise<readonly unknown[]> {
  const page = await test.repository.query(speaking(test.admin, dialect), {
    statement,
    searchAllVersions: false,
    page: { maxItems: 100, skipCount: 0 },
    selection: PLAIN,
  });
  return page.items.map(({ columns }) => columns()[0]?.value).sort();
}
const names = (text: string): Promise<readonly unknown[]> =>
  found(`SELECT cmis:name FROM cmis:document WHERE CONTAINS('${text.replaceAll("'", "\\'")}')`);

const [REPORT, BUDGET, LETTER] = ['annual report.txt', 'budget.txt', 'letter'];

it.each([
  ['report', [REPORT, BUDGET]],
  ['cmis:name:report', [REPORT]],
  ["cmis:name:'budget*'", [BUDGET]],
  ['cm:name:budget', [BUDGET]],
  ['=cmis:name:letter', [LETTER]],
  ['TEXT:budget', [REPORT, BUDGET]],
  ['ALL:"all about"', [REPORT]],
  ['cm:title:figures', [REPORT]],
  ['cm:description:yearly AND figures', [REPORT]],
  ['cm:content:budget', [REPORT]],
  ['budget AND NOT cm:title:figures', [BUDGET]],
  ['(figures OR letter) -report', [LETTER]],
  ['PATH:"/app:company_home/cm:Reports/*"', [REPORT]],
  ['PATH:"//cm:Reports//*" AND TYPE:"cm:content"', [REPORT]],
  // What is no search is taken by the letter.
  ['c)', [LETTER]],
])('CONTAINS(%s)', async (text, expected) => {
  expect(await names(text)).toEqual(expected);
});

it('takes columns by their aliases and qualifiers', async () => {
  expect(await found("SELECT cmis:name AS n FROM cmis:document WHERE CONTAINS('n:report')")).toEqual([REPORT]);
  expect(await found("SELECT d.cmis:name FROM cmis:document d WHERE CONTAINS(d, 'd.cmis:name:budget')")).toEqual([
    BUDGET,
  ]);
});

it('asks the table of a join that it names', async () => {
  const joined = (text: string): Promise<readonly unknown[]> =>
    found(
      `SELECT d.cmis:name FROM cmis:document d JOIN cm:titled t ON d.cmis:objectId = t.cmis:objectId WHERE CONTAINS(t, '${text}')`,
    );
  expect(await joined('cm:title:figures')).toEqual([REPORT]);
  expect(await joined('cm:title:letters')).toEqual([]);
  expect(await joined('-cm:title:letters PATH:"//cm:Reports/*"')).toEqual([REPORT]);
  const left =
    'SELECT d.cmis:name FROM cmis:document d LEFT JOIN cm:titled t ON d.cmis:objectId = t.cmis:objectId WHERE';
  expect(await found(`${left} CONTAINS(t, '-cm:title:figures')`)).toEqual([]);
  expect(await found(`${left} CONTAINS(d, '-cm:title:figures')`)).toEqual([BUDGET, LETTER]);
});

it.each([
  ['cm:title:letters', [REPORT]],
  ['-cm:title:letters', []],
  ['cm:title:[a TO c]', [REPORT]],
  ['figures', []],
  ['"…"', [REPORT]],
])('knows nothing of what an outer join did not find: NOT CONTAINS(%s)', async (text, expected) => {
  const from = 'FROM cmis:document d LEFT JOIN cm:titled t ON d.cmis:objectId = t.cmis:objectId';
  const not = `SELECT d.cmis:name ${from} WHERE NOT CONTAINS(t, '${text}')`;
  expect(await found(not)).toEqual(expected);
  expect(await found(`${not.replace('NOT', 'NOT (NOT (NOT')}))`)).toEqual(expected);
});

it('shows a score of 0 where no words are sought', async () => {
  const statement = `SELECT SCORE() AS s FROM cmis:document WHERE CONTAINS('PATH:"//cm:Reports/*"')`;
  expect(await found(statement)).toEqual([0]);
});

it('refuses fields that cannot be searched', async () => {
  const statement = "SELECT cmis:name FROM cmis:document WHERE CONTAINS('DBID:1')";
  await expect(found(statement)).rejects.toMatchObject({ code: 'invalidArgument' });
});

it('knows no fields in the standard dialect', async () => {
  const statement = (text: string): string => `SELECT cmis:name FROM cmis:document WHERE CONTAINS('${text}')`;
  expect(await found(statement('a:b'), 'cmis')).toEqual([LETTER]);
  expect(await found(statement('cmis:name:report'), 'cmis')).toEqual([]);
});
