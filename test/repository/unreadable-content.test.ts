/** Who sees an object but may not read its content is not told by any search what is in it. */
import type { Dialect, Request } from '../../src/repository/contract/request';
import type { SearchRequest } from '../../src/repository/contract/search-request';
import { PLAIN } from '../../src/repository/values/object-view';
import type { StoredObject } from '../../src/repository/values/stored-object';
import { failure, maker, openTestRepository, speaking, type TestRepository } from '../support/repository';

const PROPERTIES_ONLY = '{http://www.alfresco.org/model/system/1.0}base.ReadProperties';

let test: TestRepository;
let make: ReturnType<typeof maker>;
let nosy: Request;
let reader: Request;
let folder: StoredObject;
let note: StoredObject;

/** More words than fit into one row of the index. */
const long = `${Array.from({ length: 60_000 }, (_, n) => `filler${n}`).join(' ')} vault`;

beforeAll(async () => {
  test = await openTestRepository();
  make = maker(test, test.admin);
  nosy = await test.person('nosy');
  reader = await test.person('reader');
  folder = await make.folder({ name: 'Closed' });
  await test.repository.setRights(test.admin, { objectId: folder.id, inherits: false });
  await test.repository.applyACL(test.admin, {
    objectId: folder.id,
    addACEs: [
      { principalId: 'nosy', permissions: [PROPERTIES_ONLY] },
      { principalId: 'reader', permissions: ['cmis:read'] },
    ],
    removeACEs: [],
    propagation: 'propagate',
  });
  note = await make.document({ in: folder, name: 'note.txt', text: 'The vault opens at nine' });
  const inner = await make.folder({ in: folder, name: 'inner' });
  await make.document({ in: inner, name: 'note long.txt', text: long });
  await make.document({ in: inner, name: 'note empty.txt' });
});
afterAll(() => test.close());

const SELECT = 'SELECT cmis:name FROM cmis:document WHERE';
const ORDER = 'ORDER BY cmis:name';
const found = async (as: Request, where: string, all = false): Promise<readonly unknown[]> => {
  const page = await test.repository.query(as, {
    statement: `${SELECT} ${where} ${ORDER}`,
    searchAllVersions: all,
    page: { maxItems: 100, skipCount: 0 },
    selection: PLAIN,
  });
  expect(page.numItems).toBe(page.items.length);
  return page.items.map((row) => row.columns()[0]?.value);
};
const searched = (as: Request, query: string, more: Partial<SearchRequest> = {}) =>
  test.repository.search(as, {
    language: 'afts',
    scope: 'objects',
    page: { maxItems: 100, skipCount: 0 },
    countLimit: 10_000,
    selection: PLAIN,
    query,
    ...more,
  });

const ALL = ['note empty.txt', 'note long.txt', 'note.txt'];
const SAID = ['note long.txt', 'note.txt'];

it.each<
  [where: string, dialect: Dialect, names: { readonly nosy: readonly string[]; readonly reader: readonly string[] }]
>([
  [`cmis:name LIKE 'note%'`, 'cmis', { nosy: ALL, reader: ALL }],
  [`CONTAINS('vault')`, 'cmis', { nosy: [], reader: SAID }],
  [`CONTAINS('vault') AND cmis:name LIKE 'note%'`, 'cmis', { nosy: [], reader: SAID }],
  [`CONTAINS('filler1*')`, 'cmis', { nosy: [], reader: ['note long.txt'] }],
  [`CONTAINS('note')`, 'cmis', { nosy: ['note empty.txt'], reader: ALL }],
  [`CONTAINS('vault') OR CONTAINS('opens')`, 'alfresco', { nosy: [], reader: SAID }],
  [`CONTAINS('vault') OR CONTAINS('TAG:none')`, 'alfresco', { nosy: [], reader: SAID }],
  [`cmis:name LIKE 'note%' AND NOT CONTAINS('vault')`, 'alfresco', { nosy: ALL, reader: ['note empty.txt'] }],
  [
    `cmis:name LIKE 'note%' AND (CONTAINS('vault') OR cmis:name LIKE '%empty%')`,
    'alfresco',
    { nosy: ['note empty.txt'], reader: ALL },
  ],
  [`CONTAINS('cm:content:vault')`, 'alfresco', { nosy: [], reader: SAID }],
])('%s finds what may be read', async (where, dialect, names) => {
  for (const all of [false, true]) {
    expect(await found(speaking(nosy, dialect), where, all)).toEqual(names.nosy);
    expect(await found(speaking(reader, dialect), where, all)).toEqual(names.reader);
    expect(await found(speaking(test.admin, dialect), where, all)).toEqual(names.reader);
  }
});

it('scores and highlights nothing that may not be read', async () => {
  const highlight = [{ field: 'cm:content', prefix: '<b>', postfix: '</b>' }];
  const shown = async (as: Request) =>
    (await searched(as, '=cm:name:"note.txt" OR vault', { highlight })).items
      .filter(({ object }) => object.name === 'note.txt')
      .map((hit) => [hit.score > 0, hit.highlight]);
  expect(await failure(test.repository.getContentStream(nosy, { objectId: note.id }))).toBe('permissionDenied');
  expect(await shown(nosy)).toEqual([[false, []]]);
  expect(await shown(reader)).toEqual([
    [true, [{ field: 'cm:content', snippets: ['The <b>vault</b> opens at nine'] }]],
  ]);
});

it('goes by the rights of all groups and by who owns what', async () => {
  const member = await test.person('member', 'GROUP_ALFRESCO_MODEL_ADMINISTRATORS');
  const rights = [
    { principalId: 'member', permissions: [PROPERTIES_ONLY] },
    { principalId: 'GROUP_ALFRESCO_MODEL_ADMINISTRATORS', permissions: ['cmis:read'] },
  ];
  const kept = (as: Request, name: string) =>
    maker(test, as).document({ name, text: 'a safe', addACEs: rights.slice(0, 1) });
  const own = await kept(member, 'own.txt');
  expect(await found(member, `CONTAINS('safe')`)).toEqual(['own.txt']);
  await test.repository.deleteObject(member, { objectId: own.id, allVersions: true });
  const document = await kept(test.admin, 'kept.txt');
  expect(await found(member, `CONTAINS('safe')`)).toEqual([]);
  await test.repository.applyACL(test.admin, {
    objectId: document.id,
    addACEs: rights.slice(1),
    removeACEs: [],
    propagation: 'propagate',
  });
  expect(await found(member, `CONTAINS('safe')`)).toEqual(['kept.txt']);
  await test.repository.applyACL(test.admin, {
    objectId: document.id,
    addACEs: [],
    removeACEs: rights.slice(1),
    propagation: 'propagate',
  });
  expect(await found(member, `CONTAINS('safe')`)).toEqual([]);
  await test.repository.addObjectToFolder(test.admin, {
    objectId: document.id,
    folderId: test.rootId,
    allVersions: true,
  });
  expect(await found(member, `CONTAINS('safe')`)).toEqual(['kept.txt']);
});
