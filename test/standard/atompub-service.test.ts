import { child, childrenNamed, childText } from '../../src/cmis/xml/tree';
import { APP, ATOM, CMIS, CMISRA } from '../../src/cmis/xml/namespaces';
import {
  childrenOf,
  cmisLink,
  createDocument,
  createFolder,
  entry,
  exceptionOf,
  one,
  requireLink,
  titlesOf,
} from '../cmis/atompub/client';
import { complaints } from '../cmis/atompub/valid';
import {
  collectionOf,
  encodedId,
  filled,
  idOf,
  startAtomStandard,
  templateOf,
  typeIdOf,
  variablesOf,
  type AtomStandard,
} from './atompub-fixtures';

let standard: AtomStandard;
beforeAll(async () => {
  standard = await startAtomStandard();
});
afterAll(() => standard.close());

describe('the service document', () => {
  it('618: is answered with 200 and its media type', async () => {
    const { status, headers } = await standard.client.get('');
    expect([status, headers.get('content-type')?.split(';')[0]]).toEqual([200, 'application/atomsvc+xml']);
  });

  it.each([['619: has the collection root', 'root'] as const, ['620: has the collection types', 'types'] as const])(
    '%s',
    async (_title, type) => {
      const href = collectionOf(standard.workspace, type);
      expect((await standard.client.get(href ?? 'nowhere')).status).toBe(200);
    },
  );

  it('621: says what the repository is', () => {
    const info = child(standard.workspace, CMISRA, 'repositoryInfo');
    expect([childText(info, CMIS, 'repositoryId'), childText(info, CMIS, 'cmisVersionSupported')]).toEqual([
      '-default-',
      '1.1',
    ]);
  });

  const LINKS = [
    ['622: links to the descendants of types', 'typedescendants', undefined, undefined],
    ['623: links to the tree of folders, which is supported', 'foldertree', 'capabilityGetFolderTree', 'true'],
    [
      '624: links to the descendants of the root, which are supported',
      'rootdescendants',
      'capabilityGetDescendants',
      'true',
    ],
    ['625: links to the changes, which are logged', 'changes', 'capabilityChanges', 'all'],
  ] as const;
  it.each(LINKS)('%s', async (...[, rel, capability, value]) => {
    const capabilities = child(child(standard.workspace, CMISRA, 'repositoryInfo'), CMIS, 'capabilities');
    if (capability !== undefined) expect(childText(capabilities, CMIS, capability)).toBe(value);
    expect((await standard.client.get(requireLink(standard.workspace, cmisLink(rel)))).status).toBe(200);
  });

  it('633: of a named repository has its workspace alone', async () => {
    const { root } = await standard.client.get('?repositoryId=-default-');
    const ids = childrenNamed(root, APP, 'workspace').map((workspace) =>
      childText(child(workspace, CMISRA, 'repositoryInfo'), CMIS, 'repositoryId'),
    );
    expect(ids).toEqual(['-default-']);
  });

  it('634: is where every entry links to, with one workspace', async () => {
    const folder = await standard.newFolder();
    const document = await createDocument(standard.client, childrenOf(folder), { title: 'd' });
    const type = (await standard.client.get('/type?id=cmis:document')).root;
    for (const each of [folder, document, type]) {
      const { root } = await standard.client.get(requireLink(each, 'service'));
      expect(childrenNamed(root, APP, 'workspace')).toHaveLength(1);
    }
  });
});

describe('templates of addresses', () => {
  const template = (type: string): string => templateOf(standard.workspace, type);

  it('626: there are objectbyid, objectbypath and typebyid', async () => {
    const folder = await standard.newFolder();
    const byId = await standard.client.get(filled(template('objectbyid'), { id: idOf(folder) }));
    const byPath = await standard.client.get(
      filled(template('objectbypath'), { path: one(folder, 'cmis:path') ?? '' }),
    );
    expect([idOf(byId.root), idOf(byPath.root)]).toEqual([idOf(folder), idOf(folder)]);
    expect(typeIdOf((await standard.client.get(filled(template('typebyid'), { id: 'cmis:item' }))).root)).toBe(
      'cmis:item',
    );
  });

  it('627: there is query, for queries are supported', async () => {
    const q = `SELECT cmis:name FROM cmis:folder WHERE cmis:name = 'Shared'`;
    const { status, root } = await standard.client.get(filled(template('query'), { q, maxItems: '5' }));
    expect([status, childrenNamed(root, ATOM, 'entry')]).toEqual([200, [expect.anything()]]);
  });

  const OBJECT = ['filter', 'includeAllowableActions', 'includePolicyIds', 'includeRelationships', 'includeACL'];
  const VARIABLES = [
    ['628: objectbyid has all eight variables', 'objectbyid', ['id', ...OBJECT, 'renditionFilter', 'returnVersion']],
    ['629: objectbypath has its variables', 'objectbypath', ['path', ...OBJECT, 'renditionFilter']],
    [
      '630: query has its variables',
      'query',
      [
        'q',
        'searchAllVersions',
        'maxItems',
        'skipCount',
        'includeAllowableActions',
        'includeRelationships',
        'renditionFilter',
      ],
    ],
    ['631: typebyid has the id', 'typebyid', ['id']],
  ] as const;
  it.each(VARIABLES)('%s', (...[, type, variables]) => {
    expect([...variablesOf(template(type))].sort()).toEqual(expect.arrayContaining([...variables].sort()));
    expect(new Set(variablesOf(template(type))).size).toBe(variables.length);
  });

  it('632: variables that are left empty are as if they were not there', async () => {
    const folder = await standard.newFolder();
    const empty = await standard.client.get(filled(template('objectbyid'), { id: idOf(folder) }));
    const without = await standard.client.get(`/id?id=${encodedId(folder)}`);
    expect([empty.status, empty.root.children]).toEqual([200, without.root.children]);
  });
});

describe('errors', () => {
  it('708: a media type that a collection does not take is 415', async () => {
    const place = await standard.newPlace();
    const { status } = await standard.client.post(place, { type: 'text/plain', body: 'x' });
    expect([status, titlesOf((await standard.client.get(place)).root)]).toEqual([415, []]);
  });

  it('709: an entry that cannot be processed has the status of its exception', async () => {
    const place = await standard.newPlace();
    const unknown = entry({ title: 'x', properties: { 'cmis:objectTypeId': 'no:such' } });
    const answer = await standard.client.post(place, { body: unknown });
    expect([answer.status, exceptionOf(answer)]).toEqual([409, 'constraint']);
    expect((await standard.client.post('/types', { body: entry({}) })).status).toBe(422);
  });

  it('710: an object that nobody knows is 404', async () => {
    const address = filled(templateOf(standard.workspace, 'objectbyid'), { id: 'no-such-object' });
    const answer = await standard.client.get(address);
    expect([answer.status, exceptionOf(answer)]).toEqual([404, 'objectNotFound']);
  });

  it('711: a filter that is none is 400', async () => {
    const answer = await standard.client.get(`/id?id=${encodedId(await standard.newFolder())}&filter=cmis:name,,`);
    expect([answer.status, exceptionOf(answer)]).toEqual([400, 'filterNotValid']);
  });

  it('712: a change token from before is 409', async () => {
    const folder = await standard.newFolder();
    const token = one(folder, 'cmis:changeToken') ?? '';
    const self = requireLink(folder, 'self');
    expect((await standard.client.put(self, { body: entry({ title: `${idOf(folder)} a` }) })).status).toBe(200);
    const stale = await standard.client.put(`${self}&changeToken=${token}`, { body: entry({ title: 'never' }) });
    expect([stale.status, exceptionOf(stale)]).toEqual([409, 'updateConflict']);
    expect(one((await standard.client.get(self)).root, 'cmis:name')).toBe(`${idOf(folder)} a`);
  });

  it('713: an operation that there is not is 405', async () => {
    const { status } = await standard.client.delete('/types');
    expect(status).toBe(405);
  });
});

it('714: every document that is answered fits the schemas', async () => {
  const folder = await standard.newFolder();
  const made = await createDocument(standard.client, childrenOf(folder), { title: 'd', content: 'text' });
  await createFolder(standard.client, childrenOf(folder), 'f');
  const everything = 'includeAllowableActions=true&includeACL=true&includePolicyIds=true&includeRelationships=both';
  const addresses = [
    standard.client.base,
    `${requireLink(made, 'self')}&${everything}`,
    `${childrenOf(folder)}&${everything}&includePathSegment=true`,
    `${childrenOf(folder).replace('/children', '/descendants')}&${everything}`,
    `/typedesc?includePropertyDefinitions=true`,
    requireLink(made, cmisLink('acl')),
    requireLink(made, cmisLink('allowableactions')),
    requireLink(made, 'version-history'),
    `/changes?includeProperties=true&maxItems=20`,
    filled(templateOf(standard.workspace, 'query'), { q: 'SELECT * FROM cmis:document', maxItems: '20' }),
  ];
  for (const address of addresses) {
    const { status, text } = await standard.client.get(address);
    expect([address, status, await complaints(text, '1.1')]).toEqual([address, 200, '']);
  }
});
