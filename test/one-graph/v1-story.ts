/** What the v1 API does to a small graph, operation by operation, and what CMIS queries find at once. */
import type { AlfrescoClient, Json } from '../alfresco/client';
import type { World } from './story';

export interface NodeStep {
  readonly what: string;
  /** Names of objects to look at afterwards. */
  readonly look: readonly string[];
  readonly run: (client: AlfrescoClient, world: World) => Promise<void>;
  /** A statement and the names, in order, that it finds afterwards. */
  readonly query?: (world: World) => readonly [statement: string, ...names: string[]];
}

const made = async (client: AlfrescoClient, path: string, body: Json): Promise<string> =>
  String((await client.make(path, body))['id']);

/** Fails unless it succeeds. */
async function done(answer: ReturnType<AlfrescoClient['get']>): Promise<void> {
  const { status, text } = await answer;
  if (status >= 300) throw new Error(`${status} ${text}`);
}

/** Of objects that have an aspect for which the condition holds. */
const having = (base: string, aspect: string, condition: string): string =>
  `SELECT o.cmis:objectId, o.cmis:name FROM cmis:${base} o JOIN ${aspect} a ON o.cmis:objectId = a.cmis:objectId WHERE a.${condition}`;

export const NODE_STORY: readonly NodeStep[] = [
  {
    what: 'create a folder',
    look: ['work'],
    run: async (client, world) => {
      const properties = { 'cm:title': 'What <is> done', 'cm:description': 'All & more' };
      const body = { name: 'Work & Co', nodeType: 'cm:folder', properties };
      world.name('work', await made(client, '/nodes/-root-/children', body));
    },
    query: () => [having('folder', 'cm:titled', `cm:title = 'What <is> done'`), 'Work & Co'],
  },
  {
    what: 'upload a file with aspects and properties',
    look: ['report', 'work'],
    run: async (client, world) => {
      const form = new FormData();
      form.append('filedata', new Blob(['The report: ä€😀'], { type: 'text/plain' }), `Übersicht 'ß'.txt`);
      for (const [name, value] of Object.entries({
        'cm:title': 'Report',
        'cm:author': 'A. & B.',
        majorVersion: 'true',
      }))
        form.append(name, value);
      world.name('report', await made(client, `/nodes/${world.id('work')}/children`, form as unknown as Json));
    },
    query: (world) => [`SELECT * FROM cmis:document WHERE IN_FOLDER('${world.id('work')}')`, `Übersicht 'ß'.txt`],
  },
  {
    what: 'create a document of a type with aspects, dates and lists',
    look: ['link'],
    run: async (client, world) => {
      const properties = {
        ...{ 'cm:from': '2023-05-06T07:08:09.010+0000', 'cm:author': ' x ', 'exif:pixelXDimension': 7 },
        ...{ 'exif:flash': true, 'exif:exposureTime': 0.5, 'audio:trackNumber': 3 },
      };
      const aspectNames = ['cm:effectivity', 'cm:author', 'exif:exif', 'audio:audio'];
      const body = { name: 'plain', nodeType: 'cm:content', aspectNames, properties };
      world.name('link', await made(client, `/nodes/${world.id('work')}/children`, body));
    },
    query: () => [having('document', 'exif:exif', 'exif:pixelXDimension = 7 AND a.exif:flash = TRUE'), 'plain'],
  },
  {
    what: 'change a name, values, and take some away',
    look: ['link', 'work'],
    run: async (client, world) => {
      const properties = { 'cm:from': null, 'exif:flash': null, 'exif:exposureTime': 1e-7, 'cm:title': 'Now titled' };
      await done(client.put(`/nodes/${world.id('link')}`, { name: 'plain & simple', properties }));
    },
    query: () => [having('document', 'cm:titled', `cm:title = 'Now titled'`), 'plain & simple'],
  },
  {
    what: 'take aspects away',
    look: ['link'],
    run: (client, world) =>
      done(client.put(`/nodes/${world.id('link')}`, { aspectNames: ['cm:auditable', 'cm:titled'] })),
    query: () => ['SELECT * FROM exif:exif'],
  },
  {
    what: 'write content anew',
    look: ['report'],
    run: (client, world) => {
      const headers = { 'Content-Type': 'text/csv' };
      const path = `/nodes/${world.id('report')}/content?majorVersion=false&comment=second`;
      return done(client.fetch(path, { method: 'PUT', headers, body: 'sixfold,words' }));
    },
    query: () => [`SELECT * FROM cmis:document WHERE CONTAINS('sixfold')`, `Übersicht 'ß'.txt`],
  },
  {
    what: 'go back to the first version',
    look: ['report'],
    run: (client, world) =>
      done(client.post(`/nodes/${world.id('report')}/versions/1.0/revert`, { majorVersion: true, comment: 'back' })),
    query: () => [`SELECT * FROM cmis:document WHERE CONTAINS('sixfold')`],
  },
  {
    what: 'give rights, to be handed down',
    look: ['work', 'report'],
    run: (client, world) => {
      const locallySet = [{ authorityId: world.person, name: 'Editor' }];
      return done(client.put(`/nodes/${world.id('work')}`, { permissions: { locallySet } }));
    },
  },
  {
    what: 'take inherited rights away and give others',
    look: ['report', 'link'],
    run: async (client, world) => {
      const permissions = {
        isInheritanceEnabled: false,
        locallySet: [{ authorityId: world.person, name: 'Consumer' }],
      };
      await done(client.put(`/nodes/${world.id('report')}`, { permissions }));
      await done(client.put(`/nodes/${world.id('link')}`, { permissions: { isInheritanceEnabled: false } }));
    },
  },
  {
    what: 'lock and unlock',
    look: ['report', 'link'],
    run: async (client, world) => {
      await done(client.post(`/nodes/${world.id('report')}/lock`, { type: 'FULL' }));
      await done(client.post(`/nodes/${world.id('link')}/lock`, {}));
      await done(client.post(`/nodes/${world.id('link')}/unlock`));
    },
  },
  {
    what: 'unlock, copy and move',
    look: ['report', 'copy', 'work', 'archive'],
    run: async (client, world) => {
      await done(client.post(`/nodes/${world.id('report')}/unlock`));
      const archive = await made(client, '/nodes/-root-/children', { name: 'archive', nodeType: 'cm:folder' });
      world.name('archive', archive);
      const to = { targetParentId: archive };
      world.name('copy', await made(client, `/nodes/${world.id('report')}/copy`, { ...to, name: 'copy.txt' }));
      await made(client, `/nodes/${world.id('link')}/move`, to);
    },
    query: (world) => [
      `SELECT * FROM cmis:document WHERE IN_TREE('${world.id('archive')}') ORDER BY cmis:name`,
      'copy.txt',
      'plain & simple',
    ],
  },
  {
    what: 'file in a second folder, and tie two together',
    look: ['copy', 'work', 'archive', 'link'],
    run: async (client, world) => {
      const child = { childId: world.id('copy'), assocType: 'cm:contains' };
      await done(client.post(`/nodes/${world.id('work')}/secondary-children`, child));
      const target = { targetId: world.id('link'), assocType: 'cm:references' };
      await done(client.post(`/nodes/${world.id('copy')}/targets`, target));
    },
    query: (world) => [
      `SELECT * FROM cmis:document WHERE IN_FOLDER('${world.id('work')}') ORDER BY cmis:name`,
      'copy.txt',
      `Übersicht 'ß'.txt`,
    ],
  },
  {
    what: 'tag, and put into a category',
    look: ['copy', 'tag', 'category'],
    run: async (client, world) => {
      world.name('tag', await made(client, `/nodes/${world.id('copy')}/tags`, { tag: 'blue' }));
      world.name('category', await made(client, '/categories/-root-/subcategories', { name: 'Regions' }));
      await done(client.post(`/nodes/${world.id('copy')}/category-links`, { categoryId: world.id('category') }));
    },
    query: () => ['SELECT * FROM cm:category ORDER BY cmis:name', 'blue', 'Regions'],
  },
  {
    what: 'make and change a person',
    look: [],
    run: async (client) => {
      const person = { id: 'vera', firstName: 'Vera', email: 'vera@example.org', password: 'secret' };
      await done(client.post('/people', person));
      await done(client.put('/people/vera', { lastName: 'Quist', jobTitle: 'Cartographer' }));
    },
    query: () => [`SELECT * FROM cm:person WHERE cm:lastName = 'Quist' AND CONTAINS('cartographer')`, 'vera'],
  },
  {
    what: 'make and change a group',
    look: [],
    run: async (client) => {
      await done(client.post('/groups', { id: 'maps', displayName: 'Maps' }));
      await done(client.put('/groups/GROUP_maps', { displayName: 'Map makers' }));
      await done(client.post('/groups/GROUP_maps/members', { id: 'vera', memberType: 'PERSON' }));
    },
    query: () => [`SELECT * FROM cm:authorityContainer WHERE cm:authorityDisplayName = 'Map makers'`, 'GROUP_maps'],
  },
  {
    what: 'make a site',
    look: ['site'],
    run: async (client, world) => {
      const site = { id: 'atlas', title: 'Atlas', description: 'Of maps', visibility: 'PRIVATE' };
      world.name('site', String((await client.make('/sites', site))['guid']));
    },
    query: () => [`SELECT * FROM st:site WHERE cmis:name = 'atlas'`, 'atlas'],
  },
  {
    what: 'delete, to the trash',
    look: ['copy', 'archive', 'link'],
    run: async (client, world) => {
      await done(client.delete(`/nodes/${world.id('copy')}`));
      await done(client.delete(`/nodes/${world.id('archive')}`));
    },
    query: () => [`SELECT * FROM cmis:document WHERE cmis:name = 'copy.txt'`],
  },
  {
    what: 'bring back from the trash',
    look: ['copy', 'archive', 'link'],
    run: async (client, world) => {
      await done(client.post(`/deleted-nodes/${world.id('archive')}/restore`));
      await done(client.post(`/deleted-nodes/${world.id('copy')}/restore`));
    },
    query: () => [`SELECT * FROM cmis:document WHERE cmis:name = 'copy.txt'`, 'copy.txt'],
  },
];
