import type { ObjectView } from '../../../src/repository/values/object-view';
import { PLAIN } from '../../../src/repository/values/object-view';
import type { StoredObject } from '../../../src/repository/values/stored-object';
import type { PrimaryType } from '../../../src/model/type-definition';
import { propertyFilter } from '../../../src/cmis/parameters';
import { childrenJson, changesJson, objectListJson, parentsJson, treeJson } from '../../../src/cmis/browser/list-json';
import type { JsonText } from '../../../src/cmis/browser/json-text';
import { objectJson, type JsonStyle } from '../../../src/cmis/browser/object-json';
import { queryResultJson } from '../../../src/cmis/browser/query-json';
import { typeJson, typeListJson, typeTreeJson } from '../../../src/cmis/browser/type-json';
import { types } from './types';

const SUCCINCT: JsonStyle = { types, succinct: true, dateTimeFormat: 'simple', dialect: 'cmis' };
const VERBOSE: JsonStyle = { ...SUCCINCT, succinct: false };

const document: StoredObject = {
  key: 1,
  uuid: 'd',
  series: 'd',
  id: 'd;1.0',
  type: types.find('my:sample') as PrimaryType,
  secondaryTypes: [],
  name: 'a "b" \u2028.txt',
  owner: 'ann',
  createdBy: 'ann',
  created: 1342160009207,
  modifiedBy: 'bob',
  modified: 1342160009208,
  changeToken: 7,
  isRoot: false,
  immutable: false,
  retained: false,
  version: {
    major: 1,
    minor: 0,
    versioned: true,
    isMajor: true,
    isLatest: true,
    isLatestMajor: true,
    isWorkingCopy: false,
  },
  properties: { 'my:decimal': 0.1, 'my:integer': 3, 'my:datetime': 5, 'my:strings': ['x', 'y'], 'my:boolean': false },
  access: 1,
};

interface Wire {
  readonly properties?: Record<string, Record<string, unknown>>;
  readonly succinctProperties?: Record<string, unknown>;
  readonly [member: string]: unknown;
}
const whole = (json: JsonText): string => (typeof json === 'string' ? json : [...json].join(''));
const parse = (json: JsonText): Wire => JSON.parse(whole(json)) as Wire;

describe('an object', () => {
  it('shows every property of its type, unset ones as null', () => {
    const { succinctProperties = {}, ...rest } = parse(objectJson({ object: document }, SUCCINCT));
    expect(rest).toEqual({});
    expect(Object.keys(succinctProperties)).toEqual([...document.type.propertyDefinitions.keys()]);
    expect(succinctProperties).toMatchObject({
      'cmis:objectId': 'd;1.0',
      'cmis:name': document.name,
      'cmis:creationDate': 1342160009207,
      'cmis:isLatestVersion': true,
      'cmis:contentStreamLength': null,
      'cmis:secondaryObjectTypeIds': null,
      'my:decimal': 0.1,
      'my:integer': 3,
      'my:datetime': 5,
      'my:strings': ['x', 'y'],
      'my:integers': null,
      'my:boolean': false,
    });
  });

  it('describes its properties unless asked to be succinct', () => {
    const { properties = {}, ...rest } = parse(objectJson({ object: document }, VERBOSE));
    expect(rest).toEqual({});
    expect(properties['my:strings']).toEqual({
      id: 'my:strings',
      propertyDefinitionId: 'my:strings',
      localName: 'my:strings',
      displayName: 'my:strings',
      queryName: 'my:strings',
      type: 'string',
      cardinality: 'multi',
      value: ['x', 'y'],
    });
    expect(properties['my:uri']).toMatchObject({ type: 'uri', cardinality: 'single', value: null });
  });

  it('writes dates as texts where that is asked for', () => {
    const json = objectJson({ object: document }, { ...SUCCINCT, dateTimeFormat: 'extended' });
    expect(parse(json).succinctProperties).toMatchObject({
      'cmis:creationDate': '2012-07-13T06:13:29.207Z',
      'my:datetime': '1970-01-01T00:00:00.005Z',
      'my:dates': null,
    });
  });

  it('keeps to the filter, but for what clients need of each object', () => {
    const filter = propertyFilter('cmis:name,my:string,unknown');
    expect(parse(objectJson({ object: document }, SUCCINCT, filter)).succinctProperties).toEqual({
      'cmis:objectId': 'd;1.0',
      'cmis:objectTypeId': 'my:sample',
      'cmis:baseTypeId': 'cmis:document',
      'cmis:name': document.name,
      'my:string': null,
    });
  });

  it('holds what was asked for besides, and a relationship with all of its own properties', () => {
    const view: ObjectView = {
      object: document,
      allowableActions: new Set(['canGetProperties']),
      acl: { aces: [{ principalId: 'ann', permissions: ['cmis:all'], direct: true }], exact: true },
      policyIds: ['p'],
      relationships: [{ object: document }],
      renditions: [{ streamId: 'r', mimeType: 'image/png', length: 3, kind: 'cmis:thumbnail', height: 1, width: 2 }],
    };
    const wire = parse(objectJson(view, SUCCINCT, propertyFilter('cmis:name')));
    expect(Object.entries(wire['allowableActions'] as object)).toHaveLength(31);
    expect(wire['allowableActions']).toMatchObject({ canGetProperties: true, canDeleteObject: false });
    expect(wire['acl']).toEqual({
      aces: [{ principal: { principalId: 'ann' }, permissions: ['cmis:all'], isDirect: true }],
      isExact: true,
    });
    expect(wire['exactACL']).toBe(true);
    expect(wire['policyIds']).toEqual({ ids: ['p'] });
    expect(wire['relationships']).toEqual([parse(objectJson({ object: document }, SUCCINCT))]);
    expect(wire['renditions']).toEqual([
      { streamId: 'r', mimeType: 'image/png', length: 3, kind: 'cmis:thumbnail', height: 1, width: 2 },
    ]);
    expect(objectJson({ object: document, policyIds: [] }, SUCCINCT)).not.toContain('policyIds');
  });

  it('is the same text by itself and in every list', () => {
    const view: ObjectView = { object: document, pathSegment: 'a' };
    const text = objectJson(view, VERBOSE);
    const page = { items: [view, view], hasMoreItems: false, numItems: 2 };
    expect(objectListJson(page, VERBOSE)).toBe(`{"objects":[${text},${text}],"hasMoreItems":false,"numItems":2}`);
    const inFolder = `{"object":${text},"pathSegment":"a"}`;
    expect(childrenJson({ items: [view], hasMoreItems: true }, VERBOSE)).toBe(
      `{"objects":[${inFolder}],"hasMoreItems":true}`,
    );
    expect(parentsJson([view], VERBOSE)).toBe(`[{"object":${text},"relativePathSegment":"a"}]`);
    const leaf = { item: view, children: [] };
    expect(treeJson([{ item: view, children: [leaf, leaf] }, leaf], VERBOSE)).toBe(
      `[{"object":${inFolder},"children":[{"object":${inFolder}},{"object":${inFolder}}]},{"object":${inFolder}}]`,
    );
    expect(treeJson([], VERBOSE)).toBe('[]');
  });
});

it('writes trees deeper than the stack', () => {
  let tree = { item: { object: document } as ObjectView, children: [] as never[] };
  for (let depth = 0; depth < 20_000; depth += 1) tree = { item: tree.item, children: [tree as never] };
  const pieces = treeJson([tree], SUCCINCT, propertyFilter('cmis:objectId'));
  expect(typeof pieces).toBe('object');
  const json = whole(pieces);
  expect(json.endsWith('}]}]')).toBe(true);
  expect(json.match(/"children"/g)).toHaveLength(20_000);
});

it('writes long lists in pieces', () => {
  const items = Array.from({ length: 5_000 }, () => ({ object: document }));
  const json = childrenJson({ items, hasMoreItems: false }, SUCCINCT);
  const pieces = typeof json === 'string' ? [json] : [...json];
  expect(pieces.length).toBeGreaterThan(10);
  expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(300_000);
  expect((JSON.parse(pieces.join('')) as { objects: unknown[] }).objects).toHaveLength(5_000);
});

it('tells of changes, of unseen objects with their id alone', () => {
  const page = {
    events: [
      { changeType: 'updated' as const, changeTime: 5, objectId: 'd;1.0', view: { object: document, ...PLAIN } },
      { changeType: 'deleted' as const, changeTime: 6, objectId: 'gone' },
    ],
    hasMoreItems: true,
    latestChangeLogToken: 't',
  };
  expect(parse(changesJson(page, SUCCINCT, { includeProperties: false }))).toEqual({
    objects: [
      {
        succinctProperties: { 'cmis:objectId': 'd;1.0' },
        changeEventInfo: { changeType: 'updated', changeTime: 5 },
      },
      { succinctProperties: { 'cmis:objectId': 'gone' }, changeEventInfo: { changeType: 'deleted', changeTime: 6 } },
    ],
    hasMoreItems: true,
    changeLogToken: 't',
  });
  const verbose = parse(changesJson(page, VERBOSE, { includeProperties: true })) as unknown as { objects: Wire[] };
  expect(verbose.objects[1]?.properties?.['cmis:objectId']).toMatchObject({
    id: 'cmis:objectId',
    type: 'id',
    value: 'gone',
  });
});

it('keys rows of a query by query name or alias', () => {
  const definition = types.property('cmis:name');
  if (!definition) throw new Error('There is no cmis:name.');
  const page = {
    items: [
      {
        columns: () => [
          { queryName: 'n', definition, value: 'a' },
          { queryName: 'score', value: 0.5 },
        ],
      },
      {
        columns: () => [
          { queryName: 'n', definition },
          { queryName: 'score', value: 0.25 },
        ],
      },
    ],
    hasMoreItems: false,
  };
  expect(parse(queryResultJson(page, SUCCINCT))).toEqual({
    results: [{ succinctProperties: { n: 'a', score: 0.5 } }, { succinctProperties: { n: null, score: 0.25 } }],
    hasMoreItems: false,
  });
  const { results } = parse(queryResultJson(page, VERBOSE)) as unknown as { results: Wire[] };
  expect(results[0]?.properties).toEqual({
    n: {
      id: 'cmis:name',
      propertyDefinitionId: 'cmis:name',
      localName: definition.localName,
      displayName: definition.displayName,
      queryName: 'n',
      type: 'string',
      cardinality: 'single',
      value: 'a',
    },
    score: {
      localName: 'score',
      displayName: 'score',
      queryName: 'score',
      type: 'decimal',
      cardinality: 'single',
      value: 0.5,
    },
  });
});

describe('a type', () => {
  const style = { includePropertyDefinitions: true, dateTimeFormat: 'simple' } as const;

  it.each([...types.all()].map((type) => type.id))('%s is shown with everything that the schema asks for', (id) => {
    const type = types.find(id);
    if (!type) throw new Error(id);
    const wire = JSON.parse(typeJson(type, style)) as Record<string, unknown>;
    for (const name of ['id', 'localName', 'localNamespace', 'displayName', 'queryName', 'description', 'baseId']) {
      expect(typeof wire[name]).toBe('string');
    }
    for (const name of [
      'creatable',
      'fileable',
      'queryable',
      'fulltextIndexed',
      'includedInSupertypeQuery',
      'controllablePolicy',
      'controllableACL',
    ]) {
      expect(typeof wire[name]).toBe('boolean');
    }
    expect(wire['parentId']).toBe(type.parentId);
    expect(wire['typeMutability']).toEqual({ ...type.typeMutability });
    expect(Object.keys(wire['propertyDefinitions'] as object)).toEqual([...type.propertyDefinitions.keys()]);
    if (type.baseId === 'cmis:relationship')
      expect(wire).toMatchObject({ allowedSourceTypes: [...type.allowedSourceTypes] });
    if (type.baseId === 'cmis:document') expect(wire).toMatchObject({ versionable: type.versionable });
  });

  it('leaves property definitions out unless they were asked for', () => {
    const type = types.find('cmis:folder');
    if (!type) throw new Error('There is no cmis:folder.');
    const brief = { ...style, includePropertyDefinitions: false };
    const text = typeJson(type, brief);
    expect(JSON.parse(text)).not.toHaveProperty('propertyDefinitions');
    expect(typeListJson({ items: [type, type], hasMoreItems: false, numItems: 2 }, brief)).toBe(
      `{"types":[${text},${text}],"hasMoreItems":false,"numItems":2}`,
    );
    expect(typeTreeJson([{ item: type, children: [{ item: type, children: [] }] }], brief)).toBe(
      `[{"type":${text},"children":[{"type":${text}}]}]`,
    );
  });
});
