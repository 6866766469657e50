import { atomClient, entriesOf, exceptionOf, one, type Answer } from '../cmis/atompub/client';
import { startStandard, type Standard } from './fixtures';
import { makeDocument, QUERY_TYPES, rowsOf } from './query-fixtures';

let standard: Standard;
/** Values for `{sub}`, `{folder}`, `{abc}`, `{created}` in conditions. */
let places: Readonly<Record<string, string>>;

const NAMES = ['50%', '50x', "O'Brien", 'a_b', 'abbc', 'abc', 'axb', 'deep'];
const allBut = (...names: readonly string[]): readonly string[] => NAMES.filter((name) => !names.includes(name));

beforeAll(async () => {
  standard = await startStandard();
  for (const type of QUERY_TYPES) await standard.newType(type);
  const sub = await standard.newFolder();
  const abc = await makeDocument(standard, 'abc', {
    values: { 'q:text': String.raw`a\b`, 'q:int': 1, 'q:dec': 1.5, 'q:flag': true, 'q:tags': ['a', 'b'] },
  });
  await makeDocument(standard, 'abbc', {
    values: { 'q:text': 'ab', 'q:int': 5, 'q:dec': 1.25, 'q:flag': false, 'q:tags': ['a'] },
  });
  await makeDocument(standard, 'axb', { values: { 'q:int': 6, 'q:tags': ['c'] } });
  for (const name of ['a_b', '50%', '50x', "O'Brien"]) await makeDocument(standard, name);
  await makeDocument(standard, 'deep', { in: sub.id });
  const { 'cmis:creationDate': created } = await standard.propertiesOf(abc);
  const twoHoursOn = new Date(Number(created) + 7_200_000).toISOString().replace('Z', '+02:00');
  places = { sub: sub.id, folder: standard.folder.id, abc, created: twoHoursOn };
});
afterAll(() => standard.close());

const filled = (statement: string): string =>
  statement.replace(/\{(\w+)\}/g, (_, name: string) => places[name] ?? name);
const names = async (q: string): Promise<readonly unknown[]> =>
  (await rowsOf(standard.admin, filled(q))).map((row) => row['cmis:name']).sort();

const askAtom = (q: string): Promise<Answer> =>
  atomClient(`${standard.server.url}/cmis/1.1/atom`).get(`/query?q=${encodeURIComponent(filled(q))}`);
const atomNames = async (q: string): Promise<readonly unknown[]> =>
  entriesOf((await askAtom(q)).root)
    .map((row) => one(row, 'cmis:name'))
    .sort();

it.each<[string, string, readonly string[]]>([
  ['426: = finds exactly the objects with that name', "cmis:name = 'abc'", ['abc']],
  ['427: <> leaves them out', "cmis:name <> 'abc'", allBut('abc')],
  ['428: LIKE with % finds names by their beginning', "cmis:name LIKE 'a%'", ['a_b', 'abbc', 'abc', 'axb']],
  ['429: _ in LIKE is exactly one character', "cmis:name LIKE 'a_c'", ['abc']],
  ['430: NOT LIKE finds the others', "cmis:name NOT LIKE 'a%'", allBut('a_b', 'abbc', 'abc', 'axb')],
  ['431: IN finds the names that are listed', "cmis:name IN ('abc','axb')", ['abc', 'axb']],
  ['432: NOT IN finds the others', "cmis:name NOT IN ('abc','axb')", allBut('abc', 'axb')],
  ['433: dates are compared in time', "cmis:creationDate > TIMESTAMP '2000-01-01T00:00:00.000Z'", NAMES],
  ['433: nothing is older than it is', "cmis:creationDate < TIMESTAMP '2000-01-01T00:00:00.000Z'", []],
  [
    '434: a date with an offset is the same instant',
    "cmis:creationDate = TIMESTAMP '{created}' AND cmis:name = 'abc'",
    ['abc'],
  ],
  ['435: IS NULL finds what is not set', 'q:int IS NULL', allBut('abc', 'abbc', 'axb')],
  ['435: IS NULL finds many-valued properties that are not set', 'q:tags IS NULL', allBut('abc', 'abbc', 'axb')],
  ['436: IS NOT NULL finds what is set', 'q:int IS NOT NULL', ['abbc', 'abc', 'axb']],
  ['437: NOT stands before a condition in parentheses', "NOT (cmis:name = 'abc')", allBut('abc')],
  ['438: AND binds tighter than OR', "cmis:name = 'axb' OR cmis:name = 'abc' AND q:int = 7", ['axb']],
  ['439: TRUE is a boolean in capitals', 'q:flag = TRUE', ['abc']],
  ['439: true is a boolean in small letters', 'q:flag = true', ['abc']],
  ['439: false is a boolean, too', 'q:flag = false', ['abbc']],
  ['440: = ANY finds a value among many', "'b' = ANY q:tags", ['abc']],
  ['441: ANY IN finds one of some values among many', "ANY q:tags IN ('a','c')", ['abbc', 'abc', 'axb']],
  ['442: ANY NOT IN finds objects with another value', "ANY q:tags NOT IN ('a')", ['abc', 'axb']],
  ['443: IN_FOLDER finds the children of a folder alone', "IN_FOLDER('{folder}')", allBut('deep')],
  ['444: IN_TREE finds what is below a folder at any depth', "IN_TREE('{folder}')", NAMES],
  ['445: IN_TREE finds nothing else', "IN_TREE('{sub}')", ['deep']],
  ["467: \\' is an apostrophe", String.raw`cmis:name = 'O\'Brien'`, ["O'Brien"]],
  ['468: \\% in LIKE is a percent sign', String.raw`cmis:name LIKE '50\%'`, ['50%']],
  ['469: \\_ in LIKE is an underscore', String.raw`cmis:name LIKE 'a\_b'`, ['a_b']],
  ['471: two backslashes are one', String.raw`q:text = 'a\\b'`, ['abc']],
  ['471: two backslashes may stand in names, which no name has', String.raw`cmis:name = 'a\\b'`, []],
  ['489: two apostrophes are one', "cmis:name = 'O''Brien'", ["O'Brien"]],
  ['492: >= and <= find a range of integers', 'q:int >= 1 AND q:int <= 5', ['abbc', 'abc']],
  ['493: >= finds decimals', 'q:dec >= 1.5', ['abc']],
  ['494: an id finds exactly its object', "cmis:objectId = '{abc}'", ['abc']],
  ['495: types are found by their ids', "cmis:objectTypeId IN ('q:doc')", NAMES],
])('%s', async (_title, condition, expected) => {
  const q = `SELECT cmis:name FROM q:doc WHERE ${condition}`;
  expect(await names(q)).toEqual(expected);
  expect(await atomNames(q)).toEqual(expected);
});

it('446: IN_FOLDER takes the name of its table', async () => {
  expect(await names("SELECT cmis:name FROM q:doc AS d WHERE IN_FOLDER(d,'{sub}')")).toEqual(['deep']);
  expect(await names("SELECT d.cmis:objectId FROM q:doc d WHERE IN_TREE(d, '{sub}')")).toHaveLength(1);
});

it.each([
  ['419: an unknown column is invalid', 'SELECT q:unknown FROM q:doc'],
  ['419: an unknown column in a condition is invalid', 'SELECT * FROM q:doc WHERE q:unknown = 1'],
  ['420: a type that cannot be queried is invalid', 'SELECT * FROM q:closed'],
  ['421: an unknown type is invalid', 'SELECT * FROM q:unknown'],
  ['422: a wrong statement is invalid', 'SELEC * FROM q:doc'],
  ['422: a statement that ends too early is invalid', 'SELECT * FROM q:doc WHERE'],
  ['422: a statement that does not end is invalid', 'SELECT * FROM q:doc q:doc q:doc'],
  ['423: a property that cannot be queried is invalid', "SELECT * FROM q:doc WHERE q:hidden = 'x'"],
  ['465: ordering by what is not selected is invalid', 'SELECT cmis:objectId FROM q:doc ORDER BY cmis:name'],
  ['466: ordering by what cannot be ordered is invalid', 'SELECT * FROM q:doc ORDER BY q:unordered'],
  ['470: a backslash before another letter is invalid', String.raw`SELECT * FROM q:doc WHERE cmis:name = 'a\b'`],
  ['475: tables with a comma between them are invalid', 'SELECT * FROM q:doc, cmis:folder'],
])('%s', async (_title, q) => {
  const answer = await standard.admin.get('repository', 'query', { q });
  expect([answer.status, answer.json]).toMatchObject([400, { exception: 'invalidArgument' }]);
  const atom = await askAtom(q);
  expect([atom.status, exceptionOf(atom)]).toEqual([400, 'invalidArgument']);
});
