import type { Caller } from '../../src/model/principal';
import type { Fixture, Placed } from './fixture';

export interface Library {
  readonly anna: Caller;
  readonly ben: Caller;
  readonly carl: Caller;
  readonly ids: Readonly<Record<string, Placed>>;
}

const at = (text: string): number => Date.parse(text);

/*
 * What is where (rights in brackets: who reads it; everything belongs to admin but `owned`):
 *
 *   /                      [anna ben]   draft my:draft, sketch my:sketch, hidden my:hidden, card my:card, pol
 *     north  my:shelf      [anna ben]   alpha (2.1, before it 1.0 1.1 2.0), beta (1.0), betaWC (working copy) [anna]
 *       attic my:shelf     [anna ben]   delta
 *     south  my:shelf      [anna ben]   gamma my:novel, Épée, born (working copy of nothing) [anna]
 *     cellar cmis:folder   [nobody]     plain cmis:document (also filed in north), owned (owner ben)
 *   unfiled                [anna]       loose my:card
 *   cites: c1 alpha → gamma, c2 alpha → plain, c3 card → beta
 */
export async function fillLibrary(fixture: Fixture): Promise<Library> {
  const [anna, ben, carl] = [await fixture.person('anna'), await fixture.person('ben'), await fixture.person('carl')];
  const open = await fixture.acl([anna, ben]);
  const annas = await fixture.acl([anna]);
  const closed = await fixture.acl([]);
  const { root } = fixture;
  await fixture.database.run({ text: 'update objects set acl_id = $1 where id = $2' }, [open, root.key]);

  const north = await fixture.object({
    type: 'my:shelf',
    name: 'north',
    folder: root,
    acl: open,
    properties: { 'my:room': 'A', 'my:floor': 1, 'my:opened': at('2020-01-01T00:00:00.000Z') },
  });
  const south = await fixture.object({
    type: 'my:shelf',
    name: 'south',
    folder: root,
    acl: open,
    properties: { 'my:room': 'B', 'my:floor': 2 },
  });
  const attic = await fixture.object({
    type: 'my:shelf',
    name: 'attic',
    folder: north,
    properties: { 'my:room': 'A' },
  });
  const cellar = await fixture.object({ type: 'cmis:folder', name: 'cellar', folder: root, acl: closed });

  const alpha = await fixture.object({
    type: 'my:book',
    name: 'alpha',
    folder: north,
    major: 2,
    minor: 1,
    comment: 'fourth',
    created: at('2021-05-01T00:00:00.000Z'),
    modified: at('2021-05-02T00:00:00.000Z'),
    createdBy: 'anna',
    modifiedBy: 'ben',
    content: { length: 10, mimeType: 'text/plain', fileName: 'alpha.txt' },
    aspects: ['my:rated'],
    properties: {
      'cm:description': 'the first',
      'my:title': 'Alpha',
      'my:pages': 100,
      'my:price': 9.99,
      'my:printed': at('2001-02-03T04:05:06.007Z'),
      'my:lent': true,
      'my:isbn': 'isbn-1',
      'my:home': 'http://a.example/',
      'my:blurb': '<b>A</b>',
      'my:tags': ['x', 'y'],
      'my:scores': [1, 2],
      'my:rates': [1.5, 2],
      'my:dates': [at('2001-01-01T00:00:00.000Z'), at('2002-01-01T00:00:00.000Z')],
      'my:flags': [true],
      "my:o'dd\\id": 'odd',
      'my:stars': 5,
      'my:reviewers': ['ben', 'carl'],
      'my:headline': 'Great',
    },
  });
  await fixture.freeze(alpha, {
    major: 1,
    minor: 0,
    name: 'alpha-old',
    comment: 'first',
    created: at('2021-01-01T00:00:00.000Z'),
    properties: { 'my:title': 'Alpha one', 'my:pages': 90 },
    content: { length: 1, mimeType: 'text/html', fileName: 'old.txt' },
  });
  await fixture.freeze(alpha, {
    major: 1,
    minor: 1,
    comment: 'second',
    aspects: ['my:lost'],
    properties: { 'my:title': 'Alpha', 'my:pages': 95, 'my:tags': ['old'] },
  });
  await fixture.freeze(alpha, {
    major: 2,
    minor: 0,
    comment: 'third',
    properties: { 'my:title': 'Alpha', 'my:pages': 99 },
  });

  const betaProperties = {
    'my:title': 'beta',
    'my:pages': 200,
    'my:price': 19.5,
    'my:printed': at('2010-10-10T10:10:10.000Z'),
    'my:lent': false,
    'my:isbn': 'isbn-2',
    'my:tags': ['y', 'z'],
    'my:scores': [2],
    'my:stars': 3,
    'my:prize': 'gold',
  };
  const beta = await fixture.object({
    type: 'my:book',
    name: 'beta',
    folder: north,
    created: at('2021-06-01T00:00:00.000Z'),
    createdBy: 'ben',
    checkedOutBy: 'anna',
    content: { length: 0, mimeType: 'application/pdf' },
    aspects: ['my:awarded'],
    properties: betaProperties,
  });
  const betaWC = await fixture.object({
    type: 'my:book',
    name: 'betaWC',
    folder: north,
    acl: annas,
    copyOf: beta,
    checkedOutBy: 'anna',
    aspects: ['my:awarded'],
    properties: { ...betaProperties, 'my:title': 'beta edited', 'my:pages': 201 },
  });
  const gamma = await fixture.object({
    type: 'my:novel',
    name: 'gamma',
    folder: south,
    properties: { 'my:title': 'Gamma', 'my:pages': 300, 'my:genre': 'crime', 'my:tags': ['x'] },
  });
  const delta = await fixture.object({ type: 'my:book', name: 'delta', folder: attic, aspects: ['my:lost'] });
  const epee = await fixture.object({
    type: 'my:book',
    name: 'Épée',
    folder: south,
    properties: { 'my:title': "É_%'s \\", 'my:pages': -1, 'my:price': 1e21 },
  });
  const born = await fixture.object({
    type: 'my:book',
    name: 'born',
    folder: south,
    acl: annas,
    copyOf: null,
    checkedOutBy: 'anna',
    properties: { 'my:pages': 1 },
  });
  const draft = await fixture.object({
    type: 'my:draft',
    name: 'draft',
    folder: root,
    acl: open,
    properties: { 'my:title': 'Alpha' },
  });
  const sketch = await fixture.object({ type: 'my:sketch', name: 'sketch', folder: root, acl: open });
  const hidden = await fixture.object({ type: 'my:hidden', name: 'hidden', folder: root, acl: open });
  const plain = await fixture.object({ type: 'cmis:document', name: 'plain', folder: cellar });
  await fixture.file(plain, north, 'plain');
  const owned = await fixture.object({
    type: 'cmis:document',
    name: 'owned',
    folder: cellar,
    owner: 'ben',
    aspects: ['my:rated'],
    properties: { 'my:stars': 1 },
  });
  const card = await fixture.object({
    type: 'my:card',
    name: 'card',
    folder: root,
    acl: open,
    aspects: ['my:rated'],
    properties: { 'my:author': 'Ann', 'my:books': 100, 'my:refersTo': alpha.id, 'my:stars': 4 },
  });
  const loose = await fixture.object({ type: 'my:card', name: 'loose', acl: annas, properties: { 'my:books': 300 } });
  const pol = await fixture.object({
    type: 'cmis:policy',
    name: 'pol',
    folder: root,
    acl: open,
    properties: { 'cmis:policyText': 'be quiet' },
  });
  const c1 = await fixture.object({
    type: 'my:cites',
    name: 'c1',
    source: alpha,
    target: gamma,
    aspects: ['my:lost'],
    properties: { 'my:page': 3 },
  });
  const c2 = await fixture.object({
    type: 'my:cites',
    name: 'c2',
    source: alpha,
    target: plain,
    aspects: ['my:lost'],
    properties: { 'my:page': 5 },
  });
  const c3 = await fixture.object({ type: 'my:cites', name: 'c3', source: card, target: beta });
  return {
    anna,
    ben,
    carl,
    ids: {
      root,
      north,
      south,
      attic,
      cellar,
      alpha,
      beta,
      betaWC,
      gamma,
      delta,
      epee,
      born,
      draft,
      sketch,
      hidden,
      plain,
      owned,
      card,
      loose,
      pol,
      c1,
      c2,
      c3,
    },
  };
}
