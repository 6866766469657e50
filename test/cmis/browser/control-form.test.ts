import { CmisError } from '../../../src/model/errors';
import { parseQuery } from '../../../src/cmis/parameters';
import {
  controls,
  formAces,
  formObjects,
  formPolicies,
  formProperties,
  indexed,
} from '../../../src/cmis/browser/control-form';
import { types } from './types';

type Fields = Readonly<Record<string, string>>;

const form = (fields: Fields): ReturnType<typeof controls> =>
  controls(
    Object.entries(fields).map(([name, value]) => ({ name, value })),
    parseQuery(''),
  );

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof CmisError) return error.code;
    throw error;
  }
  return 'nothing';
};

/** The form that sets one property to texts: one without a second index, more with it. */
const setting = (id: string, ...texts: readonly string[]): Fields => ({
  'propertyId[0]': id,
  ...(texts.length === 1
    ? { 'propertyValue[0]': String(texts[0]) }
    : Object.fromEntries(texts.map((text, index) => [`propertyValue[0][${index}]`, text]))),
});

it('takes names in any case, and the form before the address', () => {
  const parameters = controls([{ name: 'ObjectID', value: 'a' }], parseQuery('objectId=b&MAJOR=false'));
  expect([...parameters]).toEqual([
    ['objectid', 'a'],
    ['major', 'false'],
  ]);
});

it('refuses what cannot be stored', () => {
  expect(codeOf(() => form({ checkinComment: 'a\0b' }))).toBe('invalidArgument');
});

describe('properties', () => {
  it.each([
    ['my:string', ['a'], 'a'],
    ['my:string', [' a '], ' a '],
    ['my:string', [''], ''],
    ['my:string', [], null],
    ['my:boolean', ['TRUE'], true],
    ['my:boolean', ['false'], false],
    ['my:boolean', [''], null],
    ['my:integer', ['-12'], -12],
    ['my:integer', ['+7'], 7],
    ['my:integer', ['-0'], 0],
    ['my:integer', ['9007199254740991'], 9007199254740991],
    ['my:decimal', ['1.50'], 1.5],
    ['my:decimal', ['-.5e-3'], -0.0005],
    ['my:decimal', ['12'], 12],
    ['my:datetime', ['1342160009207'], 1342160009207],
    ['my:datetime', ['-1'], -1],
    ['my:datetime', ['2012-07-13T06:13:29.207Z'], 1342160009207],
    ['my:datetime', ['2012-07-13T08:13:29.2079+02:00'], 1342160009207],
    ['my:datetime', ['2012-07-13T06:13:29'], 1342160009000],
    ['my:datetime', ['2012-07-13'], 1342137600000],
    ['my:datetime', ['2012-07-12T24:00:00Z'], 1342137600000],
    ['my:datetime', ['0001-01-01T00:00:00Z'], -62135596800000],
    ['my:id', ['x'], 'x'],
    ['my:id', [''], null],
    ['my:uri', ['http://x/'], 'http://x/'],
    ['my:html', ['<p>'], '<p>'],
    ['my:strings', ['a'], ['a']],
    ['my:strings', ['a', 'b'], ['a', 'b']],
    ['my:strings', [], null],
    ['my:integers', ['3', '1'], [3, 1]],
    ['my:dates', ['0', '1970-01-01T00:00:01Z'], [0, 1000]],
    ['cmis:secondaryObjectTypeIds', ['', ''], null],
  ])('%s set to %j is %j', (id, texts, expected) => {
    expect(formProperties(form(setting(id, ...texts)), types)).toEqual({ [id]: expected });
  });

  it.each([
    ['my:boolean', ['yes'], 'invalidArgument'],
    ['my:integer', ['1.0'], 'invalidArgument'],
    ['my:integer', ['twelve'], 'invalidArgument'],
    ['my:integer', ['9007199254740993'], 'constraint'],
    ['my:decimal', ['1,5'], 'invalidArgument'],
    ['my:decimal', ['NaN'], 'invalidArgument'],
    ['my:decimal', ['1e999'], 'constraint'],
    ['my:datetime', ['yesterday'], 'invalidArgument'],
    ['my:datetime', ['2012-02-30T00:00:00Z'], 'invalidArgument'],
    ['my:datetime', ['2012-13-01T00:00:00Z'], 'invalidArgument'],
    ['my:datetime', ['2012-07-13T25:00:00Z'], 'invalidArgument'],
    ['my:datetime', ['99999999999999999999'], 'constraint'],
    ['my:string', ['a', 'b'], 'constraint'],
    ['my:unknown', ['a'], 'invalidArgument'],
    ['', ['a'], 'invalidArgument'],
    ['__proto__', ['a'], 'invalidArgument'],
  ])('%s set to %j is refused', (id, texts, code) => {
    expect(codeOf(() => formProperties(form(setting(id, ...texts)), types))).toBe(code);
  });

  it.each<[string, Fields]>([
    ['a gap', { 'propertyId[0]': 'my:string', 'propertyId[2]': 'my:id' }],
    ['a start at 1', { 'propertyId[1]': 'my:string' }],
    ['a value without its property', { 'propertyId[0]': 'my:string', 'propertyValue[1]': 'x' }],
    ['a value without any property', { 'propertyValue[0]': 'x' }],
    ['a gap in the values', { 'propertyId[0]': 'my:strings', 'propertyValue[0][0]': 'x', 'propertyValue[0][2]': 'y' }],
    ['one value and a list', { 'propertyId[0]': 'my:strings', 'propertyValue[0]': 'x', 'propertyValue[0][0]': 'y' }],
    ['an index that is none', { 'propertyId[x]': 'my:string' }],
    ['an empty index', { 'propertyId[]': 'my:string' }],
    ['a huge index', { 'propertyId[4294967295]': 'my:string' }],
    ['three indexes', { 'propertyId[0]': 'my:string', 'propertyValue[0][0][0]': 'x' }],
    ['a property with two indexes', { 'propertyId[0][0]': 'my:string', 'propertyId[0][1]': 'my:id' }],
  ])('%s is refused', (_case, fields) => {
    expect(codeOf(() => formProperties(form(fields), types))).toBe('invalidArgument');
  });

  it('named several times count as they are named last', () => {
    const fields = {
      'propertyId[0]': 'my:string',
      'propertyValue[0]': 'default',
      'propertyId[1]': 'my:strings',
      'propertyValue[1][0]': 'a',
      'propertyId[2]': 'my:string',
      'propertyValue[2]': 'asked for',
      'propertyId[3]': 'my:strings',
    };
    expect(formProperties(form(fields), types)).toEqual({ 'my:string': 'asked for', 'my:strings': null });
    expect(codeOf(() => formProperties(form({ ...fields, 'propertyValue[0][0]': 'x' }), types))).toBe(
      'invalidArgument',
    );
  });

  it('come in any order of controls, among foreign ones', () => {
    const fields = {
      'propertyValue[1]': 'b',
      'propertyId[1]': 'my:id',
      x: 'y',
      'propertyValue[0]': 'a',
      'propertyId[0]': 'my:string',
    };
    expect(formProperties(form(fields), types)).toEqual({ 'my:string': 'a', 'my:id': 'b' });
  });
});

describe('entries of an ACL', () => {
  it('name a principal and permissions', () => {
    const fields = {
      'addACEPrincipal[0]': 'ann',
      'addACEPermission[0][0]': 'cmis:read',
      'addACEPermission[0][1]': 'cmis:write',
      'addACEPrincipal[1]': 'bob',
      'addACEPermission[1]': 'cmis:all',
    };
    expect(formAces(form(fields), 'add')).toEqual([
      { principalId: 'ann', permissions: ['cmis:read', 'cmis:write'] },
      { principalId: 'bob', permissions: ['cmis:all'] },
    ]);
    expect(formAces(form(fields), 'remove')).toBeUndefined();
  });

  it.each<[string, Fields]>([
    ['no permission', { 'removeACEPrincipal[0]': 'ann' }],
    ['no principal', { 'removeACEPermission[0][0]': 'cmis:read' }],
    ['an empty principal', { 'removeACEPrincipal[0]': '', 'removeACEPermission[0][0]': 'cmis:read' }],
    ['a gap', { 'removeACEPrincipal[1]': 'ann', 'removeACEPermission[1][0]': 'cmis:read' }],
  ])('with %s are refused', (_case, fields) => {
    expect(codeOf(() => formAces(form(fields), 'remove'))).toBe('invalidArgument');
  });
});

it('reads policies, secondary types and the objects of a bulk update', () => {
  const fields = {
    'policy[0]': 'p',
    'policy[1]': 'q',
    policyId: 'r',
    'addSecondaryTypeId[0]': 's',
    'objectId[0]': 'a',
    'objectId[1]': 'b',
    'objectId[2]': 'c',
    'changeToken[0]': '7',
    'changeToken[1]': '',
  };
  expect(formPolicies(form(fields))).toEqual(['p', 'q']);
  expect(indexed(form(fields), 'addSecondaryTypeId')).toEqual(['s']);
  expect(formObjects(form(fields))).toEqual([
    { objectId: 'a', changeToken: '7' },
    { objectId: 'b' },
    { objectId: 'c' },
  ]);
  expect(codeOf(() => formObjects(form({ 'objectId[0]': 'a', 'changeToken[1]': '7' })))).toBe('invalidArgument');
});
