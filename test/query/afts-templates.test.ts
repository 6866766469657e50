import { parseAfts, type Operator } from '../../src/query/afts/parse';
import { unfold, type Template } from '../../src/query/afts/templates';
import { showAfts } from './show-afts';

interface Search {
  readonly templates: readonly Template[];
  readonly defaultField?: string;
  readonly operator?: Operator;
}

function unfolded(text: string, { templates, defaultField = 'TEXT', operator = 'and' }: Search): string {
  const options = { operator, fieldOperator: operator, templates, defaultField };
  return showAfts(unfold(parseAfts(text, options), options));
}

const KEYWORDS: Template = { name: 'keywords', template: '%(cm:name cm:title TEXT)' };

it.each([
  // search                     templates                                            what it stands for
  ['a', [], 'TEXT:a'],
  ['a cm:name:b', [], '(TEXT:a & cm:name:b)'],
  ['keywords:a', [KEYWORDS], '(cm:name:a | cm:title:a | TEXT:a)'],
  ['KeyWords:"a b"~2', [KEYWORDS], '(cm:name:"a b"~2 | cm:title:"a b"~2 | TEXT:"a b"~2)'],
  ['keywords:(a -b)', [KEYWORDS], '((cm:name:a | cm:title:a | TEXT:a) & -(cm:name:b | cm:title:b | TEXT:b))'],
  ['x:1..5', [{ name: 'x', template: '%my:int' }], 'my:int:[1 TO 5]'],
  ['x:a', [{ name: 'x', template: '%cm:name^2 OR %TEXT' }], '(cm:name:a^2 | TEXT:a)'],
  [
    'x:a',
    [{ name: 'x', template: '%(cm:name,cm:title) AND TYPE:"cm:content"' }],
    '((cm:name:a | cm:title:a) & TYPE:"cm:content")',
  ],
  ['x:a', [KEYWORDS, { name: 'x', template: '%(keywords TAG)' }], '((cm:name:a | cm:title:a | TEXT:a) | TAG:a)'],
  ['x:a', [{ name: 'x', template: '%cm:name b' }], '(cm:name:a & TEXT:b)'],
  ['x:a', [{ name: 'x', template: 'TYPE:"cm:folder"' }], 'TYPE:"cm:folder"'],
] satisfies [string, readonly Template[], string][])('%j', (text, templates, tree) => {
  expect(unfolded(text, { templates })).toBe(tree);
});

it('asks tests that name no field of the default one, which may be a template', () => {
  expect(unfolded('a cm:title:b', { templates: [KEYWORDS], defaultField: 'keywords', operator: 'or' })).toBe(
    '((cm:name:a | cm:title:a | TEXT:a) | cm:title:b)',
  );
  expect(unfolded('a', { templates: [], defaultField: 'cm:name' })).toBe('cm:name:a');
});

const nested = Array.from({ length: 12 }, (_, index) => ({ name: `t${index}`, template: `%t${index + 1}` }));
const wide = Array.from({ length: 8 }, (_, index) => ({
  name: `t${index}`,
  template: `%(${`t${index + 1} `.repeat(8)})`,
}));

it.each([
  ['two of one name', 'a', [KEYWORDS, { name: 'KEYWORDS', template: '%TEXT' }], "two templates 'KEYWORDS'"],
  ['that stand for themselves', 'x:a', [{ name: 'x', template: '%x' }], "'x' stands for itself"],
  [
    'that stand for each other',
    'x:a',
    [
      { name: 'x', template: '%y' },
      { name: 'y', template: '%X' },
    ],
    'stands for itself',
  ],
  ['in too many levels', 't0:a', nested, 'nested more than 10 levels'],
  ['that unfold to too much', 't0:a', wide, 'unfolds to more than 2000 terms'],
  ['that are not valid', 'a', [{ name: 'x', template: '%(cm:name' }], 'expected the name of a field'],
  [
    'too many',
    'a',
    Array.from({ length: 101 }, (_, n) => ({ name: `t${n}`, template: 'a' })),
    'more than 100 templates',
  ],
] satisfies [string, string, readonly Template[], string][])('refuses templates %s', (...row) => {
  const [, text, templates, message] = row;
  expect(() => unfolded(text, { templates })).toThrow(expect.objectContaining({ code: 'invalidArgument' }) as Error);
  expect(() => unfolded(text, { templates })).toThrow(message);
});
