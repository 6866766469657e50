import fc from 'fast-check';
import { parseCmisSql } from '../../src/query/cmis-sql/parse';
import { showPredicate, showQuery } from './show-tree';

const where = (condition: string): string =>
  showPredicate(parseCmisSql(`SELECT * FROM t WHERE ${condition}`).where as never);
const refusal = (statement: string): string => {
  try {
    // Texts of CONTAINS are read when they are shown.
    showQuery(parseCmisSql(statement));
  } catch (error) {
    expect(error).toMatchObject({ name: 'CmisError', code: 'invalidArgument' });
    return (error as Error).message;
  }
  throw new Error(`'${statement}' was parsed.`);
};

describe('productions of CMIS 1.1 §2.1.14.2.1', () => {
  it.each([
    // statement                                                     tree
    ['SELECT * FROM cmis:document', '* | cmis:document'],
    ['select cmis:name from cmis:document', 'cmis:name | cmis:document'],
    ['SELECT cmis:name, cmis:objectId FROM t', 'cmis:name cmis:objectId | t'],
    ['SELECT cmis:name AS n FROM t', 'cmis:name:=n | t'],
    ['SELECT cmis:name n, b FROM t', 'cmis:name:=n b | t'],
    ['SELECT d.cmis:name AS n FROM t AS d', 'd.cmis:name:=n | t:=d'],
    ['SELECT d.* FROM t d', 'd.* | t:=d'],
    ['SELECT d.*, e.x FROM t d JOIN u e ON d.a = e.b', 'd.* e.x | (t:=d inner u:=e on d.a=e.b)'],
    ['SELECT cm:titled.cm:title FROM t', 'cm:titled.cm:title | t'],
    ['SELECT d.cm:titled.cm:title FROM t d', 'd.cm:titled.cm:title | t:=d'],
    ['SELECT SCORE() FROM t', 'SCORE | t'],
    ['SELECT score( ) AS s, a FROM t', 'SCORE:=s a | t'],
    ['SELECT SCORE() s FROM t', 'SCORE:=s | t'],
    ['SELECT score FROM t', 'score | t'],
    ['SELECT drc:document__uuid FROM drc:document', 'drc:document__uuid | drc:document'],
    ['SELECT my_x002d_name, größe, a-b, a$b, 3d:x FROM t', 'my_x002d_name größe a-b a$b 3d:x | t'],
    ['SELECT "select", "from" FROM "order"', 'select from | order'],
    ['SELECT a FROM t AS "where"', 'a | t:=where'],
    ['SELECT\n\ta\r\nFROM\n t', 'a | t'],
    ['SELECT a FROM t INNER JOIN u ON t.a = u.b', 'a | (t inner u on t.a=u.b)'],
    ['SELECT a FROM t LEFT JOIN u ON t.a = u.b', 'a | (t left u on t.a=u.b)'],
    ['SELECT a FROM t LEFT OUTER JOIN u ON t.a = u.b', 'a | (t left u on t.a=u.b)'],
    ['SELECT a FROM t JOIN u ON a=b JOIN v ON c=d', 'a | ((t inner u on a=b) inner v on c=d)'],
    ['SELECT a FROM t JOIN u JOIN v ON a=b ON c=d', 'a | (t inner (u inner v on a=b) on c=d)'],
    ['SELECT a FROM (t JOIN u ON a=b) JOIN v ON c=d', 'a | ((t inner u on a=b) inner v on c=d)'],
    ['SELECT a FROM t JOIN (u LEFT JOIN v ON a=b) ON c=d', 'a | (t inner (u left v on a=b) on c=d)'],
    ['SELECT a FROM ((t JOIN u ON a=b))', 'a | (t inner u on a=b)'],
    ['SELECT a FROM t ORDER BY a', 'a | t | +a'],
    ['SELECT a FROM t ORDER BY a ASC, t.b DESC, c', 'a | t | +a -t.b +c'],
    ['SELECT a FROM t WHERE a = 1 order by a desc', 'a | t | a = 1 | -a'],
  ])('%j', (statement, tree) => {
    expect(showQuery(parseCmisSql(statement))).toBe(tree);
  });

  it.each([
    // condition                          tree
    ["a = 'x'", "a = 'x'"],
    ["a='x'", "a = 'x'"],
    ["a <> 'x'", "a <> 'x'"],
    ['a < 1', 'a < 1'],
    ['a > 1', 'a > 1'],
    ['a <= 1', 'a <= 1'],
    ['a >= 1', 'a >= 1'],
    ['a>=-1', 'a >= -1'],
    ['a = +5', 'a = 5'],
    ['a = -1.5', 'a = -1.5'],
    ['a = .5', 'a = 0.5'],
    ['a = 2.', 'a = 2'],
    ['a = 1.5E3', 'a = 1500'],
    ['a = 1e-2', 'a = 0.01'],
    ['a = TRUE', 'a = true'],
    ['a = false', 'a = false'],
    ['a = True', 'a = true'],
    ["a > TIMESTAMP '2024-01-01T00:00:00.000Z'", "a > T'2024-01-01T00:00:00.000Z'"],
    ["a > timestamp'2024-01-01T00:00:00.000Z'", "a > T'2024-01-01T00:00:00.000Z'"],
    ['timestamp = 1', 'timestamp = 1'],
    ["a IN ('x')", "a in ['x']"],
    ["a IN ('x','y' , 'z')", "a in ['x' 'y' 'z']"],
    ['a NOT IN (1, 2)', 'not a in [1 2]'],
    ["a LIKE 'x%'", 'a like /x%/'],
    ["a not like '_x'", 'not a like /_x/'],
    ['a IS NULL', 'a unset'],
    ['a IS NOT NULL', 'not a unset'],
    ["'x' = ANY a", "a anyIn ['x']"],
    ['5 = ANY t.a', 't.a anyIn [5]'],
    ['TRUE = ANY a', 'a anyIn [true]'],
    ["TIMESTAMP '2024' = ANY a", "a anyIn [T'2024']"],
    ["ANY a IN ('x', 'y')", "a anyIn ['x' 'y']"],
    ["ANY a NOT IN ('x')", "a anyNotIn ['x']"],
    ["IN_FOLDER('id')", 'inFolder(- id)'],
    ["IN_FOLDER(d, 'id')", 'inFolder(d id)'],
    ["in_folder ( d ,'id' )", 'inFolder(d id)'],
    ["IN_TREE('id')", 'inTree(- id)'],
    ["IN_TREE(d,'id')", 'inTree(d id)'],
    ["CONTAINS('x')", 'contains(- x)'],
    ["CONTAINS(d, 'x')", 'contains(d x)'],
    ['contains = 1', 'contains = 1'],
    ['NOT a = 1', 'not a = 1'],
    ['NOT (a = 1)', 'not a = 1'],
    ['NOT(NOT(a = 1))', 'not not a = 1'],
    ['a = 1 AND b = 2', '(a = 1 and b = 2)'],
    ['a = 1 OR b = 2', '(a = 1 or b = 2)'],
    ['a = 1 OR b = 2 AND c = 3', '(a = 1 or (b = 2 and c = 3))'],
    ['a = 1 AND b = 2 OR c = 3', '((a = 1 and b = 2) or c = 3)'],
    ['(a = 1 OR b = 2) AND c = 3', '((a = 1 or b = 2) and c = 3)'],
    ['NOT a = 1 AND b = 2', '(not a = 1 and b = 2)'],
    ['NOT (a = 1 AND b = 2)', 'not (a = 1 and b = 2)'],
    ['a = 1 AND b = 2 AND c = 3 AND d = 4', '(a = 1 and b = 2 and c = 3 and d = 4)'],
    ['((((a = 1))))', 'a = 1'],
    ['"a" = 1', 'a = 1'],
    ['t."order" = 1', 't.order = 1'],
    ['cm:titled.cm:title IS NULL', 'cm:titled.cm:title unset'],
    ["d.cm:titled.cm:title = 'x'", "d.cm:titled.cm:title = 'x'"],
  ])('WHERE %s', (condition, tree) => {
    expect(where(condition)).toBe(tree);
  });
});

describe('escapes of CMIS 1.1 §2.1.14.3', () => {
  it.each([
    // written                           tree
    [String.raw`a = 'O\'Brien'`, "a = 'O'Brien'"],
    [String.raw`a = 'O''Brien'`, "a = 'O'Brien'"],
    [String.raw`a = 'a\\b'`, String.raw`a = 'a\b'`],
    [String.raw`a = 'a\\\'b'`, String.raw`a = 'a\'b'`],
    [String.raw`a = ''`, "a = ''"],
    [String.raw`a = ''''`, "a = '''"],
    [String.raw`a = '50%_'`, "a = '50%_'"],
    [String.raw`a LIKE '50\%'`, String.raw`a like /50\%/`],
    [String.raw`a LIKE 'a\_b%'`, String.raw`a like /a\_b%/`],
    [String.raw`a LIKE 'a\\%'`, String.raw`a like /a\\%/`],
    [String.raw`a LIKE 'O\'B''%'`, String.raw`a like /O'B'%/`],
    [String.raw`a IN ('\'', '\\')`, String.raw`a in [''' '\']`],
    [String.raw`IN_FOLDER('a\'b')`, String.raw`inFolder(- a'b)`],
    [`a = 'two\nlines "quoted" 漢字 😀'`, `a = 'two\nlines "quoted" 漢字 😀'`],
  ])('%j', (condition, tree) => {
    expect(where(condition)).toBe(tree);
  });

  it('reads back every text that is escaped as clients do', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!text.includes('\0'));
        const escaped = text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
        const query = parseCmisSql(`SELECT * FROM t WHERE a = '${escaped}'`);
        expect(query.where).toMatchObject({ value: { kind: 'string', value: text } });
      }),
    );
  });
});

describe('what CONTAINS looks for', () => {
  it.each([
    // written                                              tree
    [String.raw`budget`, 'budget'],
    [String.raw`red blue`, '(red & blue)'],
    [String.raw`  red   blue  `, '(red & blue)'],
    [String.raw`red OR blue`, '(red | blue)'],
    [String.raw`red or blue`, '(red & or & blue)'],
    [String.raw`red blue OR green`, '((red & blue) | green)'],
    [String.raw`red -blue`, '(red & -blue)'],
    [String.raw`-blue`, '-blue'],
    [String.raw`"red blue"`, '"red blue"'],
    [String.raw`-"red blue" green`, '(-"red blue" & green)'],
    [String.raw`"red"`, 'red'],
    [String.raw`"red OR blue"`, '"red OR blue"'],
    [String.raw`wor* w?rd`, '(wor* & w?rd)'],
    [String.raw`a\*b a\?b`, String.raw`(a\*b & a\?b)`],
    [String.raw`100% a_b`, '(100% & a_b)'],
    [String.raw`self-made`, 'self-made'],
    [String.raw`John\\\'sPresentation\\-Version2`, "John'sPresentation-Version2"],
    [String.raw`\'exact phrase\'`, '"exact phrase"'],
    [String.raw`\"exact phrase\"`, '"exact phrase"'],
    [String.raw`a\\"b`, 'a"b'],
    [String.raw`a\\\\b`, String.raw`a\\b`],
  ])("CONTAINS('%s')", (text, tree) => {
    expect(where(`CONTAINS('${text}')`)).toBe(`contains(- ${tree})`);
  });

  it.each([
    [''],
    [' '],
    ['red OR'],
    ['OR red'],
    ['red OR OR blue'],
    ['"red'],
    ['red"blue'],
    ['""'],
    [String.raw`red\\`],
  ])("refuses CONTAINS('%s')", (text) => {
    expect(refusal(`SELECT * FROM t WHERE CONTAINS('${text}')`)).toContain('CONTAINS');
  });
});

describe('errors', () => {
  it.each([
    // statement                                           message
    ['', 'at 1: expected SELECT, found the end of the statement'],
    ['   ', 'at 4: expected SELECT, found the end'],
    ['SELECT', "at 7: expected '*' or a column, found the end"],
    ['SELECT *', 'at 9: expected FROM, found the end'],
    ['THIS_IS_NOT_A_SELECT', "at 1: expected SELECT, found 'THIS_IS_NOT_A_SELECT'"],
    ['SELECT FROM cmis:document', "at 8: expected '*' or a column, found 'FROM'"],
    ['SELECT ,cmis:name FROM cmis:document', "at 8: expected '*' or a column, found ','"],
    ['SELECT a, FROM t', "at 11: expected '*' or a column, found 'FROM'"],
    ['SELECT *, a FROM t', "at 9: expected FROM, found ','"],
    ['SELECT a AS FROM t', "at 13: expected an alias, found 'FROM'"],
    ['SELECT UPPER(a) FROM t', "at 13: expected FROM, found '('"],
    ['SELECT SCORE(a) FROM t', "at 14: expected ')', found 'a'"],
    ['SELECT a.b.c.d FROM t', "at 13: expected FROM, found '.'"],
    ['SELECT DISTINCT a FROM t', "at 8: expected '*' or a column, found 'DISTINCT'"],
    ['SELECT * FROM', 'expected a table, found the end'],
    ['SELECT * FROM t, u', "at 16: expected WHERE or ORDER BY, found ','"],
    ['SELECT * FROM (t)', "at 17: expected JOIN, found ')'"],
    ['SELECT * FROM t JOIN u', 'expected ON, found the end'],
    ['SELECT * FROM t RIGHT JOIN u ON a = b', "at 17: expected WHERE or ORDER BY, found 'RIGHT'"],
    ['SELECT * FROM t FULL OUTER JOIN u ON a = b', "expected WHERE or ORDER BY, found 'FULL'"],
    ['SELECT * FROM t JOIN u ON (a = b)', "at 27: expected a column, found '('"],
    ["SELECT * FROM t JOIN u ON a = 'x'", "expected a column, found the string 'x'"],
    ['SELECT * FROM t JOIN u ON a <> b', "expected '=', found '<>'"],
    ['SELECT * FROM t WHERE', 'at 22: expected a condition, found the end'],
    ['SELECT * FROM t WHERE a', 'expected a comparison, IN, LIKE, NOT or IS, found the end'],
    ['SELECT * FROM t WHERE a =', 'expected a literal, found the end'],
    ['SELECT * FROM t WHERE a = b', "at 27: expected a literal, found 'b'"],
    ['SELECT * FROM t WHERE 1 = a', "expected ANY, found 'a'"],
    ['SELECT * FROM t WHERE 1 < ANY a', "expected '=', found '<'"],
    ['SELECT * FROM t WHERE a == 1', "expected a literal, found '='"],
    ['SELECT * FROM t WHERE a != 1', 'expected a comparison'],
    ['SELECT * FROM t WHERE a IN ()', "expected a literal, found ')'"],
    ["SELECT * FROM t WHERE a IN ('x'", "expected ')', found the end"],
    ['SELECT * FROM t WHERE a NOT = 1', "expected IN or LIKE, found '='"],
    ['SELECT * FROM t WHERE a LIKE 1', "expected a pattern in quotes, found '1'"],
    ['SELECT * FROM t WHERE a IS 1', "expected NULL, found '1'"],
    ['SELECT * FROM t WHERE NOT NOT a = 1', 'expected a condition'],
    ['SELECT * FROM t WHERE (a = 1', "expected ')', found the end"],
    ['SELECT * FROM t WHERE a = 1)', "expected AND, OR or ORDER BY, found ')'"],
    ['SELECT * FROM t WHERE a = 1 b = 2', "expected AND, OR or ORDER BY, found 'b'"],
    ['SELECT * FROM t WHERE SCORE() > 0.5', 'SCORE() can stand in the select list only'],
    ["SELECT * FROM t WHERE UPPER(a) = 'X'", "expected a condition, found 'UPPER'"],
    ['SELECT * FROM t WHERE IN_FOLDER(5)', "expected the id of a folder in quotes, found '5'"],
    ["SELECT * FROM t WHERE IN_FOLDER(d 'x')", "expected ',', found the string 'x'"],
    ["SELECT * FROM t WHERE ANY a = 'x'", "expected IN, found '='"],
    ["SELECT * FROM t WHERE a = 'x", 'the quote at 27 is never closed'],
    ['SELECT * FROM t WHERE "a = 1', 'the quote at 23 is never closed'],
    [String.raw`SELECT * FROM t WHERE a = 'a\nb'`, String.raw`'\n' at 29 is no escape`],
    [String.raw`SELECT * FROM t WHERE a = '50\%'`, String.raw`'\%' at 30 is no escape`],
    [String.raw`SELECT * FROM t WHERE a LIKE 'a\*'`, String.raw`'\*' at 32 is no escape`],
    ['SELECT * FROM t WHERE a = 1e999', "The number '1e999' is out of range"],
    ['SELECT * FROM t ORDER a', "expected WHERE or ORDER BY, found 'ORDER'"],
    ['SELECT * FROM t ORDER BY', 'expected a column, found the end'],
    ['SELECT * FROM t ORDER BY SCORE()', 'ORDER BY takes the alias of SCORE()'],
    ['SELECT * FROM t; DROP TABLE objects', "';' at 16 has no meaning there"],
    ['SELECT * FROM t -- comment', "expected WHERE or ORDER BY, found 'comment'"],
    ["SELECT * FROM t WHERE a = 'x\0'", 'holds a character that no text can hold'],
    ['SELECT * FROM t WHERE a = \\', "'\\' at 27 has no meaning there"],
  ])('%s', (statement, message) => {
    expect(refusal(statement)).toContain(message);
  });
});

describe('limits', () => {
  const deep = (levels: number): string => `SELECT * FROM t WHERE ${'('.repeat(levels)}a = 1${')'.repeat(levels)}`;
  const list = (length: number, make: (index: number) => string, by: string): string =>
    Array.from({ length }, (_, index) => make(index)).join(by);

  it('takes what is large and refuses what is too large', () => {
    expect(() => parseCmisSql(deep(190))).not.toThrow();
    expect(refusal(deep(201))).toContain('nested');
    expect(refusal(deep(200_000))).toContain('nested');
    expect(refusal(`SELECT * FROM ${'('.repeat(300)}t`)).toContain('nested');
    expect(() => parseCmisSql(`SELECT * FROM t WHERE a IN (${list(10_000, String, ',')})`)).not.toThrow();
    expect(refusal(`SELECT * FROM t WHERE a IN (${list(10_001, String, ',')})`)).toContain('10000 values');
    expect(refusal(`SELECT * FROM t WHERE ${list(1_001, () => 'a = 1', ' OR ')}`)).toContain('1000 conditions');
    expect(refusal(`SELECT ${list(1_001, (index) => `c${index}`, ',')} FROM t`)).toContain('1000 columns');
    expect(refusal(`SELECT * FROM a ${list(12, () => 'JOIN t ON a = b', ' ')}`)).toContain('12 tables');
    expect(refusal(`SELECT * FROM t ORDER BY ${list(51, () => 'a', ',')}`)).toContain('50 columns');
    expect(refusal(`SELECT * FROM t WHERE a = '${'x'.repeat(1_000_001)}'`)).toContain('1000000 characters');
    expect(refusal(`SELECT * FROM t WHERE CONTAINS('${'x '.repeat(501)}')`)).toContain('500 terms');
  });

  it('answers any text with a tree or invalidArgument, and quickly', () => {
    const words = fc.constantFrom(
      ...`SELECT * FROM WHERE AND OR NOT ( ) , . = <> 'x' 5 a t ANY IN LIKE IS NULL JOIN ON ORDER BY " ' \\ CONTAINS`.split(
        ' ',
      ),
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 30 }), (parts) => {
        try {
          showQuery(parseCmisSql(`SELECT * FROM t ${parts.join(' ')}`));
        } catch (error) {
          expect(error).toMatchObject({ code: 'invalidArgument' });
        }
      }),
    );
  });
});
