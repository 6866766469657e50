import { APP, ATOM, CMIS, CMISRA } from '../../src/cmis/xml/namespaces';
import { attribute, child, childrenNamed, childText, type XmlElement } from '../../src/cmis/xml/tree';
import {
  childrenOf,
  cmisLink,
  createDocument,
  created,
  createFolder,
  entriesOf,
  entry,
  FEED,
  linkOf,
  one,
  requireLink,
  titlesOf,
  TREE,
} from '../cmis/atompub/client';
import { collectionOf, idEntry, idOf, startAtomStandard, typeIdOf, type AtomStandard } from './atompub-fixtures';

let standard: AtomStandard;
let folder: XmlElement;
let document: XmlElement;

beforeAll(async () => {
  standard = await startAtomStandard();
  folder = await standard.newFolder();
  document = await createDocument(standard.client, childrenOf(folder), {
    title: 'a & b',
    content: 'text',
    properties: { 'cmis:description': 'what it is' },
  });
});
afterAll(() => standard.close());

const read = async (address: string): Promise<XmlElement> => {
  const answer = await standard.client.get(address);
  expect([address, answer.status]).toEqual([address, 200]);
  return answer.root;
};
const linksOf = (of: XmlElement, rel: string): readonly XmlElement[] =>
  childrenNamed(of, ATOM, 'link').filter((link) => attribute(link, 'rel') === rel);
/** Time of a text of XML, in milliseconds. */
const timeOf = (text: string | undefined): number => Date.parse(text ?? '');

it('635: feeds and entries are application/atom+xml', async () => {
  const addresses = [requireLink(document, 'self'), childrenOf(folder), '/types', '/type?id=cmis:document', '/changes'];
  for (const address of addresses) {
    const { headers } = await standard.client.get(address);
    expect(headers.get('content-type')).toMatch(/^application\/atom\+xml/);
  }
});

describe('the entry of an object', () => {
  it('636: has the name for its title', () => {
    expect([childText(document, ATOM, 'title'), one(document, 'cmis:name')]).toEqual(['a & b', 'a & b']);
  });

  const TIMES = [
    ['637: was updated when the object was last modified', ATOM, 'updated', 'cmis:lastModificationDate'],
    ['638: was edited when the object was last modified', APP, 'edited', 'cmis:lastModificationDate'],
    ['639: was published when the object was created', ATOM, 'published', 'cmis:creationDate'],
  ] as const;
  it.each(TIMES)('%s', async (...[, uri, local, property]) => {
    const made = await createDocument(standard.client, await standard.newPlace(), { title: 't' });
    const changed = (await standard.client.put(requireLink(made, 'edit'), { body: entry({ title: 'changed' }) })).root;
    for (const each of [made, changed]) {
      expect(timeOf(childText(each, uri, local))).toBe(timeOf(one(each, property)));
      expect(timeOf(one(each, property))).toBeGreaterThan(0);
    }
    expect(timeOf(one(changed, 'cmis:lastModificationDate'))).toBeGreaterThan(
      timeOf(one(changed, 'cmis:creationDate')),
    );
  });

  it('640: has for author who created the object', () => {
    const author = childText(child(document, ATOM, 'author'), ATOM, 'name');
    expect([author, one(document, 'cmis:createdBy')]).toEqual(['admin', 'admin']);
  });

  it('641: has the object with its properties', () => {
    const properties = child(child(document, CMISRA, 'object'), CMIS, 'properties');
    const ids = properties?.children.map((each) => attribute(each, 'propertyDefinitionId'));
    expect(ids).toEqual(expect.arrayContaining(['cmis:objectId', 'cmis:baseTypeId', 'cmis:contentStreamLength']));
  });

  it('642: has an absolute IRI for its id, as every entry', async () => {
    const type = await read('/type?id=cmis:document');
    const entries = [document, folder, type, ...entriesOf(await read(childrenOf(folder)))];
    for (const each of entries) expect(childText(each, ATOM, 'id')).toMatch(/^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/);
    expect(new Set([document, folder, type].map((each) => childText(each, ATOM, 'id'))).size).toBe(3);
  });

  it('645: has the links self, edit, service and describedby', async () => {
    for (const each of [document, folder]) {
      for (const rel of ['self', 'edit', 'service', 'describedby']) {
        expect((await standard.client.get(requireLink(each, rel))).status).toBe(200);
      }
      expect(idOf(await read(requireLink(each, 'self')))).toBe(idOf(each));
      expect(idOf(await read(requireLink(each, 'edit')))).toBe(idOf(each));
    }
  });

  it('646: is described by the entry of its type', async () => {
    const types = [await read(requireLink(document, 'describedby')), await read(requireLink(folder, 'describedby'))];
    expect(types.map(typeIdOf)).toEqual(['cmis:document', 'cmis:folder']);
  });

  it('650: of a document has edit-media, whose content may be set', async () => {
    const made = await createDocument(standard.client, await standard.newPlace(), { title: 'none yet' });
    const set = await standard.client.put(requireLink(made, 'edit-media'), { body: 'new', type: 'text/plain' });
    expect([set.status, (await standard.client.get(requireLink(made, 'edit-media'))).text]).toEqual([200, 'new']);
  });

  it('651: of a checked-out document has working-copy', async () => {
    const made = await createDocument(standard.client, await standard.newPlace(), { title: 'out' });
    expect(linkOf(made, 'working-copy')).toBeUndefined();
    const copy = created(
      await standard.client.post(collectionOf(standard.workspace, 'checkedout') ?? '', { body: idEntry(made) }),
    );
    const shown = await read(requireLink(await read(requireLink(made, 'self')), 'working-copy'));
    expect([idOf(shown), one(shown, 'cmis:isPrivateWorkingCopy')]).toEqual([idOf(copy), 'true']);
  });

  it.each([
    [
      '652: links to its allowable actions',
      'allowableactions',
      'application/cmisallowableactions+xml',
      'allowableActions',
    ],
    ['653: links to its ACL', 'acl', 'application/cmisacl+xml', 'acl'],
  ] as const)('%s', async (...[, rel, type, local]) => {
    for (const each of [document, folder]) {
      const { headers, root } = await standard.client.get(requireLink(each, cmisLink(rel)));
      expect([headers.get('content-type')?.split(';')[0], root.local, root.uri]).toEqual([type, local, CMIS]);
    }
  });

  it('654: of a relationship links to its ends', async () => {
    const target = await createDocument(standard.client, childrenOf(folder), { title: 'target' });
    const body = entry({
      title: 'r',
      properties: {
        'cmis:objectTypeId': 'cmis:relationship',
        'cmis:sourceId': idOf(document),
        'cmis:targetId': idOf(target),
      },
    });
    const made = created(await standard.client.post(requireLink(document, cmisLink('relationships')), { body }));
    for (const [rel, property, end] of [
      ['source', 'cmis:sourceId', document],
      ['target', 'cmis:targetId', target],
    ] as const) {
      const [link] = linksOf(made, cmisLink(rel));
      const named = link && attribute(link, 'id', CMISRA);
      expect([one(made, property), named ?? idOf(end)]).toEqual([idOf(end), idOf(end)]);
      expect(idOf(await read(requireLink(made, cmisLink(rel))))).toBe(idOf(end));
    }
  });
});

describe('the entry of a folder', () => {
  it('647: of the root does not lead up', async () => {
    const top = await read('/path?path=/');
    expect([linksOf(top, 'up'), one(top, 'cmis:path')]).toEqual([[], '/']);
    expect(linksOf(folder, 'up')).toHaveLength(1);
  });

  it('648: leads down to a feed of its children', async () => {
    expect(titlesOf(await read(requireLink(folder, 'down', FEED)))).toContain('a & b');
  });

  it('649: leads down to the tree of its descendants', async () => {
    expect(titlesOf(await read(requireLink(folder, 'down', TREE)))).toContain('a & b');
  });
});

describe('the entry of a type', () => {
  it('715: of a base type does not lead up', async () => {
    for (const id of [
      'cmis:document',
      'cmis:folder',
      'cmis:relationship',
      'cmis:policy',
      'cmis:item',
      'cmis:secondary',
    ])
      expect([id, linksOf(await read(`/type?id=${id}`), 'up')]).toEqual([id, []]);
    expect(typeIdOf(await read(requireLink(await read('/type?id=D:cm:savedquery'), 'up')))).toBe('cmis:document');
  });
});

describe('feeds', () => {
  it('643: lead to themselves', async () => {
    const addresses = [
      childrenOf(folder),
      requireLink(folder, 'down', TREE),
      requireLink(document, 'up'),
      requireLink(document, 'version-history'),
      '/types',
      '/typedesc',
      '/changes',
      '/checkedout',
      requireLink(document, cmisLink('relationships')),
      requireLink(document, cmisLink('policies')),
    ];
    for (const address of addresses) {
      const feed = await read(address);
      const again = await read(requireLink(feed, 'self'));
      expect([address, titlesOf(again)]).toEqual([address, titlesOf(feed)]);
    }
  });

  it('644: lead on to what they do not hold', async () => {
    const place = await standard.newPlace();
    for (const title of ['a', 'b', 'c']) await createDocument(standard.client, place, { title });
    const first = await read(`${place}&maxItems=2`);
    const rest = await read(requireLink(first, 'next'));
    expect([titlesOf(first), titlesOf(rest), linkOf(rest, 'next')]).toEqual([['a', 'b'], ['c'], undefined]);
    expect(linkOf(await read('/types?maxItems=1'), 'next')).toBeDefined();
    expect(linkOf(await read('/changes?maxItems=1'), 'next')).toBeDefined();
  });

  it('655: of descendants hold in an entry the feed of what is below it', async () => {
    const top = await standard.newFolder();
    const inner = await createFolder(standard.client, childrenOf(top), 'inner');
    await createDocument(standard.client, childrenOf(inner), { title: 'below' });
    const [found] = entriesOf(await read(`${requireLink(top, 'down', TREE)}&depth=-1`));
    const below = child(child(found, CMISRA, 'children'), ATOM, 'feed');
    expect(below && titlesOf(below)).toEqual(['below']);
  });

  it('656: of a tree of folders hold folders alone', async () => {
    const top = await standard.newFolder();
    const inner = await createFolder(standard.client, childrenOf(top), 'inner');
    for (const place of [top, inner]) await createDocument(standard.client, childrenOf(place), { title: 'no folder' });
    await createFolder(standard.client, childrenOf(inner), 'innermost');
    const tree = await read(`${requireLink(top, cmisLink('foldertree'), TREE)}&depth=-1`);
    const all = (feed: XmlElement): readonly XmlElement[] =>
      entriesOf(feed).flatMap((each) => {
        const below = child(child(each, CMISRA, 'children'), ATOM, 'feed');
        return [each, ...(below ? all(below) : [])];
      });
    expect(all(tree).map((each) => [one(each, 'cmis:name'), one(each, 'cmis:baseTypeId')])).toEqual([
      ['inner', 'cmis:folder'],
      ['innermost', 'cmis:folder'],
    ]);
  });

  it('657: of children show path segments where they are asked for', async () => {
    const place = await standard.newPlace();
    await createDocument(standard.client, place, { title: 'x y' });
    const segments = async (more: string): Promise<unknown> =>
      entriesOf(await read(place + more)).map((each) => childText(each, CMISRA, 'pathSegment'));
    expect([await segments('&includePathSegment=true'), await segments('')]).toEqual([['x y'], [undefined]]);
  });

  it('658: of parents show relative path segments where they are asked for', async () => {
    const segments = async (more: string): Promise<unknown> =>
      entriesOf(await read(requireLink(document, 'up') + more)).map((each) =>
        childText(each, CMISRA, 'relativePathSegment'),
      );
    expect([await segments('&includeRelativePathSegment=true'), await segments('')]).toEqual([['a & b'], [undefined]]);
  });
});
