import { basic, type AlfrescoClient, type Json } from './client';
import { startAlfresco, type AlfrescoServer } from './server';

let server: AlfrescoServer;
let reader: AlfrescoClient;
const NAMESPACE = 'http://example.org/test/1.0';

beforeAll(async () => {
  server = await startAlfresco(['reader']);
  reader = server.as('reader');
  await createType({ id: 'ex:invoice', baseId: 'cmis:document', parentId: 'cmis:document' });
  await createType({ id: 'ex:late', baseId: 'cmis:document', parentId: 'ex:invoice' });
});
afterAll(() => server.close());

async function createType(more: Json): Promise<void> {
  const type = {
    localName: 'x',
    localNamespace: NAMESPACE,
    displayName: String(more['id']),
    description: 'Made by a client',
    queryName: String(more['id']),
    ...Object.fromEntries(
      ['creatable', 'fileable', 'queryable', 'fulltextIndexed', 'includedInSupertypeQuery', 'controllableACL'].map(
        (name) => [name, true],
      ),
    ),
    controllablePolicy: false,
    versionable: true,
    contentStreamAllowed: 'allowed',
    propertyDefinitions: {},
    ...more,
  };
  const body = new FormData();
  body.set('cmisaction', 'createType');
  body.set('type', JSON.stringify(type));
  const admin = basic('admin', 'admin');
  const made = await fetch(`${server.url}/cmis/1.1/browser`, {
    method: 'POST',
    body,
    headers: { Authorization: admin },
  });
  expect([made.status, await made.text()]).toEqual([201, expect.any(String)]);
}

const ids = (entries: readonly Json[]): readonly string[] => entries.map((entry) => String(entry['id']));
const list = async (path: string, where?: string): Promise<readonly string[]> => {
  const query = where === undefined ? '' : `&where=${encodeURIComponent(where)}`;
  const { status, entries, pagination } = await reader.get(`${path}?maxItems=1000${query}`);
  expect(status).toBe(200);
  expect(pagination['totalItems']).toBe(entries.length);
  return ids(entries);
};

it('a type is shown with its model, its properties and what belongs to it', async () => {
  const { status, entry } = await reader.get('/types/cm%3Acontent');
  expect(status).toBe(200);
  expect(entry).toMatchObject({
    id: 'cm:content',
    parentId: 'cm:cmobject',
    isContainer: false,
    isArchive: true,
    includedInSupertypeQuery: true,
    model: {
      id: 'cm:contentmodel',
      description: 'Alfresco Content Domain Model',
      namespaceUri: 'http://www.alfresco.org/model/content/1.0',
      namespacePrefix: 'cm',
    },
    associations: expect.any(Array) as unknown,
    mandatoryAspects: expect.any(Array) as unknown,
    properties: expect.any(Array) as unknown,
  });
});

it.each([
  ['/types/cm:folder', 'cm:cmobject', true],
  ['/types/cm:cmobject', 'sys:base', false],
  ['/types/sys:base', undefined, false],
  ['/types/ex:late', 'ex:invoice', false],
  ['/aspects/cm:titled', undefined, false],
  ['/aspects/cm:generalclassifiable', 'cm:classifiable', false],
])('%s is below %s', async (path, parentId, isContainer) => {
  const { entry } = await reader.get(path);
  expect([entry['parentId'], entry['isContainer']]).toEqual([parentId, isContainer]);
});

it.each(['/types/cm:content', '/types/cm:folder', '/types/cm:cmobject', '/types/ex:late'])(
  '%s tells that there is a name, and which names there cannot be',
  async (path) => {
    const properties = (await reader.get(path)).entry['properties'] as readonly Json[];
    const name = properties.find(({ id }) => id === 'cm:name');
    expect(name).toMatchObject({ dataType: 'd:text', isMandatoryEnforced: true });
    const [{ parameters }] = name?.['constraints'] as readonly [{ readonly parameters: Json }];
    const isIllegal = (text: string): boolean => new RegExp(`^(?:${String(parameters['expression'])})$`).test(text);
    // One that is there already is none that there cannot be.
    const isRefused = async (text: string): Promise<boolean> =>
      (await reader.post('/nodes/-my-/children', { name: text, nodeType: 'cm:folder' })).status === 422;
    for (const text of ['a/b', 'c:', 'd.', '"', 'e|f', 'g.h', ' i', 'j k'])
      expect([text, isIllegal(text)]).toEqual([text, await isRefused(text)]);
  },
);

it('a type of a client is shown in its own namespace', async () => {
  const { entry } = await reader.get('/types/ex:invoice');
  expect(entry).toMatchObject({
    id: 'ex:invoice',
    description: 'Made by a client',
    model: { namespaceUri: NAMESPACE, namespacePrefix: 'ex' },
  });
});

it('an aspect is shown with its properties', async () => {
  const { entry } = await reader.get('/aspects/cm:titled');
  const properties = entry['properties'] as readonly Json[];
  expect(properties.map(({ id }) => id)).toEqual(['cm:title', 'cm:description']);
  expect(properties[0]).toMatchObject({ dataType: 'd:mltext', isMultiValued: false, isMandatory: false });
});

it.each([
  '/types/cm:none',
  '/types/x',
  '/types/cm:titled',
  '/types/cmis:relationship',
  '/aspects/cm:content',
  '/aspects/x',
])('there is no %s', async (path) => {
  expect((await reader.get(path)).status).toBe(404);
});

const OFFERED = `(modelId in ('cm:contentmodel', 'emailserver:emailserverModel', 'smf:smartFolder', 'app:applicationmodel'))`;

it('the aspects that web clients let people choose from can be added', async () => {
  const offered = await list('/aspects', OFFERED);
  expect(offered).toEqual(expect.arrayContaining(['cm:titled', 'cm:indexControl', 'app:inlineeditable']));
  expect(offered.filter((id) => /^(?:emailserver|smf):/.test(id))).toEqual([]);
  expect((await reader.get('/aspects/emailserver:aliasable')).status).toBe(200);
  // Those that the Content App shows, of 7.3.0.
  const shown = `cm:generalclassifiable cm:complianceable cm:dublincore cm:effectivity cm:summarizable cm:versionable
    cm:templatable cm:emailed emailserver:aliasable cm:taggable app:inlineeditable cm:geographic exif:exif audio:audio
    cm:indexControl dp:restrictable smf:customConfigSmartFolder smf:systemConfigSmartFolder`.split(/\s+/);
  const aspectNames = offered.filter((id) => shown.includes(id));
  const { id } = await reader.make('/nodes/-my-/children', { name: 'aspects.txt', nodeType: 'cm:content' });
  const { status, entry } = await reader.put(`/nodes/${String(id)}`, { aspectNames });
  expect(status).toBe(200);
  expect(entry['aspectNames']).toEqual(expect.arrayContaining([...aspectNames]));
});

it('lists are in the order of their ids, in pages, and without what was not asked for', async () => {
  const all = await list('/types');
  expect(all).toEqual([...all].sort());
  expect(all).toEqual(expect.arrayContaining(['cm:content', 'cm:folder', 'ex:invoice', 'st:site']));
  expect(all.filter((id) => id.startsWith('sys:') || id === 'cm:titled')).toEqual([]);
  const page = await reader.get('/types?skipCount=2&maxItems=3&include=properties');
  expect(ids(page.entries)).toEqual(all.slice(2, 5));
  expect(page.pagination).toMatchObject({ totalItems: all.length, hasMoreItems: true });
  expect(page.entries[0]).toHaveProperty('properties');
  expect(page.entries[0]).not.toHaveProperty('associations');
  expect((await reader.get('/types?maxItems=1')).entries[0]).not.toHaveProperty('properties');
});

const ALFRESCO = 'http://www.alfresco.*';
it.each([
  ['/types', `(parentId in ('cm:content') and not namespaceUri matches('${ALFRESCO}'))`, ['ex:invoice', 'ex:late']],
  ['/types', `(namespaceUri matches('http://example\\.org/.+'))`, ['ex:invoice', 'ex:late']],
  ['/types', `(namespaceUri matches('http://example'))`, []],
  ['/types', "(parentId in ('ex:invoice', 'ex:late'))", ['ex:invoice', 'ex:late']],
  ['/types', "(modelId in ('qshare:qsharemodel'))", []],
  ['/types', "(parentId in ('x:none'))", []],
  ['/aspects', "(modelId in ('qshare:qsharemodel'))", ['qshare:shared']],
  ['/aspects', "(parentId in ('cm:classifiable'))", ['cm:classifiable', 'cm:generalclassifiable', 'cm:taggable']],
])('%s?where=%s', async (path, where, expected) => {
  expect(await list(path, where)).toEqual(expected);
});

it('a model is listed with what is right below its types where that is asked for', async () => {
  const [without, below] = [
    await list('/types', "(modelId in ('cm:contentmodel'))"),
    await list('/types', "(modelId in ('cm:contentmodel INCLUDESUBTYPES'))"),
  ];
  expect(without).toContain('cm:content');
  expect([without.includes('ex:invoice'), below.includes('ex:invoice'), below.includes('ex:late')]).toEqual([
    false,
    true,
    false,
  ]);
});

it.each([
  ["(modelId in ('x:none'))", 404],
  ["(modelId in ('cm:contentmodel NONSENSE'))", 400],
  ["(modelId in (''))", 400],
  ["(NOT parentId in ('cm:content'))", 400],
  ["(namespaceUri='x')", 400],
  ["(namespaceUri matches('(a+)+'))", 400],
  ["(namespaceUri matches('[a-z]'))", 400],
  ["(title matches('x'))", 400],
  ["(parentId in ('a') OR modelId in ('b'))", 400],
])('where=%s is refused with %i', async (where, status) => {
  for (const path of ['/types', '/aspects'])
    expect((await reader.get(`${path}?where=${encodeURIComponent(where)}`)).status).toBe(status);
});

it('no pattern takes long', async () => {
  const pattern = `${'.*a'.repeat(2_000)}b`;
  const before = Date.now();
  const where = encodeURIComponent(`(namespaceUri matches('${pattern}'))`);
  expect((await reader.get(`/types?where=${where}`)).status).toBe(200);
  expect(Date.now() - before).toBeLessThan(2_000);
});
