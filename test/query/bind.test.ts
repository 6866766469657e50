import { bind, type BindOptions } from '../../src/query/bind';
import type { BoundQuery } from '../../src/query/bound';
import { parseCmisSql } from '../../src/query/cmis-sql/parse';
import { parseTimestamp } from '../../src/query/literals';
import { libraryRegistry } from './library-types';

const types = libraryRegistry();
const STANDARD: BindOptions = { freeContains: false, freeOrderBy: false };
const FREE: BindOptions = { freeContains: true, freeOrderBy: true };

const bound = (statement: string, options = STANDARD): BoundQuery => bind(types, parseCmisSql(statement), options);
const names = (statement: string): string =>
  bound(statement)
    .select.map((output) => output.name)
    .join(' ');

function refusal(statement: string, options = STANDARD): string {
  try {
    bound(statement, options);
  } catch (error) {
    expect(error).toMatchObject({ name: 'CmisError', code: 'invalidArgument' });
    return (error as Error).message;
  }
  throw new Error(`'${statement}' was bound.`);
}

const ON_ID = 'd.cmis:objectId = r.cmis:objectId';
const RATED = `FROM my:book d JOIN my:rated r ON ${ON_ID}`;

describe('the columns of a result', () => {
  it.each([
    // statement                                           names
    ['SELECT cmis:name FROM cmis:document', 'cmis:name'],
    ['SELECT CMIS:NAME FROM CMIS:Document', 'cmis:name'],
    ['SELECT cmis:name AS n FROM cmis:document', 'n'],
    ['SELECT d.cmis:name FROM cmis:document d', 'd.cmis:name'],
    ['SELECT D.cmis:name FROM cmis:document d', 'D.cmis:name'],
    ['SELECT cmis:document.cmis:name FROM cmis:document', 'cmis:document.cmis:name'],
    ['SELECT cmis:document.cmis:name FROM cmis:document d', 'cmis:document.cmis:name'],
    ['SELECT cmis:name FROM cmis:document d', 'cmis:name'],
    ['SELECT my:secret FROM my:book', 'my:secret'],
    ['SELECT my:tags FROM my:book', 'my:tags'],
    ['SELECT my:odd FROM my:book', 'my:odd'],
    ['SELECT cmis:name, cmis:name FROM cmis:document', 'cmis:name'],
    ['SELECT my:rated.my:stars FROM my:book', 'my:rated.my:stars'],
    ['SELECT d.my:rated.my:stars FROM my:book d', 'd.my:rated.my:stars'],
    ['SELECT my:stars FROM my:rated', 'my:stars'],
    ['SELECT * FROM my:lost', 'cmis:objectId'],
    ['SELECT * FROM my:rated', 'cmis:objectId my:stars my:reviewers my:headline'],
    ['SELECT * FROM my:awarded', 'cmis:objectId my:stars my:reviewers my:headline my:prize'],
    ['SELECT r.* FROM my:rated r', 'r.cmis:objectId r.my:stars r.my:reviewers r.my:headline'],
    [`SELECT d.cmis:name, r.* ${RATED}`, 'd.cmis:name r.cmis:objectId r.my:stars r.my:reviewers r.my:headline'],
    [`SELECT d.cmis:name, my:stars AS s ${RATED}`, 'd.cmis:name s'],
    ["SELECT SCORE() FROM cmis:document WHERE CONTAINS('x')", 'SEARCH_SCORE'],
    ["SELECT SCORE() AS s FROM cmis:document WHERE CONTAINS('x')", 's'],
  ])('%s', (statement, expected) => {
    expect(names(statement)).toBe(expected);
  });

  it('are all properties of the type, in the order of the type, for an asterisk', () => {
    const book = types.find('my:book');
    expect(names('SELECT * FROM my:book')).toBe(
      [...(book?.propertyDefinitions.values() ?? [])].map((each) => each.queryName).join(' '),
    );
    expect(names('SELECT * FROM my:book d')).not.toContain('d.');
    expect(names(`SELECT * ${RATED}`)).toMatch(/^d\.cmis:name .* r\.cmis:objectId r\.my:stars/);
  });
});

describe('the rows of a table', () => {
  const rows = (statement: string): readonly string[] =>
    bound(statement)
      .tables.flatMap((table) => table.rowTypes.map((type) => type.id))
      .filter((id) => id.startsWith('my:'));

  it.each([
    // table        types
    ['my:book', ['my:book', 'my:novel']],
    ['my:novel', ['my:novel']],
    ['my:draft', ['my:draft', 'my:sketch']],
    ['cmis:document', ['my:book', 'my:novel', 'my:hidden']],
    ['my:rated', ['my:rated', 'my:awarded']],
    ['cmis:secondary', ['my:rated', 'my:awarded', 'my:lost']],
  ])('%s', (table, expected) => {
    expect(rows(`SELECT * FROM ${table}`)).toEqual(expected);
  });
});

describe('literals', () => {
  it.each([
    // condition                                                     value
    ["my:title = '5'", '5'],
    ['my:pages = 5', 5],
    ['my:pages = 5.5', 5.5],
    ['my:price = 5', 5],
    ['my:lent = TRUE', true],
    ["my:printed = TIMESTAMP '1970-01-01T00:00:00.001Z'", 1],
    ["my:printed = '1970-01-01T00:00:00.001Z'", 1],
    ["my:isbn = 'x'", 'x'],
    ["my:home = 'x'", 'x'],
    ["my:blurb = 'x'", 'x'],
  ])('%s', (condition, value) => {
    expect(bound(`SELECT * FROM my:book WHERE ${condition}`).where).toMatchObject({ value });
  });

  it.each([
    // written                             time in UTC
    ['2024-02-29T12:30:45.678Z', '2024-02-29T12:30:45.678Z'],
    ['2024-02-29T12:30:45Z', '2024-02-29T12:30:45.000Z'],
    ['2024-02-29T12:30:45.6Z', '2024-02-29T12:30:45.600Z'],
    ['2024-02-29T12:30:45.678912Z', '2024-02-29T12:30:45.678Z'],
    ['2024-02-29T12:30:45.678+02:00', '2024-02-29T10:30:45.678Z'],
    ['2024-02-29T12:30:45.678-05:30', '2024-02-29T18:00:45.678Z'],
    ['0050-01-01T00:00:00.000Z', '0050-01-01T00:00:00.000Z'],
    ['0000-01-01T00:00:00.000+01:00', '-000001-12-31T23:00:00.000Z'],
    ['9999-12-31T23:59:59.999-01:00', '+010000-01-01T00:59:59.999Z'],
  ])('TIMESTAMP %s', (written, expected) => {
    expect(new Date(parseTimestamp(written)).toISOString()).toBe(expected);
  });

  it.each([
    ['2024-02-29T12:30:45.678'],
    ['2024-02-29'],
    ['2024-02-30T00:00:00.000Z'],
    ['2023-02-29T00:00:00.000Z'],
    ['2024-13-01T00:00:00.000Z'],
    ['2024-01-01T24:00:00.000Z'],
    ['2024-01-01T00:60:00.000Z'],
    ['2024-01-01T00:00:60.000Z'],
    ['2024-01-01T00:00:00.000+24:00'],
    ['2024-01-01 00:00:00.000Z'],
    ['24-01-01T00:00:00.000Z'],
    ['now'],
    [''],
  ])("refuses TIMESTAMP '%s'", (written) => {
    expect(refusal(`SELECT * FROM my:book WHERE my:printed > TIMESTAMP '${written}'`)).toContain('is not a timestamp');
  });
});

describe('what may be asked', () => {
  it.each([
    ["my:title < 'x'"],
    ["my:title LIKE 'x%'"],
    ["my:title IN ('x', 'y')"],
    ['my:pages IN (1, 2.5)'],
    ['my:lent <> TRUE'],
    ["my:printed IN (TIMESTAMP '2024-01-01T00:00:00.000Z')"],
    ["my:isbn <> 'x'"],
    ["my:isbn NOT IN ('x')"],
    ["my:home LIKE 'http%'"],
    ["'x' = ANY my:tags"],
    ['ANY my:scores NOT IN (1, 2)'],
    ['TRUE = ANY my:flags'],
    ["ANY my:dates IN (TIMESTAMP '2024-01-01T00:00:00.000Z')"],
    ["'P:cm:titled' = ANY cmis:secondaryObjectTypeIds"],
    ['my:tags IS NOT NULL'],
    ['my:rated.my:stars = 5'],
    ["cmis:objectTypeId IN ('my:book')"],
    ['cmis:isLatestVersion = TRUE'],
    ["IN_FOLDER(my:book, 'x')"],
    ["CONTAINS('x') AND my:pages = 1"],
    ["my:pages = 1 AND (my:pages = 2 AND CONTAINS(my:book, 'x'))"],
  ])('%s', (condition) => {
    expect(() => bound(`SELECT * FROM my:book WHERE ${condition}`)).not.toThrow();
  });

  it('finds columns by their aliases, in conditions and order', () => {
    const { where, orderBy } = bound(
      "SELECT cmis:name AS n, my:pages p FROM my:book WHERE n = 'x' AND P > 5 ORDER BY n, p DESC",
    );
    expect(where).toMatchObject({
      operands: [{ column: { property: { id: 'cmis:name' } } }, { column: { property: { id: 'my:pages' } } }],
    });
    expect(orderBy).toMatchObject([
      { by: { property: { id: 'cmis:name' } } },
      { by: { property: { id: 'my:pages' } }, descending: true },
    ]);
  });

  it('orders by the score under its name or its alias', () => {
    expect(bound("SELECT SCORE() FROM my:book WHERE CONTAINS('x') ORDER BY SEARCH_SCORE DESC").orderBy).toEqual([
      { by: 'score', descending: true },
    ]);
    expect(bound("SELECT SCORE() AS s FROM my:book WHERE CONTAINS('x') ORDER BY s").orderBy).toEqual([
      { by: 'score', descending: false },
    ]);
  });

  it('is more where the dialect is free', () => {
    const statement = "SELECT cmis:objectId FROM my:book WHERE CONTAINS('x') OR NOT CONTAINS('y') ORDER BY cmis:name";
    expect(() => bound(statement, FREE)).not.toThrow();
  });
});

describe('errors', () => {
  const WHERE = 'SELECT * FROM my:book WHERE';
  it.each([
    // statement                                                     message
    ['SELECT * FROM my:nothing', "There is no type with the query name 'my:nothing'"],
    ['SELECT * FROM D:my:book', 'There is no type'],
    ['SELECT * FROM my:hidden', "The type 'my:hidden' cannot be queried"],
    ['SELECT nothing FROM my:book', "There is no column 'nothing' in 'my:book'"],
    ['SELECT my:genre FROM my:book', "There is no column 'my:genre'"],
    ['SELECT cmis:parentId FROM my:book', "There is no column 'cmis:parentId'"],
    ['SELECT my:stars FROM my:book', "There is no column 'my:stars'"],
    ['SELECT cmis:name FROM my:rated', "There is no column 'cmis:name'"],
    ['SELECT x.cmis:name FROM my:book', "There is no table 'x' in FROM"],
    ['SELECT x.* FROM my:book', "There is no table 'x' in FROM"],
    ['SELECT d.nothing FROM my:book d', "There is no column 'nothing' in the table 'd'"],
    ['SELECT my:rated.nothing FROM my:book', "There is no column 'nothing' in the secondary type 'my:rated'"],
    ['SELECT my:shelf.my:room FROM my:book', "There is no table 'my:shelf' in FROM"],
    ['SELECT x.my:rated.my:stars FROM my:book d', "There is no table 'x' in FROM"],
    ['SELECT d.my:book.my:title FROM my:book d', "There is no table 'my:book' in FROM"],
    ['SELECT my:title AS x, my:pages AS x FROM my:book', "Two columns of the result are called 'x'"],
    ['SELECT my:title AS x, my:pages AS X FROM my:book', "Two columns of the result are called 'X'"],
    ['SELECT my:title, my:pages AS my:title FROM my:book', "Two columns of the result are called 'my:title'"],
    ["SELECT SCORE() AS x, my:pages AS x FROM my:book WHERE CONTAINS('x')", 'Two columns of the result'],
    [`${WHERE} nothing = 1`, "There is no column 'nothing'"],
    [`${WHERE} my:secret = 'x'`, "The column 'my:secret' cannot be queried"],
    [`${WHERE} my:secret IS NULL`, "The column 'my:secret' cannot be queried"],
    [`${WHERE} cmis:changeToken = '1'`, "The column 'cmis:changeToken' cannot be queried"],
    [`${WHERE} my:title = 5`, "'5' is a number; the column 'my:title' is of type string"],
    [`${WHERE} my:title = TRUE`, "'true' is a boolean"],
    [`${WHERE} my:title = TIMESTAMP '2024-01-01T00:00:00.000Z'`, 'is a timestamp'],
    [`${WHERE} my:pages = 'x'`, "'x' is a string; the column 'my:pages' is of type integer"],
    [`${WHERE} my:pages IN (1, 'x')`, "'x' is a string"],
    [`${WHERE} my:price = '1'`, 'is a string'],
    [`${WHERE} my:lent = 'true'`, 'is a string'],
    [`${WHERE} my:lent = 1`, 'is a number'],
    [`${WHERE} my:printed = 5`, 'is a number'],
    [`${WHERE} my:printed > '2024'`, 'is not a timestamp'],
    [`${WHERE} my:isbn = 5`, 'is a number'],
    [`${WHERE} my:isbn < 'x'`, "'<' cannot be asked of the column 'my:isbn', which is of type id"],
    [`${WHERE} cmis:objectId LIKE 'x%'`, "'LIKE' cannot be asked of the column 'cmis:objectId'"],
    [`${WHERE} my:lent > TRUE`, "'>' cannot be asked of the column 'my:lent'"],
    [`${WHERE} my:pages LIKE '1%'`, "'LIKE' cannot be asked of the column 'my:pages'"],
    [`${WHERE} my:printed LIKE '2024%'`, "'LIKE' cannot be asked"],
    [`${WHERE} my:tags = 'x'`, "The column 'my:tags' has many values"],
    [`${WHERE} my:tags IN ('x')`, 'has many values'],
    [`${WHERE} my:tags LIKE 'x'`, 'has many values'],
    [`${WHERE} 'x' = ANY my:title`, "The column 'my:title' has one value"],
    [`${WHERE} ANY my:title IN ('x')`, 'has one value'],
    [`${WHERE} 5 = ANY my:tags`, "'5' is a number"],
    [`${WHERE} ANY my:scores IN (1, 'x')`, "'x' is a string"],
    [`${WHERE} x.my:pages = 1`, "There is no table 'x'"],
    [`${WHERE} IN_FOLDER(x, 'y')`, "There is no table 'x'"],
    [`${WHERE} IN_TREE(x, 'y')`, "There is no table 'x'"],
    [`${WHERE} CONTAINS(x, 'y')`, "There is no table 'x'"],
    [`${WHERE} CONTAINS('x') AND CONTAINS('y')`, 'one CONTAINS only'],
    [`${WHERE} CONTAINS('x') OR my:pages = 1`, 'joined to other conditions by AND only'],
    [`${WHERE} NOT CONTAINS('x')`, 'joined to other conditions by AND only'],
    [`${WHERE} my:pages = 1 AND (my:pages = 2 OR CONTAINS('x'))`, 'by AND only'],
    ['SELECT SCORE() FROM my:book', 'SCORE() is only defined together with CONTAINS'],
    ["SELECT SCORE() AS s FROM my:book WHERE CONTAINS('x') AND s > 0.5", "'s' is the score"],
    ['SELECT * FROM my:book ORDER BY nothing', "There is no column 'nothing'"],
    ['SELECT * FROM my:book ORDER BY my:tags', "The column 'my:tags' cannot be ordered by"],
    ['SELECT * FROM my:book ORDER BY my:unsorted', "The column 'my:unsorted' cannot be ordered by"],
    ['SELECT * FROM my:book ORDER BY my:isbn', 'cannot be ordered by'],
    ['SELECT cmis:name FROM my:book ORDER BY my:pages', "The column 'my:pages' of ORDER BY is not in the select list"],
    ['SELECT cmis:name FROM my:book ORDER BY SEARCH_SCORE', "There is no column 'SEARCH_SCORE'"],
    ['SELECT * FROM my:book JOIN my:book ON my:title = my:title', "The name 'my:book' stands for two tables"],
    ['SELECT * FROM my:book d JOIN my:shelf D ON d.cmis:name = D.cmis:name', "The name 'D' stands for two tables"],
    ['SELECT a.* FROM my:book a JOIN my:book b ON my:title = my:title', 'is in several tables'],
    ['SELECT my:book.cmis:name FROM my:book a JOIN my:book b ON a.my:title = b.my:title', 'stands more than once'],
    ['SELECT a.* FROM my:book a JOIN my:book b ON a.my:title = a.cmis:name', 'does not compare a column of each side'],
    ['SELECT a.* FROM my:book a JOIN my:book b ON a.my:title = b.my:pages', 'compares string with integer'],
    ['SELECT a.* FROM my:book a JOIN my:book b ON a.my:printed = b.my:pages', 'compares datetime with integer'],
    ['SELECT a.* FROM my:book a JOIN my:book b ON a.my:tags = b.my:title', "'a.my:tags' has many values"],
    ['SELECT a.* FROM my:book a JOIN my:book b ON a.my:secret = b.my:title', "'a.my:secret' cannot be queried"],
    ['SELECT a.* FROM my:book a JOIN my:book b ON a.my:title = c.my:title', "There is no table 'c'"],
    [
      'SELECT a.* FROM my:book a JOIN (my:book b JOIN my:book c ON a.my:title = c.my:title) ON a.my:title = b.my:title',
      "There is no table 'a'",
    ],
    [`SELECT cmis:objectId ${RATED}`, "The column 'cmis:objectId' is in several tables"],
    [`SELECT d.* ${RATED} WHERE IN_FOLDER('x')`, 'IN_FOLDER must name a table'],
    [`SELECT d.* ${RATED} WHERE IN_TREE('x')`, 'IN_TREE must name a table'],
    [`SELECT d.* ${RATED} WHERE CONTAINS('x')`, 'CONTAINS must name a table'],
    [
      'SELECT a.* FROM my:book a JOIN my:book b ON a.my:title = b.my:title WHERE my:rated.my:stars = 1',
      'must name the table that it belongs to',
    ],
  ])('%s', (statement, message) => {
    expect(refusal(statement)).toContain(message);
  });
});
