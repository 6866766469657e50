import { ALF, CMIS, CMISRA } from '../../../src/cmis/xml/namespaces';
import { attribute, child, childrenNamed, childText, type XmlElement } from '../../../src/cmis/xml/tree';
import { startTestServer, type TestServer } from '../../support/server';
import {
  atomClient,
  childrenOf,
  createDocument,
  created,
  createFolder,
  entriesOf,
  entry,
  exceptionOf,
  NAMESPACES,
  numItemsOf,
  one,
  property,
  requireLink,
  rootChildren,
  titlesOf,
  TREE,
  type AtomClient,
} from './client';

let server: TestServer;
let client: AtomClient;
/** Another client of the same repository, speaking 1.1. */
let newer: AtomClient;
let here: string;
let number = 0;

beforeAll(async () => {
  server = await startTestServer();
  client = atomClient(`${server.url}/cmis/1.0/atom`);
  newer = atomClient(`${server.url}/cmis/1.1/atom`);
});
beforeEach(async () => {
  number += 1;
  here = childrenOf(await createFolder(client, await rootChildren(client), `old ${number}`));
});
afterEach(() => expect(server.observations).toEqual([]));
afterAll(() => server.close());

const typeOf = (of: XmlElement): XmlElement | undefined => child(of, CMISRA, 'type');
const typeIds = (feed: XmlElement): readonly (string | undefined)[] =>
  entriesOf(feed).map((each) => childText(typeOf(each), CMIS, 'id'));
const definitionIds = (type: XmlElement | undefined): readonly (string | undefined)[] =>
  type?.children.filter(({ local }) => local.endsWith('Definition')).map((each) => childText(each, CMIS, 'id')) ?? [];
const aspectsOf = (of: XmlElement): XmlElement | undefined =>
  child(child(child(of, CMISRA, 'object'), CMIS, 'properties'), ALF, 'aspects');
const appliedTo = (of: XmlElement): readonly string[] =>
  childrenNamed(aspectsOf(of), ALF, 'appliedAspects').map(({ text }) => text);
const aspectValue = (of: XmlElement, id: string): string | undefined => {
  const properties = child(aspectsOf(of), ALF, 'properties');
  const found = properties?.children.find((each) => attribute(each, 'propertyDefinitionId') === id);
  return childText(found, CMIS, 'value');
};

describe('types of 1.0', () => {
  it('are four base types; secondary types are policies below aspects', async () => {
    const base = (await client.get('/types')).root;
    expect([typeIds(base), numItemsOf(base)]).toEqual([
      ['cmis:document', 'cmis:folder', 'cmis:relationship', 'cmis:policy'],
      '4',
    ]);
    const aspects = (await client.get('/types?typeId=P:cmisext:aspects')).root;
    expect(typeIds(aspects)).toContain('P:cm:titled');
    const titled = (await client.get('/type?id=P:cm:titled&includePropertyDefinitions=true')).root;
    expect(childText(typeOf(titled), CMIS, 'baseId')).toBe('cmis:policy');
    expect(childText(typeOf(titled), CMIS, 'creatable')).toBe('false');
    expect(definitionIds(typeOf(titled))).toEqual(expect.arrayContaining(['cmis:policyText', 'cm:title']));
  });

  it.each(['cmis:item', 'cmis:secondary', 'cm:cmobject'])(
    'cannot be asked for where 1.0 has none: %s',
    async (table) => {
      const address = `/query?q=${encodeURIComponent(`SELECT cmis:objectId FROM ${table}`)}`;
      const answer = await client.get(address);
      expect([answer.status, exceptionOf(answer)]).toEqual([400, 'invalidArgument']);
      expect((await newer.get(address)).status).toBe(200);
    },
  );

  it('have neither items nor what 1.1 added', async () => {
    for (const id of ['cmis:item', 'cmis:secondary', 'I:cm:cmobject']) {
      const answer = await client.get(`/type?id=${id}`);
      expect([answer.status, exceptionOf(answer)]).toEqual([404, 'objectNotFound']);
    }
    const document = (await client.get('/type?id=cmis:document')).root;
    const ids = definitionIds(typeOf(document));
    for (const id of ['cmis:description', 'cmis:secondaryObjectTypeIds', 'cmis:isPrivateWorkingCopy']) {
      expect(ids).not.toContain(id);
    }
    expect(child(typeOf(document), CMIS, 'typeMutability')).toBeUndefined();
    const tree = (await client.get(`${requireLink(document, 'down', TREE)}&depth=1`)).root;
    expect(typeIds(tree)).toEqual(typeIds((await client.get('/types?typeId=cmis:document')).root));
  });

  it('do not change', async () => {
    const body = `<entry ${NAMESPACES}><ra:type><c:id>my:x</c:id><c:parentId>cmis:document</c:parentId></ra:type></entry>`;
    for (const answer of [
      await client.post('/types?typeId=cmis:document', { body }),
      await client.put('/type?id=cmis:document', { body }),
      await client.delete('/type?id=cmis:document'),
      await client.post('/update', { body }),
    ]) {
      expect([answer.status, exceptionOf(answer)]).toEqual([405, 'notSupported']);
    }
  });
});

it('change events hold properties and nothing else, whatever aspects their objects have', async () => {
  for (const door of [
    client,
    newer,
    atomClient(`${server.url}/alfresco/api/-default-/public/cmis/versions/1.1/atom`),
  ]) {
    // The first events are those of the first folders, which have aspects.
    const { root } = await door.get('/changes?includeProperties=true&maxItems=3');
    const inside = entriesOf(root).flatMap(
      (each) => child(child(each, CMISRA, 'object'), CMIS, 'properties')?.children ?? [],
    );
    expect(inside.filter((each) => each.uri !== CMIS).map(({ local }) => local)).toEqual([]);
    expect(inside.map((each) => attribute(each, 'propertyDefinitionId'))).toContain('cmis:name');
  }
});

describe('objects of 1.0', () => {
  it('lack the properties that 1.1 added, and its actions', async () => {
    const made = await createDocument(client, here, { title: 'x', content: 'x' });
    const shown = (await client.get(`${requireLink(made, 'edit')}&includeAllowableActions=true`)).root;
    for (const id of ['cmis:description', 'cmis:secondaryObjectTypeIds', 'cmis:isPrivateWorkingCopy']) {
      expect(property(shown, id)).toBeUndefined();
    }
    const actions = child(child(shown, CMISRA, 'object'), CMIS, 'allowableActions');
    expect(child(actions, CMIS, 'canCreateItem')).toBeUndefined();
    const query = encodeURIComponent(`SELECT * FROM cmis:document WHERE cmis:name = 'x'`);
    const row = entriesOf((await client.get(`/query?q=${query}`)).root)[0];
    expect(row && property(row, 'cmis:secondaryObjectTypeIds')).toBeUndefined();
  });

  it('are no items', async () => {
    const item = created(
      await newer.post(here.replace(client.base, newer.base), {
        body: entry({ title: 'item', properties: { 'cmis:objectTypeId': 'cmis:item' } }),
      }),
    );
    await createFolder(client, here, 'folder');
    expect(titlesOf((await client.get(here)).root)).toEqual(['folder']);
    expect(titlesOf((await client.get(here.replace('/children', '/descendants'))).root)).toEqual(['folder']);
    const answer = await client.get(`/id?id=${one(item, 'cmis:objectId')}`);
    expect([answer.status, exceptionOf(answer)]).toEqual([404, 'objectNotFound']);
    const create = entry({ title: 'y', properties: { 'cmis:objectTypeId': 'cmis:item' } });
    expect((await client.post(here, { body: create })).status).toBe(409);
  });
});

describe('aspects in the way of Alfresco', () => {
  const setAspects = (inner: string): string => `<alf:setAspects>${inner}</alf:setAspects>`;
  const title = (value: string): string =>
    `<alf:properties><c:propertyString propertyDefinitionId="cm:title">${value}</c:propertyString></alf:properties>`;

  it('are added with their properties, changed and removed', async () => {
    const made = created(
      await client.post(here, {
        body: entry({
          title: 'x',
          properties: { 'cmis:objectTypeId': 'cmis:document' },
          moreProperties: setAspects(
            `<alf:aspectsToAdd>P:cm:titled</alf:aspectsToAdd>${title('<c:value>one</c:value>')}`,
          ),
        }),
      }),
    );
    expect([appliedTo(made), aspectValue(made, 'cm:title')]).toEqual([['P:cm:titled'], 'one']);
    const put = async (inner: string): Promise<XmlElement> =>
      (await client.put(requireLink(made, 'edit'), { body: entry({ title: '', moreProperties: setAspects(inner) }) }))
        .root;

    const more = await put(`<alf:aspectsToAdd>P:cm:author</alf:aspectsToAdd>${title('<c:value>two</c:value>')}`);
    expect([[...appliedTo(more)].sort(), aspectValue(more, 'cm:title')]).toEqual([
      ['P:cm:author', 'P:cm:titled'],
      'two',
    ]);
    expect(aspectValue(await put(title('')), 'cm:title')).toBeUndefined();
    const less = await put('<alf:aspectsToRemove>P:cm:titled</alf:aspectsToRemove>');
    expect(appliedTo(less)).toEqual(['P:cm:author']);

    const unknown = entry({ moreProperties: setAspects('<alf:aspectsToAdd>P:cm:none</alf:aspectsToAdd>') });
    expect((await client.put(requireLink(made, 'edit'), { body: unknown })).status).toBe(409);
  });

  it('stand beside the description, which Alfresco has in 1.0 too', async () => {
    const alfresco = atomClient(`${server.url}/alfresco/cmisatom`);
    const made = await createDocument(alfresco, here.replace(client.base, alfresco.base), {
      title: 'x',
      properties: { 'cmis:description': 'd' },
    });
    expect(one(made, 'cmis:description')).toBe('d');
  });

  it('are shown in 1.1 below Alfresco addresses and not to the letter of the standard', async () => {
    const made = await createDocument(newer, here.replace(client.base, newer.base), {
      title: 'x',
      properties: { 'cmis:secondaryObjectTypeIds': ['P:cm:titled'], 'cm:title': 't' },
    });
    const id = encodeURIComponent(one(made, 'cmis:objectId') ?? '');
    const alfresco = atomClient(`${server.url}/alfresco/api/-default-/public/cmis/versions/1.1/atom`);
    const shown = (await alfresco.get(`/id?id=${id}`)).root;
    expect([appliedTo(shown), aspectValue(shown, 'cm:title'), one(shown, 'cm:title')]).toEqual([
      ['P:cm:titled'],
      't',
      't',
    ]);
    expect(aspectsOf(made)).toBeUndefined();
  });
});
