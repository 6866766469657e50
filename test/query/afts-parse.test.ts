import fc from 'fast-check';
import { parseAfts, type Operator } from '../../src/query/afts/parse';
import { showAfts } from './show-afts';

const parsed = (text: string, operator: Operator = 'and', fieldOperator = operator): string =>
  showAfts(parseAfts(text, { operator, fieldOperator }));

function refusal(text: string, operator: Operator = 'and'): string {
  try {
    parsed(text, operator);
  } catch (error) {
    expect(error).toMatchObject({ name: 'CmisError', code: 'invalidArgument' });
    return (error as Error).message;
  }
  throw new Error(`'${text}' was parsed.`);
}

describe('terms and phrases', () => {
  it.each([
    // search                          tree
    ['budget', 'budget'],
    ['  budget ', 'budget'],
    ['größe 数据 3d _x $y', '(größe & 数据 & 3d & _x & $y)'],
    ['foo-bar', 'foo-bar'],
    ["it's", "it's"],
    ['foo.bar', 'foo.bar'],
    ['a.b,c', 'a.b,c'],
    ['.pdf', '.pdf'],
    ['-5', '-5'],
    ['a -5 -b', '(a & -5 & -b)'],
    ['te?t *est te* *', '(te?t & *est & te* & *)'],
    ['"big yellow"', '"big yellow"'],
    ["'big yellow'", '"big yellow"'],
    ['"it\'s"', '"it\'s"'],
    [String.raw`"say \"hi\""`, '"say "hi""'],
    [String.raw`a\ b`, 'a b'],
    [String.raw`a\*b\?c\\d`, String.raw`a\*b\?c\\d`],
    [String.raw`\u0041bc`, 'Abc'],
    [String.raw`\u002abc`, String.raw`\*bc`],
    ['=budget', '=budget'],
    ['~budget', '~budget'],
    ['="big yellow"', '="big yellow"'],
    ['budget~0.8', 'budget~0.8'],
    ['"big yellow"~3', '"big yellow"~3'],
    ['budget^2', 'budget^2'],
    ['term~0.8^4', 'term~0.8^4'],
    ['"big yellow"^.5', '"big yellow"^0.5'],
    ['(big yellow)^2', '(big & yellow)^2'],
    ['to', 'to'],
    ['android orange notes', '(android & orange & notes)'],
    ['', undefined],
  ])('%j', (text, tree) => {
    if (tree === undefined) expect(refusal(text)).toContain('expected a term, found the end of the search');
    else expect(parsed(text)).toBe(tree);
  });
});

describe('operators', () => {
  it.each([
    // search                          with AND                           with OR
    ['big yellow banana', '(big & yellow & banana)', '(big | yellow | banana)'],
    ['big AND yellow', '(big & yellow)', '(big & yellow)'],
    ['big and yellow', '(big & yellow)', '(big & yellow)'],
    ['big OR yellow', '(big | yellow)', '(big | yellow)'],
    ['big AND yellow OR banana', '((big & yellow) | banana)', '((big & yellow) | banana)'],
    ['big OR yellow AND banana', '(big | (yellow & banana))', '(big | (yellow & banana))'],
    ['a && b || !c', '((a & b) | -c)', '((a & b) | -c)'],
    ['a || b', '(a | b)', '(a | b)'],
    ['NOT a', '-a', '-a'],
    ['not a b', '(-a & b)', '(-a | b)'],
    ['a -b', '(a & -b)', '(a | -b)'],
    ['dog OR -wolf', '(dog | -wolf)', '(dog | -wolf)'],
    ['+a +b', '(a & b)', '(a | b)'],
    ['|big AND dog', '(dog & ?big)', '(dog & ?big)'],
    ['|big AND |dog', '(big | dog)', '(big | dog)'],
    ['|big AND |dog AND -cat', '(-cat & (big | dog))', '(-cat & (big | dog))'],
    ['+car |red -"blue sky"~2', '(car & -"blue sky"~2 & ?red)', '(car | red | -"blue sky"~2)'],
    [
      "+TYPE:'cm:folder' OR +TYPE:'cm:content' AND +ASPECT:'cm:dublincore'",
      '(TYPE:"cm:folder" | (TYPE:"cm:content" & ASPECT:"cm:dublincore"))',
      '(TYPE:"cm:folder" | (TYPE:"cm:content" & ASPECT:"cm:dublincore"))',
    ],
    ['(a OR b) c', '((a | b) & c)', '((a | b) | c)'],
    ['NOT (a b)', '-(a & b)', '-(a | b)'],
    ['((a))', 'a', 'a'],
    // What is in parentheses must be there, whatever is left out in them.
    ['|a AND (-b)', '((-b) & ?a)', '((-b) & ?a)'],
    ['|a AND -b', '(-b & a)', '(-b & a)'],
    // A sign after a blank belongs to what follows.
    ['"a b" ~c', '("a b" & ~c)', '("a b" | ~c)'],
  ])('%j', (text, and, or) => {
    expect(parsed(text, 'and')).toBe(and);
    expect(parsed(text, 'or')).toBe(or);
  });

  it('takes an operator before the first test where it is the usual one', () => {
    expect(parsed('AND a', 'and')).toBe('a');
    expect(parsed('OR a', 'or')).toBe('a');
    expect(refusal('AND a', 'or')).toContain('at 1');
    expect(refusal('OR a', 'and')).toContain('at 1');
  });
});

describe('fields', () => {
  it.each([
    // search                                                       tree
    ['cm:name:budget', 'cm:name:budget'],
    ['@cm:name:budget', 'cm:name:budget'],
    [String.raw`@cm\:name:budget`, 'cm:name:budget'],
    [String.raw`=@cm\:name:"x"`, 'cm:name:="x"'],
    ['{http://www.alfresco.org/model/content/1.0}name:apple', '{http://www.alfresco.org/model/content/1.0}name:apple'],
    ['@{http://a.b/c}name:apple', '{http://a.b/c}name:apple'],
    ['cm_name:x', 'cm_name:x'],
    ['name:x', 'name:x'],
    ['name: "Sites"', 'name:"Sites"'],
    ['content.size:[0 TO 10240]', 'content.size:[0 TO 10240]'],
    ['cm:content.mimetype:"text/plain"', 'cm:content.mimetype:"text/plain"'],
    ['d:text:x', 'd:text:x'],
    ['TAG:foo bar', '(TAG:foo & bar)'],
    ['TYPE:cm:content', 'TYPE:cm:content'],
    ['cm:name:(a OR b)', '(cm:name:a | cm:name:b)'],
    ['cm:name:(a b)', '(cm:name:a & cm:name:b)'],
    ['TEXT:(big * apple)', 'TEXT:near(big apple)'],
    ['cm:title:(a OR (b AND -c))^2', '(cm:title:a | (cm:title:b & -cm:title:c))^2'],
    ['my:int:-5', 'my:int:-5'],
    ['=cm:name:x', 'cm:name:=x'],
    ['~cm:title:foo', 'cm:title:~foo'],
    ["cm:modifier:'u' OR cm:creator:'u'", '(cm:modifier:"u" | cm:creator:"u")'],
    ['cm:created:2020-01-01T10:00:00', 'cm:created:2020-01-01T10:00:00'],
    ['created:2020-01-01T10:00Z/DAY', 'created:2020-01-01T10:00Z/DAY'],
    ['created:2020-01-01T10:00:00+13MONTHS', 'created:2020-01-01T10:00:00+13MONTHS'],
    ['created:2020-01-01T10:00:00+13/DAY', 'created:2020-01-01T10:00:00+13/DAY'],
    ['email:a@b.com', 'email:a@b.com'],
    [String.raw`cm:my\ title:x`, 'cm:my title:x'],
    [
      '(userName:*x* OR email:*x*) AND PATH:"//cm:APP.DEFAULT/*"',
      '((userName:*x* | email:*x*) & PATH:"//cm:APP.DEFAULT/*")',
    ],
  ])('%j', (text, tree) => {
    expect(parsed(text)).toBe(tree);
  });

  it('joins tests in a group by the operator of fields', () => {
    expect(parsed('a b cm:name:(c d)', 'or', 'and')).toBe('(a | b | (cm:name:c & cm:name:d))');
  });
});

describe('ranges and nearness', () => {
  it.each([
    // search                                                  tree
    ['my:int:<0 TO 5]', 'my:int:<0 TO 5]'],
    ['my:int:[0 TO 5>', 'my:int:[0 TO 5>'],
    ['my:int:<0 to MAX>', 'my:int:<0 TO MAX>'],
    ['my:int:[-5 TO 5]', 'my:int:[-5 TO 5]'],
    ['1..5', '[1 TO 5]'],
    ['my:int:1..5', 'my:int:[1 TO 5]'],
    ['cm:created:2020-01-01..2020-12-31', 'cm:created:[2020-01-01 TO 2020-12-31]'],
    ['cm:name:"a b".."c d"', 'cm:name:[a b TO c d]'],
    ['["2020-01-01" TO MAX]', '[2020-01-01 TO MAX]'],
    ['cm:created:[TODAY TO NOW]', 'cm:created:[TODAY TO NOW]'],
    ['cm:modified:[NOW/DAY-30DAYS TO NOW/DAY+1DAY]', 'cm:modified:[NOW/DAY-30DAYS TO NOW/DAY+1DAY]'],
    [
      'cm:created:[2020-01-01T00:00:00.000Z/MONTH+1DAY TO MAX]',
      'cm:created:[2020-01-01T00:00:00.000Z/MONTH+1DAY TO MAX]',
    ],
    [String.raw`cm:name:[\u0000 TO \uFFFF]`, 'cm:name:[\u0000 TO \uFFFF]'],
    ['big * apple', 'near(big apple)'],
    ['big *(3) apple', 'near(big apple, 3)'],
    ['big *() apple', 'near(big apple)'],
    ['a * b * c d', '(near(a b c) & d)'],
    ['big *', '(big & *)'],
    ['big * AND apple', '(big & * & apple)'],
    ['* big', '(* & big)'],
    ['big * cm:name:x', '(big & * & cm:name:x)'],
    ['big *apple', '(big & *apple)'],
  ])('%j', (text, tree) => {
    expect(parsed(text)).toBe(tree);
  });
});

describe('what is no search', () => {
  it.each([
    // search                     message
    ['a OR', 'at 5: expected a term, found the end of the search'],
    ['NOT', 'at 4: expected a term'],
    ['()', "at 2: expected a term, found ')'"],
    ['a^', 'at 3: expected a number to boost by'],
    ['a^b', 'at 3: expected a number'],
    ['a~b', 'at 3: expected a similarity'],
    ['unbalanced (', 'at 13: expected a term'],
    ['(a b', "at 5: expected ')'"],
    ['a)', "at 2: expected AND, OR or a term, found ')'"],
    ['cm:name:', "at 9: expected a value for 'cm:name'"],
    ['"unterminated', 'the quote at 1 is never closed'],
    ['a:b:c:d', "at 6: expected a term, found ':d'"],
    ['#tag', 'at 1: expected a term'],
    ['PATH:/app:company_home//*', "at 6: expected a value for 'PATH'"],
    ['ID:workspace://SpacesStore/abc', "at 14: expected a value for 'ID:workspace', in quotes"],
    ['cm:created:>2020', 'at 12: expected'],
    ['cm:name:[a b]', 'at 12: expected TO'],
    ['cm:name:[a TO b', "at 16: expected ']' or '>'"],
    ['1..', 'at 4: expected the upper limit'],
    ['cm:name:(a cm:title:b)', "found ':title:b)'"],
    ['=cm:name:(a b)', "'=' cannot stand before a group"],
    ['%cm:name', 'at 1: expected a term'],
    ['{a}', 'at 1: expected a term'],
  ])('%j', (text, message) => {
    expect(refusal(text)).toContain(message);
  });

  it('refuses what is nested too deeply, too long or has too many terms', () => {
    expect(refusal('('.repeat(101) + 'a' + ')'.repeat(101))).toBe('The search is nested more than 100 levels deep.');
    expect(parsed('('.repeat(99) + 'a' + ')'.repeat(99))).toBe('a');
    expect(refusal('a '.repeat(1_001))).toBe('The search has more than 1000 terms.');
    expect(refusal('a'.repeat(100_001))).toBe('The search is longer than 100000 characters.');
  });

  it('answers any text with a tree or with an error of its own, and soon', () => {
    const piece = fc.constantFrom(
      ...['a', 'cm:name:', '(', ')', '"', "'", '*', '?', '~', '^', '=', '+', '-', '|', '||', '&&', ' ', '..', '[', ']'],
      ...[' TO ', 'AND ', 'OR ', 'NOT ', '\\', '%', '@', '{', '}', ':', '1', '.', ',', '<', '>', '*(2) ', '\\u0041'],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        try {
          parsed(pieces.join(''), pieces.length % 2 === 0 ? 'and' : 'or');
        } catch (error) {
          expect(error).toMatchObject({ name: 'CmisError', code: 'invalidArgument' });
        }
      }),
      { numRuns: 3_000 },
    );
    expect(refusal('a * '.repeat(20_000))).toBeTruthy();
  });
});
