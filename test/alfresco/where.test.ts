import { parseWhere } from '../../src/alfresco/framework/where';

const compare = (property: string, value: string, operator = '=') => ({
  kind: 'compare',
  negated: false,
  property,
  operator,
  value,
});

it.each([
  ['(isFile=true)', 'and', [compare('isFile', 'true')]],
  ['( isFile = true )', 'and', [compare('isFile', 'true')]],
  ["( assocType='x')", 'and', [compare('assocType', 'x')]],
  ['(isFile=true) AND (x=1)', 'and', [compare('isFile', 'true')]],
  ['(isFile=true) garbage', 'and', [compare('isFile', 'true')]],
  ['(nodeType=cm:content)', 'and', [compare('nodeType', 'cm:content')]],
  ["(nodeType='cm:content INCLUDESUBTYPES')", 'and', [compare('nodeType', 'cm:content INCLUDESUBTYPES')]],
  ["(name='it\\'s')", 'and', [compare('name', "it\\'s")]],
  ["(a='')", 'and', [compare('a', '')]],
  ['(variables/global/bpm_assignee >= 12)', 'and', [compare('variables/global/bpm_assignee', '12', '>=')]],
  ['(a=1 and b=2)', 'and', [compare('a', '1'), compare('b', '2')]],
  ['(a=1 OR b<2)', 'or', [compare('a', '1'), compare('b', '2', '<')]],
  ['(NOT a=1)', 'and', [{ ...compare('a', '1'), negated: true }]],
  ["(tag in ('x', 'bob'))", 'and', [{ kind: 'in', negated: false, property: 'tag', values: ['x', 'bob'] }]],
  ['(a in (x, bob))', 'and', [{ kind: 'in', negated: false, property: 'a', values: ['x', 'bob'] }]],
  ["(d between ('1','2'))", 'and', [{ kind: 'between', negated: false, property: 'd', from: '1', to: '2' }]],
  ["(tag matches ('*t*'))", 'and', [{ kind: 'matches', negated: false, property: 'tag', pattern: '*t*' }]],
  [
    '(EXISTS(target/file) OR exists(target/site))',
    'or',
    [
      { kind: 'exists', negated: false, property: 'target/file' },
      { kind: 'exists', negated: false, property: 'target/site' },
    ],
  ],
])('%s is understood', (text, joinedBy, predicates) => {
  expect(parseWhere(text)).toEqual({ joinedBy, predicates });
});

it.each([
  'isFile=true',
  '((isFile=true))',
  '(a=1 AND (b=2))',
  '(NOT (a=1))',
  '(a=1 AND b=2 OR c=3)',
  '(isFile=true And isFolder=false)',
  "(tag In ('a'))",
  '(nodeType=cm:content INCLUDESUBTYPES)',
  "(name='it''s')",
  '(name="x")',
  "(name='a\\\\')",
  '(a=-5)',
  '(a=1.5)',
  '(createdAt > 2017-06-02)',
  '(sharedByUser=-me-)',
  '(a!=1)',
  '(a<>1)',
  "(tag matches '*t*')",
  '(EXISTS target/site)',
  "(a BETWEEN ('x'))",
  "(a BETWEEN ('x','y','z'))",
  '()',
  '',
  '(a=)',
  '(a_b-c=1)',
  '(a.b=1)',
  '(a=1',
  `(${'a=1 and '.repeat(10_000)}a=1)`,
  '('.repeat(10_000),
])('%.60s is refused', (text) => {
  expect(() => parseWhere(text)).toThrow(/An invalid WHERE query was received/);
});
