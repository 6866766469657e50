/** What happens to a small graph, operation by operation, whichever door does it. */
import type { KnownProperties } from './atom-door';
import type { Content, NewProperty, NewType, PropertyType, Values, Writer } from './door';

/** Objects of the story by the names that it gives them; ids change when versions do. */
export class World {
  private readonly ids = new Map<string, string>();
  readonly person = 'anna';

  id(name: string): string {
    const id = this.ids.get(name);
    if (id === undefined) throw new Error(`There is no '${name}' in the story yet.`);
    return id;
  }

  name(name: string, id: string): void {
    this.ids.set(name, id);
  }

  entries(): readonly (readonly [name: string, id: string])[] {
    return [...this.ids];
  }
}

export interface Step {
  readonly what: string;
  /** CMIS 1.0 has no such operation. */
  readonly since11?: true;
  /** Names of objects to look at afterwards, and ids of types. */
  readonly look: readonly string[];
  readonly types?: readonly string[];
  readonly run: (writer: Writer, world: World) => Promise<void>;
}

const PROPERTY_TYPES: readonly PropertyType[] = [
  'string',
  'id',
  'integer',
  'decimal',
  'boolean',
  'datetime',
  'uri',
  'html',
];

const PROPERTIES: readonly NewProperty[] = [
  ...PROPERTY_TYPES.flatMap((propertyType): NewProperty[] => [
    { id: `g:${propertyType}`, propertyType, cardinality: 'single' },
    { id: `g:${propertyType}s`, propertyType, cardinality: 'multi' },
  ]),
  {
    id: 'g:color',
    propertyType: 'string',
    cardinality: 'single',
    choices: ['red', 'green & blue'],
    defaultValue: ['red'],
  },
  { id: 'g:sizes', propertyType: 'integer', cardinality: 'multi', minValue: -5, maxValue: 500, defaultValue: [1, 2] },
  { id: 'g:since', propertyType: 'datetime', cardinality: 'single', defaultValue: [new Date('2020-02-29T12:00:00Z')] },
  { id: 'g:short', propertyType: 'string', cardinality: 'multi', maxLength: 5 },
];

const REPORT: NewType = {
  id: 'g:report',
  baseId: 'cmis:document',
  parentId: 'cmis:document',
  displayName: 'Report <1> & "more"',
  description: 'Of everything something',
  properties: PROPERTIES,
};

const LATER: NewProperty = { id: 'g:later', propertyType: 'decimal', cardinality: 'multi', minValue: 0.5 };

const REVIEWED: NewType = {
  id: 'g:reviewed',
  baseId: 'cmis:secondary',
  parentId: 'cmis:secondary',
  displayName: 'Reviewed',
  description: 'Somebody has read it',
  properties: [
    { id: 'g:reviewer', propertyType: 'string', cardinality: 'single' },
    { id: 'g:reviewed', propertyType: 'datetime', cardinality: 'multi' },
  ],
};

const IDS = /Ids?$/;
const TYPES = new Map<string, PropertyType>([
  ['cm:from', 'datetime'],
  ...[...PROPERTIES, LATER, ...REVIEWED.properties].map(({ id, propertyType }) => [id, propertyType] as const),
]);

export const KNOWN: KnownProperties = {
  typeOf: (id) => TYPES.get(id) ?? (IDS.test(id) ? 'id' : 'string'),
  isOfAspect: (id) => id.startsWith('cm:') || REVIEWED.properties.some((property) => property.id === id),
};

const text = (content: string, name = 'text.txt', type = 'text/plain'): Content => ({ text: content, name, type });
const typed = (objectTypeId: string, name: string, more: Values = {}): Values => ({
  'cmis:objectTypeId': objectTypeId,
  'cmis:name': name,
  ...more,
});

const ALL_VALUES: Values = {
  'g:string': '  <b>Größe</b> &amp; "Maß"\r\n\t日本 😀  ',
  'g:strings': ['one', '', ' two ', 'one'],
  'g:id': 'an-id;1.0',
  'g:ids': ['a', 'b'],
  'g:integer': Number.MIN_SAFE_INTEGER,
  'g:integers': [0, -1, Number.MAX_SAFE_INTEGER],
  'g:decimal': 1e-7,
  'g:decimals': [0.1, -123456789.125, 1e21],
  'g:boolean': false,
  'g:booleans': [true, false, true],
  'g:datetime': new Date('0099-12-31T23:59:59.999Z'),
  'g:datetimes': [new Date('1969-07-20T20:17:40Z'), new Date('2400-02-29T00:00:00.001Z')],
  'g:uri': 'http://example.org/?a=1&b=%20#c',
  'g:uris': ['urn:x', 'mailto:a@example.org'],
  'g:html': '<p class="x">&nbsp;1 &lt; 2</p>',
  'g:htmls': ['<br/>', 'plain'],
  'g:color': 'green & blue',
  'g:sizes': [500, -5],
  'g:short': ['äö😀'],
};

/** Each value is another one, gone, or a list of another length. */
const OTHER_VALUES: Values = {
  'g:string': '',
  'g:strings': ['one'],
  'g:id': null,
  'g:ids': ['b', 'a', 'c'],
  'g:integer': 42,
  'g:integers': [],
  'g:decimal': -0.5,
  'g:decimals': null,
  'g:boolean': true,
  'g:booleans': [false],
  'g:datetime': null,
  'g:datetimes': [new Date('2024-01-01T00:00:00Z')],
  'g:uri': 'urn:y',
  'g:html': null,
  'g:color': null,
  'g:sizes': [],
};

export const STORY: readonly Step[] = [
  {
    what: 'createType: a document type with properties of every kind',
    since11: true,
    look: [],
    types: ['g:report'],
    run: (writer) => writer.createType(REPORT),
  },
  {
    what: 'createType: a secondary type',
    since11: true,
    look: [],
    types: ['g:reviewed'],
    run: (writer) => writer.createType(REVIEWED),
  },
  {
    what: 'createFolder',
    look: ['root', 'work', 'archive'],
    run: async (writer, world) => {
      const folderId = world.id('root');
      world.name('work', await writer.create({ kind: 'Folder', folderId, values: typed('cmis:folder', 'Work & Co') }));
      const values = typed('cmis:folder', 'archive', { 'cmis:description': 'What <is> over' });
      world.name('archive', await writer.create({ kind: 'Folder', folderId, values }));
    },
  },
  {
    what: 'createDocument with content, values of every kind and secondary types',
    look: ['work', 'report'],
    run: async (writer, world) => {
      const values = typed('g:report', 'report.txt', {
        ...ALL_VALUES,
        'cmis:secondaryObjectTypeIds': ['g:reviewed', 'P:cm:effectivity'],
        'g:reviewer': 'Ännchen',
        'g:reviewed': [new Date('2023-05-06T07:08:09.010Z')],
      });
      const content = text('The report: ä€😀\r\n', `Übersicht 'ß' & 1.txt`, 'text/plain;charset=utf-8');
      world.name('report', await writer.create({ kind: 'Document', folderId: world.id('work'), values, content }));
    },
  },
  {
    what: 'createDocument without content, with entries in its ACL',
    look: ['work', 'plain'],
    run: async (writer, world) => {
      const grants = [{ principal: world.person, permissions: ['cmis:write', 'Coordinator'] }];
      const values = typed('cmis:document', 'plain');
      world.name('plain', await writer.create({ kind: 'Document', folderId: world.id('work'), values, grants }));
    },
  },
  {
    what: 'createDocument as a minor version, of a type with defaults',
    look: ['minor'],
    run: async (writer, world) => {
      const values = typed('g:report', 'minor');
      const input = { kind: 'Document', folderId: world.id('work'), values, versioningState: 'minor' } as const;
      world.name('minor', await writer.create({ ...input, content: text('') }));
    },
  },
  {
    what: 'createDocument checked out, and its first check-in',
    look: ['work', 'born'],
    run: async (writer, world) => {
      const values = typed('cmis:document', 'born');
      const input = { kind: 'Document', folderId: world.id('work'), values, versioningState: 'checkedout' } as const;
      world.name('born', await writer.create({ ...input, content: text('born') }));
      world.name('born', await writer.checkIn(world.id('born'), { major: false, comment: 'The first' }));
    },
  },
  {
    what: 'createPolicy in a folder and in none',
    look: ['archive', 'rule', 'loose rule'],
    run: async (writer, world) => {
      const values = (name: string): Values => typed('cmis:policy', name, { 'cmis:policyText': 'Be <kind>.' });
      world.name(
        'rule',
        await writer.create({ kind: 'Policy', folderId: world.id('archive'), values: values('rule') }),
      );
      world.name('loose rule', await writer.create({ kind: 'Policy', values: values('loose rule') }));
    },
  },
  {
    what: 'createItem',
    since11: true,
    look: ['work', 'item'],
    run: async (writer, world) => {
      const values = typed('cmis:item', 'item');
      world.name('item', await writer.create({ kind: 'Item', folderId: world.id('work'), values }));
    },
  },
  {
    what: 'createDocument in no folder, under a policy',
    look: ['unfiled', 'rule'],
    run: async (writer, world) => {
      const values = typed('cmis:document', 'unfiled');
      const input = { kind: 'Document', values, policyIds: [world.id('rule')] } as const;
      world.name('unfiled', await writer.create({ ...input, content: text('x', 'x.csv', 'text/csv') }));
    },
  },
  {
    what: 'createRelationship',
    look: ['tie', 'report', 'plain'],
    run: async (writer, world) => {
      const values = typed('cmis:relationship', 'tie', {
        'cmis:sourceId': world.id('report'),
        'cmis:targetId': world.id('plain'),
      });
      world.name('tie', await writer.create({ kind: 'Relationship', values }));
    },
  },
  {
    what: 'updateProperties: other values, none, and lists of other lengths',
    look: ['report', 'work', 'tie'],
    run: async (writer, world) => world.name('report', await writer.update(world.id('report'), OTHER_VALUES)),
  },
  {
    what: 'updateProperties: what is there already, and the values from before',
    look: ['report'],
    run: async (writer, world) => {
      await writer.update(world.id('report'), OTHER_VALUES);
      world.name('report', await writer.update(world.id('report'), ALL_VALUES));
    },
  },
  {
    what: 'updateProperties: blanks around ids and addresses, and nothing but blanks',
    look: ['report'],
    run: async (writer, world) => {
      const values = { 'g:id': ' x ', 'g:uri': '\turn:z ', 'g:ids': [' y', '', 'z '], 'g:uris': [' '] };
      world.name('report', await writer.update(world.id('report'), values));
    },
  },
  {
    what: 'updateProperties: the name of a document and of a folder',
    look: ['root', 'work', 'report', 'minor'],
    run: async (writer, world) => {
      const [report, work] = [world.id('report'), world.id('work')];
      world.name('report', await writer.update(report, { 'cmis:name': `Bericht 'ß' & Co.txt` }));
      await writer.update(work, { 'cmis:name': 'Arbeit & 日本' });
    },
  },
  {
    what: 'updateProperties: descriptions',
    look: ['plain', 'archive', 'rule'],
    run: async (writer, world) => {
      for (const name of ['plain', 'archive']) {
        world.name(name, await writer.update(world.id(name), { 'cmis:description': 'Of <that> & this' }));
      }
    },
  },
  {
    what: 'updateProperties: other secondary types, with and without values',
    look: ['report', 'archive'],
    run: async (writer, world) => {
      const types = ['P:cm:effectivity', 'P:cm:titled', 'P:cm:author'];
      const values = { 'cmis:secondaryObjectTypeIds': types, 'cm:title': 'Title', 'cm:from': new Date(0) };
      world.name('report', await writer.update(world.id('report'), { ...values, 'cm:author': 'A. & B.' }));
      await writer.update(world.id('archive'), { 'cmis:secondaryObjectTypeIds': ['g:reviewed'] });
      await writer.update(world.id('archive'), { 'g:reviewer': 'nobody' });
    },
  },
  {
    what: 'updateProperties: fewer secondary types, and none',
    look: ['report', 'archive'],
    run: async (writer, world) => {
      const values = { 'cmis:secondaryObjectTypeIds': ['P:cm:titled'], 'cm:title': 'Other' };
      world.name('report', await writer.update(world.id('report'), values));
      await writer.update(world.id('archive'), { 'cmis:secondaryObjectTypeIds': [] });
    },
  },
  {
    what: 'bulkUpdateProperties',
    since11: true,
    look: ['plain', 'minor'],
    run: (writer, world) =>
      writer.bulkUpdate([world.id('plain'), world.id('minor')], { 'cmis:description': 'bulk' }, ['P:cm:author']),
  },
  {
    what: 'updateType',
    since11: true,
    look: ['report'],
    types: ['g:report'],
    run: async (writer, world) => {
      await writer.addToType('g:report', LATER);
      world.name('report', await writer.update(world.id('report'), { 'g:later': [0.5, 2] }));
    },
  },
  {
    what: 'setContentStream, where there was none and over another',
    look: ['plain', 'report'],
    run: async (writer, world) => {
      world.name('plain', await writer.setContent(world.id('plain'), text('a,b', 'plain ä.csv', 'text/csv')));
      world.name('report', await writer.setContent(world.id('report'), text('<x/>', 'r.xml', 'text/xml')));
    },
  },
  {
    what: 'appendContentStream',
    since11: true,
    look: ['plain'],
    run: async (writer, world) => {
      for (const [piece, isLast] of [
        [',c', false],
        [',d', false],
        [',e', true],
      ] as const) {
        const id = await writer.appendContent(world.id('plain'), text(piece, 'plain ä.csv', 'text/csv'), isLast);
        world.name('plain', id);
      }
    },
  },
  {
    what: 'deleteContentStream',
    look: ['minor'],
    run: async (writer, world) => world.name('minor', await writer.deleteContent(world.id('minor'))),
  },
  {
    what: 'moveObject: a document, and a folder into another',
    look: ['work', 'archive', 'minor', 'root'],
    run: async (writer, world) => {
      const [from, to] = [world.id('work'), world.id('archive')];
      world.name('minor', await writer.move(world.id('minor'), { from, to }));
      await writer.move(to, { from: world.id('root'), to: from });
    },
  },
  {
    what: 'addObjectToFolder',
    look: ['work', 'archive', 'report', 'unfiled'],
    run: async (writer, world) => {
      await writer.addToFolder(world.id('report'), world.id('archive'));
      await writer.addToFolder(world.id('unfiled'), world.id('archive'));
    },
  },
  {
    what: 'removeObjectFromFolder: of several and of the last one',
    look: ['work', 'archive', 'report', 'unfiled'],
    run: async (writer, world) => {
      await writer.removeFromFolder(world.id('report'), world.id('work'));
      await writer.removeFromFolder(world.id('unfiled'));
    },
  },
  {
    what: 'checkOut',
    look: ['archive', 'report', 'copy'],
    run: async (writer, world) => world.name('copy', await writer.checkOut(world.id('report'))),
  },
  {
    what: 'changes of the working copy',
    look: ['report', 'copy'],
    run: async (writer, world) => {
      await writer.update(world.id('copy'), { 'g:string': 'in work', 'cm:title': 'New title' });
      await writer.setContent(world.id('copy'), text('second version', 'second.txt'));
    },
  },
  {
    what: 'checkIn with values, content and a comment',
    look: ['archive', 'report', 'report before'],
    run: async (writer, world) => {
      world.name('report before', world.id('report'));
      const values = { 'g:integer': 2, 'g:strings': ['second'], 'g:html': null };
      const input = { major: true, comment: 'Now & then', values, content: text('checked in', 'second.txt') };
      world.name('report', await writer.checkIn(world.id('copy'), input));
    },
  },
  {
    what: 'checkOut, cancelCheckOut, and a minor version with rights and a policy',
    look: ['plain', 'loose rule'],
    run: async (writer, world) => {
      await writer.cancelCheckOut(await writer.checkOut(world.id('plain')));
      const copy = await writer.checkOut(world.id('plain'));
      const [grants, policyIds] = [[{ principal: 'somebody', permissions: ['cmis:read'] }], [world.id('loose rule')]];
      world.name('plain', await writer.checkIn(copy, { major: false, grants, policyIds }));
    },
  },
  {
    what: 'applyACL: rights for a folder and all below it',
    look: ['work', 'archive', 'report', 'rule'],
    run: (writer, world) =>
      writer.applyACL(world.id('work'), { add: [{ principal: world.person, permissions: ['cmis:write'] }] }),
  },
  {
    what: 'applyACL: rights for a folder alone',
    look: ['work', 'plain'],
    run: (writer, world) =>
      writer.applyACL(world.id('work'), {
        add: [{ principal: 'GROUP_EVERYONE', permissions: ['Contributor'] }],
        objectOnly: true,
      }),
  },
  {
    what: 'applyACL: more, others, and fewer on one object',
    look: ['report', 'tie'],
    run: async (writer, world) => {
      const { person } = world;
      const give = (principal: string, ...permissions: string[]) => ({ add: [{ principal, permissions }] });
      await writer.applyACL(world.id('report'), give(person, 'cmis:all'));
      await writer.applyACL(world.id('report'), give('GROUP_EVERYONE', 'Consumer'));
      await writer.applyACL(world.id('report'), give('nobody <knows> & me', 'Editor', 'cmis:read'));
      await writer.applyACL(world.id('report'), {
        ...give(person, 'Contributor'),
        remove: [
          { principal: person, permissions: ['cmis:all'] },
          { principal: 'nobody <knows> & me', permissions: ['Editor'] },
        ],
      });
    },
  },
  {
    what: 'applyPolicy and removePolicy',
    look: ['report', 'unfiled', 'rule'],
    run: async (writer, world) => {
      await writer.applyPolicy(world.id('report'), world.id('rule'));
      await writer.applyPolicy(world.id('report'), world.id('loose rule'));
      await writer.removePolicy(world.id('report'), world.id('rule'));
      await writer.removePolicy(world.id('unfiled'), world.id('rule'));
    },
  },
  {
    what: 'deleteObject: an old version, a relationship, and a document with all versions',
    look: ['report', 'report before', 'tie', 'born', 'work'],
    run: async (writer, world) => {
      await writer.delete(world.id('report before'), false);
      await writer.delete(world.id('tie'), true);
      await writer.delete(world.id('born'), true);
    },
  },
  {
    what: 'deleteTree',
    look: ['work', 'archive', 'report', 'minor', 'rule', 'loose rule', 'plain'],
    run: (writer, world) => writer.deleteTree(world.id('archive')),
  },
];
