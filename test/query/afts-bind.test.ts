/** One meaning is one tree, whichever language it is written in. */
import { bindAfts } from '../../src/query/afts/bind';
import { parseAfts } from '../../src/query/afts/parse';
import { unfold } from '../../src/query/afts/templates';
import { bind } from '../../src/query/bind';
import { parseCmisSql } from '../../src/query/cmis-sql/parse';
import { libraryRegistry } from './library-types';

const types = libraryRegistry();
const NOW = Date.parse('2024-03-31T13:45:30.250Z');

const asked = (text: string): unknown => {
  const reading = { operator: 'and', fieldOperator: 'and', templates: [], defaultField: 'TEXT' } as const;
  return bindAfts(unfold(parseAfts(text, reading), reading), { types, now: NOW, namespace: 'cm' });
};
const where = (condition: string): unknown =>
  bind(types, parseCmisSql(`SELECT * FROM cmis:document WHERE ${condition}`), {
    freeContains: true,
    freeOrderBy: true,
  }).where;

it.each([
  // search                                             condition of CMIS-QL
  ['=cm:name:budget', "cmis:name = 'budget'"],
  ['=@cm\\:name:"a b"', "cmis:name = 'a b'"],
  ['-=cm:name:budget', "NOT cmis:name = 'budget'"],
  ['ID:"0" OR =name:x', "cmis:objectId IN ('0') OR cmis:name = 'x'"],
  ['content.size:[0 TO 10>', 'cmis:contentStreamLength >= 0 AND cmis:contentStreamLength < 10'],
  ['content.size:1..MAX', 'cmis:contentStreamLength >= 1'],
  ['content.size:[MIN TO MAX]', 'cmis:contentStreamLength IS NOT NULL'],
  ['EXISTS:"content.size"', 'cmis:contentStreamLength IS NOT NULL'],
  ['content.size:*', 'cmis:contentStreamLength IS NOT NULL'],
  ['ISNULL:"cmis:description"', 'cmis:description IS NULL'],
  ['-content.size:5', 'NOT cmis:contentStreamLength = 5 OR cmis:contentStreamLength IS NULL'],
  ['cm:modified:<NOW TO MAX]', "cmis:lastModificationDate >= '2024-03-31T13:45:30.251Z'"],
  ['cm:modified:[NOW/DAY-7DAYS TO MAX]', "cmis:lastModificationDate >= '2024-03-24T00:00:00.000Z'"],
  [
    'cm:created:2020-02',
    "cmis:creationDate >= '2020-02-01T00:00:00.000Z' AND cmis:creationDate <= '2020-02-29T23:59:59.999Z'",
  ],
  [
    'cm:created:[2020 TO 2021>',
    "cmis:creationDate >= '2020-01-01T00:00:00Z' AND cmis:creationDate < '2021-01-01T00:00:00Z'",
  ],
  ['PARENT:"some-id"', "IN_FOLDER('some-id')"],
  ['-ANCESTOR:"some-id"', "NOT IN_TREE('some-id')"],
  ['TYPE:"cm:content"', "cmis:baseTypeId IN ('cmis:document')"],
  ['EXACTTYPE:"my:book"', "cmis:objectTypeId IN ('my:book')"],
  ['ASPECT:"my:rated"', "ANY cmis:secondaryObjectTypeIds IN ('my:rated', 'my:awarded')"],
  ['budget', "CONTAINS('budget')"],
  ['"big budget" plan*', `CONTAINS('"big budget" plan*')`],
  ['big OR small', "CONTAINS('big OR small')"],
  ['TEXT:big AND -TEXT:small', "CONTAINS('big') AND NOT CONTAINS('small')"],
  ['(a OR b) =cm:name:x', "CONTAINS('a OR b') AND cmis:name = 'x'"],
])('%s', (search, condition) => {
  expect(asked(search)).toEqual(where(condition));
});

it.each([
  // search                                             what is left of it
  ['*', true],
  ['ISNODE:T', true],
  ['noSuchField:x', false],
  ['-noSuchField:x', true],
  ['cm:name:""', false],
  ['-"!!!"', false],
  ['"!!!" OR *', true],
  ['* OR budget', true],
  ['noSuchField:x AND budget', false],
  ['ISUNSET:"no:such"', true],
  ['SITE:_EVERYTHING_', true],
])('%s is %s', (search, answer) => {
  expect(asked(search)).toBe(answer);
});

it('asks no more than it must where a word may be anywhere', () => {
  expect(asked('cm:name:"x*" OR cmis:description:"x*" OR TEXT:"x*"')).toEqual(where("CONTAINS('x*')"));
});

it('knows no value of what cannot be searched', () => {
  expect(asked('EXISTS:"my:secret"')).toBe(false);
  expect(asked('ISNOTNULL:"my:secret"')).toBe(false);
  expect(asked('ISNULL:"my:secret"')).toBe(true);
  expect(asked('ISUNSET:"my:secret"')).toEqual(asked('TYPE:"my:book"'));
});
