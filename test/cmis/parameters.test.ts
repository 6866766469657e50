import { CmisError } from '../../src/model/errors';
import {
  booleanParameter,
  depthParameter,
  enumParameter,
  objectSelection,
  pageRequest,
  parseQuery,
  propertyFilter,
  renditionFilter,
  requiredParameter,
  textParameter,
} from '../../src/cmis/parameters';

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof CmisError) return error.code;
    throw error;
  }
  return 'nothing';
};

describe('a query string', () => {
  it('is read with names in any case, the first value counting', () => {
    const parameters = parseQuery('MaxItems=5&maxitems=6&Filter=cmis%3Aname%2C+x&flag&=nameless&&e=');
    expect(textParameter(parameters, 'maxItems')).toBe('5');
    expect(textParameter(parameters, 'filter')).toBe('cmis:name, x');
    expect(parameters.get('flag')).toBe('');
    expect(textParameter(parameters, 'e')).toBeUndefined();
    expect(parameters.size).toBe(4);
  });

  it.each(['a=%', 'a=%zz', 'a=%ff', '%e4=1'])('that is broken is refused: %s', (query) => {
    expect(codeOf(() => parseQuery(query))).toBe('invalidArgument');
  });
});

describe('paging', () => {
  it.each([
    ['', { maxItems: 500, skipCount: 0 }],
    ['maxItems=&skipCount=', { maxItems: 500, skipCount: 0 }],
    ['maxItems=0', { maxItems: 0, skipCount: 0 }],
    ['maxItems=10&skipCount=20', { maxItems: 10, skipCount: 20 }],
    ['MAXITEMS=7', { maxItems: 7, skipCount: 0 }],
    ['maxItems=99999999999999999999999', { maxItems: 10_000, skipCount: 0 }],
    ['skipCount=99999999999999999999999', { maxItems: 500, skipCount: Number.MAX_SAFE_INTEGER }],
  ])('%s', (query, expected) => {
    expect(pageRequest(parseQuery(query), 500)).toEqual(expected);
  });

  it.each([
    'maxItems=-1',
    'skipCount=-5',
    'maxItems=1.5',
    'maxItems=ten',
    'maxItems=0x10',
    'maxItems=1e3',
    'skipCount=NaN',
  ])('refuses %s, naming parameter and value', (query) => {
    const [name = '', value = ''] = query.split('=');
    const refused = (): unknown => pageRequest(parseQuery(query), 500);
    expect(codeOf(refused)).toBe('invalidArgument');
    expect(refused).toThrow(name);
    expect(refused).toThrow(value);
  });
});

it.each([
  ['depth=1', 1],
  ['depth=-1', -1],
  ['depth=', 7],
  ['', 7],
  ['depth=300', 300],
])('reads the depth of %s', (query, expected) => {
  expect(depthParameter(parseQuery(query), 7)).toBe(expected);
});

it.each(['depth=0', 'depth=-2', 'depth=all'])('refuses %s', (query) => {
  expect(codeOf(() => depthParameter(parseQuery(query), 7))).toBe('invalidArgument');
});

it('reads booleans and enumerations in any case and refuses anything else', () => {
  const parameters = parseQuery('a=TRUE&b=false&c=yes&d=Source&e=sideways&f=');
  expect(booleanParameter(parameters, 'a', false)).toBe(true);
  expect(booleanParameter(parameters, 'b', true)).toBe(false);
  expect(booleanParameter(parameters, 'f', true)).toBe(true);
  expect(codeOf(() => booleanParameter(parameters, 'c', true))).toBe('invalidArgument');
  expect(enumParameter(parameters, 'd', ['source', 'target'])).toBe('source');
  expect(enumParameter(parameters, 'f', ['source', 'target'])).toBeUndefined();
  expect(() => enumParameter(parameters, 'e', ['source', 'target'])).toThrow(
    "'e' is 'sideways' but can only be source or target.",
  );
  expect(codeOf(() => requiredParameter(parameters, 'f'))).toBe('invalidArgument');
});

describe('a property filter', () => {
  it.each([undefined, '', ' ', '*', ' * ', 'cmis:name,*'])('asks for everything: %p', (text) => {
    expect(propertyFilter(text)).toBeUndefined();
  });

  it('names properties, also of secondary types, known or not', () => {
    const filter = propertyFilter(' cmis:name , cm:titled.cm:title,unknown,cmis:name');
    expect([...(filter?.queryNames ?? [])]).toEqual(['cmis:name', 'cm:titled.cm:title', 'unknown']);
    expect(filter?.text).toBe('cmis:name , cm:titled.cm:title,unknown,cmis:name');
  });

  it.each([
    ',',
    'cmis:name,',
    ',cmis:name',
    'a b',
    'a,,b',
    'a(b)',
    `a'b`,
    'a"b',
    'a\\b',
    'a.b.c',
    '.a',
    'a.',
    'cmis:*',
  ])('is not valid: %s', (text) => {
    expect(codeOf(() => propertyFilter(text))).toBe('filterNotValid');
  });
});

describe('a rendition filter', () => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['cmis:none', undefined],
    ['*', '*'],
    ['image/*', 'image/*'],
    ['cmis:thumbnail,image/png', 'cmis:thumbnail,image/png'],
  ])('%p', (text, expected) => {
    expect(renditionFilter(text)).toBe(expected);
  });

  it.each([',', 'image/', '/png', 'image/*/png', 'image*', 'a b', '*,image/png', 'image/png,'])(
    'is not valid: %s',
    (text) => {
      expect(codeOf(() => renditionFilter(text))).toBe('filterNotValid');
    },
  );
});

it('selects nothing but properties unless asked', () => {
  expect(objectSelection(parseQuery('includePathSegment=true'))).toEqual({
    includeAllowableActions: false,
    includeRelationships: 'none',
    includePolicyIds: false,
    includeACL: false,
    includePathSegment: false,
  });
  expect(
    objectSelection(
      parseQuery(
        'includeallowableactions=true&includeRelationships=BOTH&includePolicyIds=true&includeACL=true&renditionFilter=*&filter=cmis:name&includePathSegment=true',
      ),
      'includePathSegment',
    ),
  ).toEqual({
    filter: { text: 'cmis:name', queryNames: new Set(['cmis:name']) },
    renditionFilter: '*',
    includeAllowableActions: true,
    includeRelationships: 'both',
    includePolicyIds: true,
    includeACL: true,
    includePathSegment: true,
  });
});
