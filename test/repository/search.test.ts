/** Searches in Alfresco's full text search language on a small repository: what they find, for whom, how it is paged. */
import type { Request } from '../../src/repository/contract/request';
import { PLAIN } from '../../src/repository/values/object-view';
import type { SearchRequest } from '../../src/repository/contract/search-request';
import type { StoredObject } from '../../src/repository/values/stored-object';
import { failure, maker, openTestRepository, type TestRepository } from '../support/repository';

let test: TestRepository;
let anna: Request;
const made = new Map<string, StoredObject>();

const REQUEST: Omit<SearchRequest, 'query'> = {
  language: 'afts',
  scope: 'objects',
  page: { maxItems: 100, skipCount: 0 },
  countLimit: 10_000,
  selection: PLAIN,
};
const search = (query: string, more: Partial<SearchRequest> = {}, as: Request = test.admin) =>
  test.repository.search(as, { ...REQUEST, query, ...more });
const names = async (query: string, more: Partial<SearchRequest> = {}, as?: Request): Promise<readonly string[]> =>
  (await search(query, more, as)).items.map(({ object }) => object.name);
/** Names of what is in the folder of this test, `Lab`, in order. */
const inLab = async (query: string, more: Partial<SearchRequest> = {}, as?: Request): Promise<readonly string[]> =>
  names(
    query,
    {
      filters: [{ query: `ANCESTOR:"${made.get('Lab')?.uuid}"` }],
      sort: [{ field: 'cm:name', descending: false }],
      ...more,
    },
    as,
  );

beforeAll(async () => {
  test = await openTestRepository();
  anna = await test.person('anna');
  const make = maker(test, test.admin);
  const keep = async (making: Promise<StoredObject>): Promise<StoredObject> => {
    const object = await making;
    made.set(object.name, object);
    return object;
  };
  const lab = await keep(make.folder({ name: 'Lab' }));
  const reports = await keep(make.folder({ in: lab, name: 'Reports 2020' }));
  await keep(make.folder({ in: reports, name: 'old & new' }));
  await keep(
    make.document({
      in: reports,
      name: 'AnnualReport2020.pdf',
      text: 'The quick brown fox met budgets',
      properties: {
        'cm:title': 'Yearly Results',
        'cm:description': 'What we spent on travel',
        'cmis:secondaryObjectTypeIds': ['P:cm:titled'],
      },
    }),
  );
  await keep(
    make.document({
      in: lab,
      name: 'budget.txt',
      text: 'Plans for the summer',
      properties: { 'cm:title': 'Travel costs', 'cmis:secondaryObjectTypeIds': ['P:cm:titled'] },
    }),
  );
  await keep(
    make.document({
      in: made.get('old & new') as StoredObject,
      name: 'photo.jpg',
      text: 'x'.repeat(5_000),
      properties: {
        'cmis:secondaryObjectTypeIds': ['P:exif:exif', 'P:cm:author'],
        'exif:pixelXDimension': 640,
        'exif:flash': true,
        'cm:author': 'Ada Lovelace',
      },
    }),
  );
  await keep(make.document({ in: lab, name: 'empty' }));
  await make.relationship(made.get('empty') as StoredObject, made.get('budget.txt') as StoredObject);
  const secret = await make.folder({ in: lab, name: 'Secret' });
  await test.repository.setRights(test.admin, { objectId: secret.id, inherits: false, aces: [] });
  await keep(make.document({ in: secret, name: 'secret budget.txt', text: 'quick profits' }));
});
afterAll(() => test.close());

const ALL = [
  'AnnualReport2020.pdf',
  'budget.txt',
  'empty',
  'old & new',
  'photo.jpg',
  'Reports 2020',
  'Secret',
  'secret budget.txt',
];

describe('words', () => {
  it.each([
    // search                                  found
    ['quick', ['AnnualReport2020.pdf', 'secret budget.txt']],
    ['budget', ['AnnualReport2020.pdf', 'budget.txt', 'secret budget.txt']],
    ['=budget', ['budget.txt', 'secret budget.txt']],
    ['=budgets', ['AnnualReport2020.pdf']],
    ['TEXT:"quick brown"', ['AnnualReport2020.pdf']],
    ['"brown quick"', []],
    ['quick AND brown', ['AnnualReport2020.pdf']],
    ['quick NOT brown', ['secret budget.txt']],
    ['quick -brown', ['secret budget.txt']],
    ['brown OR summer', ['AnnualReport2020.pdf', 'budget.txt']],
    ['|quick |summer -fox', ['budget.txt', 'secret budget.txt']],
    ['quick |summer', ['AnnualReport2020.pdf', 'secret budget.txt']],
    ['qui*', ['AnnualReport2020.pdf', 'secret budget.txt']],
    ['*nnual*', ['AnnualReport2020.pdf']],
    ['annual', ['AnnualReport2020.pdf']],
    ['"quick fox"~1', ['AnnualReport2020.pdf']],
    ['"the fox"~1', []],
    ['the * fox', ['AnnualReport2020.pdf']],
    ['the *(2) fox', ['AnnualReport2020.pdf']],
    ['the *(1) fox', []],
    ['fox * the', ['AnnualReport2020.pdf']],
    ['travel', ['AnnualReport2020.pdf', 'budget.txt']],
    ['cm:title:travel', ['budget.txt']],
    ['title:travel', ['budget.txt']],
    ['@cm\\:title:"travel cost"', ['budget.txt']],
    ['cm:title:TRAV*', ['budget.txt']],
    ['cm:title:*ear*', ['AnnualReport2020.pdf']],
    ['=cm:title:"Travel costs"', ['budget.txt']],
    ['=cm:title:"travel costs"', []],
    ['=cm:title:Travel*', ['budget.txt']],
    ['cm:title:(travel OR result)', ['AnnualReport2020.pdf', 'budget.txt']],
    ['cm:description:travel', ['AnnualReport2020.pdf']],
    ['{http://www.alfresco.org/model/content/1.0}title:travel', ['budget.txt']],
    ['cm_title:travel', ['budget.txt']],
    ['cm:name:budget', ['budget.txt', 'secret budget.txt']],
    ['cm:name:"budget*"', ['budget.txt', 'secret budget.txt']],
    ['cm:name:budget.txt', ['budget.txt', 'secret budget.txt']],
    ['=cm:name:budget.txt', ['budget.txt']],
    ['cm:name:*.pdf', ['AnnualReport2020.pdf']],
    ['cm:name:"*.pdf"', ['AnnualReport2020.pdf']],
    ['cmis:name:reports', ['AnnualReport2020.pdf', 'Reports 2020']],
    ['cm:name:report', ['AnnualReport2020.pdf', 'Reports 2020']],
    ['cm:name:quick', []],
    ['cm:content:budget', ['AnnualReport2020.pdf']],
    ['cm:content:quick', ['AnnualReport2020.pdf', 'secret budget.txt']],
    ['=cm:content:budget', []],
    ['cm:content:"quick brown"', ['AnnualReport2020.pdf']],
    ['cm:content:travel', []],
    ['d:content:summer', ['budget.txt']],
    ['cm:author:lovelace', ['photo.jpg']],
    ['NOT cm:title:travel AND TYPE:"cm:content"', ['AnnualReport2020.pdf', 'empty', 'photo.jpg', 'secret budget.txt']],
    ['keywords:travel', ['AnnualReport2020.pdf', 'budget.txt']],
    // Without any word.
    ['"!!!"', []],
    ['TEXT:"---"', []],
    ['-"---"', []],
    ['"!!!*"', []],
    ['cm:name:"…" OR cm:title:"*!!!*" OR cm:content:"-"', []],
    ['"!!!" AND summer', ['budget.txt']],
    ['summer AND NOT ("!!!" OR "…" -"+")', ['budget.txt']],
    ['"\\*" summer', ['budget.txt']],
    ['"!!!" |summer', ['budget.txt']],
    ['cm:title:"&" brown', ['AnnualReport2020.pdf']],
    ['"quick ~ brown"', ['AnnualReport2020.pdf']],
    ['"!!!" * summer', ['budget.txt']],
    ['*', ALL],
    ['TEXT:*', ALL],
    ['ISNODE:T', ALL],
    ['cm:content:*', ['AnnualReport2020.pdf', 'budget.txt', 'photo.jpg', 'secret budget.txt']],
    ['noSuchField:x', []],
    ['-noSuchField:x AND cm:name:empty', ['empty']],
  ])('%s', async (query, found) => {
    expect(await inLab(query)).toEqual(found);
  });

  it('fit the better the more often they are there, and the best come first', async () => {
    const { items } = await search('budget');
    expect(items.map(({ object }) => object.name)).toEqual(['secret budget.txt', 'budget.txt', 'AnnualReport2020.pdf']);
    expect(items[0]?.score).toBeGreaterThan(0);
    expect(items[0]?.score).toBeLessThan(1);
  });

  it.each([
    // search                                        best first
    ['brown^5 OR summer', ['AnnualReport2020.pdf', 'budget.txt']],
    ['brown OR summer^5', ['budget.txt', 'AnnualReport2020.pdf']],
    ['brown^0.1 OR summer', ['budget.txt', 'AnnualReport2020.pdf']],
    ['(brown AND fox)^5 OR summer', ['AnnualReport2020.pdf', 'budget.txt']],
    ['"brown fox"^5 OR summer^4', ['AnnualReport2020.pdf', 'budget.txt']],
    ['"fox brown"^5 OR brown OR summer^2', ['budget.txt', 'AnnualReport2020.pdf']],
    ['(brown^5)^0 OR summer', ['budget.txt', 'AnnualReport2020.pdf']],
    ['cm:title:yearly^5 OR cm:title:travel', ['AnnualReport2020.pdf', 'budget.txt']],
    // It is in the titles of one and in the description of the other.
    ['travel OR cm:title:travel^5', ['budget.txt', 'AnnualReport2020.pdf']],
    ['travel OR cm:description:travel^5', ['AnnualReport2020.pdf', 'budget.txt']],
    ['quick |profits', ['secret budget.txt', 'AnnualReport2020.pdf']],
    ['quick |brown^5', ['AnnualReport2020.pdf', 'secret budget.txt']],
    ['quick |cm:name:*nnual*^20', ['AnnualReport2020.pdf', 'secret budget.txt']],
    ['TYPE:"cm:folder"^500 AND cm:name:reports OR summer', ['Reports 2020', 'budget.txt']],
    ['summer^200 OR TYPE:"cm:folder" AND cm:name:reports', ['budget.txt', 'Reports 2020']],
    ['TYPE:"cm:content"^2 AND (summer OR brown) AND -brown^100', ['budget.txt']],
  ])('%s', async (query, found) => {
    expect(await inLab(query, { sort: [] })).toEqual(found);
    expect(await inLab(query)).toHaveLength(found.length);
    const byScore = [{ field: 'score', descending: false }];
    expect(await inLab(query, { sort: byScore })).toEqual([...found].reverse());
  });

  it('come first where everything else is found, too', async () => {
    expect((await inLab('summer^2 OR -noSuchField:x', { sort: [] }))[0]).toBe('budget.txt');
  });

  it('count for more the more they are boosted, and never reach 1', async () => {
    const scores: number[] = [];
    for (const query of ['summer^0', 'summer^0.5', 'summer', 'summer^1', 'summer^3', 'summer^1e300'])
      scores.push((await search(query)).items[0]?.score ?? NaN);
    const [none, half, whole, once, thrice, most] = scores;
    expect(none).toBe(0);
    expect(half).toBeGreaterThan(0);
    expect(whole).toBeGreaterThan(half ?? 1);
    expect(once).toBeCloseTo(whole ?? 0, 6);
    expect(thrice).toBeGreaterThan(whole ?? 1);
    expect(most).toBeGreaterThan(thrice ?? 1);
    expect(most).toBeLessThan(1);
  });

  it('count for more in CONTAINS, too', async () => {
    const first = async (text: string): Promise<unknown> => {
      const statement = `SELECT d.cmis:name, SCORE() AS s FROM cmis:folder f JOIN cmis:document d ON f.cmis:createdBy = d.cmis:createdBy
        WHERE f.cmis:name = 'Lab' AND CONTAINS(d, '${text}') ORDER BY s DESC`;
      const page = { maxItems: 1, skipCount: 0 };
      const asked = { statement, searchAllVersions: false, page, selection: PLAIN };
      return (await test.repository.query({ ...test.admin, dialect: 'alfresco' }, asked)).items[0]?.columns()[0]?.value;
    };
    expect(await first('brown^5 OR summer')).toBe('AnnualReport2020.pdf');
    expect(await first('brown OR summer^5')).toBe('budget.txt');
    expect(await first('travel OR cm:title:travel^5')).toBe('budget.txt');
  });
});

/** With uuids in the place of names in braces. */
const withIds = (query: string): string =>
  query.replace(/<([^>]+)>/g, (written, name: string) => made.get(name)?.uuid ?? written);

describe('properties, classes and places', () => {
  it.each([
    // search                                           found
    ['TYPE:"cm:folder"', ['old & new', 'Reports 2020', 'Secret']],
    ["+TYPE:'cm:folder' OR +TYPE:'cm:content'", ALL],
    ['TYPE:"cmis:folder"', ['old & new', 'Reports 2020', 'Secret']],
    ['TYPE:folder', ['old & new', 'Reports 2020', 'Secret']],
    ['TYPE:"{http://www.alfresco.org/model/content/1.0}folder"', ['old & new', 'Reports 2020', 'Secret']],
    ['TYPE:"cm:fold*"', ['old & new', 'Reports 2020', 'Secret']],
    ['TYPE:"*:?older"', ['old & new', 'Reports 2020', 'Secret']],
    [`TYPE:"${'*o'.repeat(200)}"`, []],
    ['TYPE:"cm:cmobject"', ALL],
    ['TYPE:"cm:person"', []],
    ['EXACTTYPE:"cm:cmobject"', []],
    ['TYPE:"no:such"', []],
    ['-TYPE:"cm:content"', ['old & new', 'Reports 2020', 'Secret']],
    ['ISCONTAINER:true', ['old & new', 'Reports 2020', 'Secret']],
    ['ASPECT:"cm:titled"', ['AnnualReport2020.pdf', 'budget.txt']],
    ['ASPECT:"exif:exif" OR ASPECT:"P:cm:titled"', ['AnnualReport2020.pdf', 'budget.txt', 'photo.jpg']],
    ['NOT ASPECT:"cm:titled" AND TYPE:"cm:content"', ['empty', 'photo.jpg', 'secret budget.txt']],
    ['ASPECT:"cm:auditable"', ALL],
    ['ASPECT:"cm:versionable"', ['AnnualReport2020.pdf', 'budget.txt', 'empty', 'photo.jpg', 'secret budget.txt']],
    ['CLASS:"cm:titled"', ['AnnualReport2020.pdf', 'budget.txt']],
    ['CLASS:"cm:folder"', ['old & new', 'Reports 2020', 'Secret']],
    ['exif:pixelXDimension:640', ['photo.jpg']],
    ['exif:pixelXDimension:[600 TO 700]', ['photo.jpg']],
    ['exif:pixelXDimension:<640 TO MAX]', []],
    ['exif:pixelXDimension:600..640', ['photo.jpg']],
    ['exif:flash:true', ['photo.jpg']],
    ['exif:flash:F', []],
    ['content.size:[1024 TO 10240]', ['photo.jpg']],
    ['cm:content.size:[0 TO 1024>', ['AnnualReport2020.pdf', 'budget.txt', 'secret budget.txt']],
    ['content.mimetype:"text/plain" AND -cm:name:budget', ['AnnualReport2020.pdf', 'photo.jpg']],
    ['content.mimetype:"text/*" AND cm:name:photo', ['photo.jpg']],
    ['cm:creator:ADMIN', ALL],
    ['=cm:creator:ADMIN', []],
    ['-cm:creator:System', ALL],
    ["cm:modifier:'nobody' OR cm:creator:'adm*'", ALL],
    ['OWNER:admin', ALL],
    ['cm:created:[NOW/DAY-1DAY TO NOW/DAY+1DAY]', ALL],
    ['cm:created:TODAY OR cm:created:"TODAY-1DAY"', ALL],
    ['cm:modified:[MIN TO 2020]', []],
    ['cm:modified:<2020 TO MAX]', ALL],
    ['cm:modified:[2020-12-31T23:59:59.999Z TO NOW+1DAY>', ALL],
    ['cm:name:[a TO c]', ['budget.txt']],
    ['EXISTS:"cm:title"', ['AnnualReport2020.pdf', 'budget.txt']],
    ['ISNOTNULL:"cm:author"', ['photo.jpg']],
    ['cm:author:*', ['photo.jpg']],
    ['EXISTS:"content"', ['AnnualReport2020.pdf', 'budget.txt', 'photo.jpg', 'secret budget.txt']],
    ['ISNULL:"cm:title" AND TYPE:"cm:content"', ['empty', 'photo.jpg', 'secret budget.txt']],
    ['ISUNSET:"cm:description"', ['budget.txt']],
    ['ISUNSET:"content.size"', ['empty']],
    ['ISUNSET:"exif:isoSpeedRatings"', ['photo.jpg']],
    ['EXISTS:"no:such"', []],
    ['ID:"<budget.txt>"', ['budget.txt']],
    ['ID:"workspace://SpacesStore/<budget.txt>" OR sys:node-uuid:"<empty>"', ['budget.txt', 'empty']],
    ['PARENT:"workspace://SpacesStore/<Lab>"', ['budget.txt', 'empty', 'Reports 2020', 'Secret']],
    ['PRIMARYPARENT:"<Reports 2020>"', ['AnnualReport2020.pdf', 'old & new']],
    ['ANCESTOR:"<Reports 2020>"', ['AnnualReport2020.pdf', 'old & new', 'photo.jpg']],
    ['PARENT:"nothing"', []],
    ['PATH:"/app:company_home/cm:Lab/*"', ['budget.txt', 'empty', 'Reports 2020', 'Secret']],
    ['PATH:"/app:company_home/cm:Lab/cm:Reports_x0020_2020//*"', ['AnnualReport2020.pdf', 'old & new', 'photo.jpg']],
    [
      'PATH:"/app:company_home/cm:Lab/cm:Reports_x0020_2020//."',
      ['AnnualReport2020.pdf', 'old & new', 'photo.jpg', 'Reports 2020'],
    ],
    ['PATH:"//cm:old_x0020__x0026__x0020_new/*"', ['photo.jpg']],
    ['PATH:"/app:company_home//cm:photo.jpg"', ['photo.jpg']],
    ['PATH:"/app:company_home/*/*"', ['budget.txt', 'empty', 'Reports 2020', 'Secret']],
    ['PATH:"/app:company_home/app:dictionary//*"', []],
    ['-PATH:"//cm:Reports_x0020_2020//*"', ['budget.txt', 'empty', 'Reports 2020', 'Secret', 'secret budget.txt']],
    ['QNAME:"cm:photo.jpg"', ['photo.jpg']],
    ['SITE:_ALL_SITES_', []],
    ['-SITE:none AND cm:name:empty', ['empty']],
    ['SITE:_EVERYTHING_', ALL],
    ['TAG:none', []],
    ['PATH:"//cm:APP.DEFAULT/*"', []],
  ])('%s', async (query, found) => {
    expect(await inLab(withIds(query))).toEqual(found);
  });

  it('finds no relationships, and the folders that are there at first', async () => {
    expect(await names('cm:name:"empty to budget.txt"')).toEqual([]);
    expect(await names('PATH:"/app:company_home"')).toEqual(['Company Home']);
    expect(await names('PATH:"/app:company_home/app:dictionary/app:scripts"')).toEqual(['Scripts']);
  });

  it('finds what is in a site, and what has a tag', async () => {
    const make = maker(test, test.admin);
    await test.repository.createSite(test.admin, { name: 'swsdp', title: 'Sample', visibility: 'PRIVATE' });
    const [folder] = (await search('PATH:"/app:company_home/st:sites/cm:swsdp"')).items;
    const inside = await make.folder({ name: 'in the site', in: folder?.object.id ?? '' });
    const tagged = await make.document({ name: 'tagged', in: inside });
    await test.repository.addTags(test.admin, { objectId: tagged.id, names: ['Draft'] });
    expect(await names('SITE:SWSDP AND TAG:draft')).toEqual(['tagged']);
    expect(await names('SITE:_ALL_SITES_ AND TAG:"dr*"')).toEqual(['tagged']);
    expect(await names('TAG:drafts')).toEqual([]);
    const field = { order: 'count', minCount: 1, offset: 0, limit: 10 } as const;
    const facets = {
      fields: [
        { ...field, field: 'TAG' },
        { ...field, field: 'SITE' },
      ],
    };
    expect((await search('TAG:draft', { facets })).facets?.fields.map(({ buckets }) => buckets)).toEqual([
      [{ value: 'draft', count: 1 }],
      [{ value: 'swsdp', count: 1 }],
    ]);
    expect(await names('SITE:swsdp AND TYPE:"cm:folder" AND cm:name:site')).toEqual(['in the site']);
    expect(await names('SITE:swsdp', {}, anna)).toEqual([]);
  });
});

describe('what only some objects have', () => {
  let isHere: string;
  beforeAll(async () => {
    const make = maker(test, test.admin);
    const shelf = await make.folder({ name: 'Shelf' });
    const box = await make.folder({ in: shelf, name: 'Box' });
    const note = await make.document({
      in: box,
      name: 'run',
      text: 'running water and cold fish',
      properties: {
        'cmis:secondaryObjectTypeIds': ['P:cm:titled', 'P:cm:author'],
        'cm:title': 'Fishes and water brûlée',
        'cm:author': 'é',
      },
    });
    const crate = await make.folder({ in: shelf, name: 'Crate' });
    await test.repository.addObjectToFolder(test.admin, { objectId: note.id, folderId: crate.id, allVersions: true });
    isHere = `ANCESTOR:"${shelf.uuid}"`;
  });
  const here = async (query: string): Promise<readonly string[]> =>
    names(query, { filters: [{ query: isHere }], sort: [{ field: 'cm:name', descending: false }] });

  it.each([
    // search                                       found
    ['EXISTS:"cmis:versionLabel"', ['run']],
    ['cmis:versionLabel:"1.0"', ['run']],
    ['-cmis:versionLabel:"1.0"', ['Box', 'Crate']],
    ['cmis:isLatestVersion:true', ['run']],
    ['cmis:isPrivateWorkingCopy:false', ['run']],
    ['cmis:isVersionSeriesCheckedOut:false', ['run']],
    ['EXISTS:"cmis:versionSeriesId"', ['run']],
    ['ISUNSET:"cmis:description"', ['Box', 'Crate', 'run']],
    ['cmis:secondaryObjectTypeIds:"P:cm:titled"', ['run']],
    ['cmis:secondaryObjectTypeIds:"p:cm:*"', ['run']],
    ['=cm:content:run', []],
    ['=cm:content:running', ['run']],
    ['cm:content:run', ['run']],
    ['"fish and water"', ['run']],
    ['cm:author:"e\u0301"', ['run']],
    ['cm:title:"e\u0301"', []],
    ['cm:title:"bru\u0302le\u0301e"', ['run']],
    ['cm:content:"fish and water"', []],
    ['cm:content:"run waters"', ['run']],
    ['cm:content:"cold fishes"', ['run']],
    ['PATH:"/app:company_home/cm:Shelf/cm:Crate//*"', ['run']],
    ['PATH:"/app:company_home/cm:Shelf/cm:Crate//."', ['Crate', 'run']],
  ])('%s', async (query, found) => {
    expect(await here(query)).toEqual(found);
  });

  it('is not counted among the values of the rest', async () => {
    const field = { field: 'cmis:versionLabel', order: 'count', minCount: 1, offset: 0, limit: 10 } as const;
    const { facets } = await search('*', { filters: [{ query: isHere }], facets: { fields: [field] } });
    expect(facets?.fields[0]).toMatchObject({ buckets: [{ value: '1.0', count: 1 }], missing: 2 });
  });
});

describe('what a search brings', () => {
  it('only what its caller may see, also in counts', async () => {
    const { items, numItems } = await search('quick', {}, anna);
    expect(items.map(({ object }) => object.name)).toEqual(['AnnualReport2020.pdf']);
    expect(numItems).toBe(1);
    expect((await search('quick')).numItems).toBe(2);
    expect(await inLab('*', {}, anna)).toEqual(ALL.filter((name) => !/secret/i.test(name)));
  });

  it('comes in pages of any order, with a count up to a limit', async () => {
    const page = async (skipCount: number, countLimit = 10_000) => {
      const { items, hasMoreItems, numItems } = await search('*', {
        filters: [{ query: `ANCESTOR:"${made.get('Lab')?.uuid}"` }],
        sort: [{ field: 'name', descending: true }],
        page: { maxItems: 3, skipCount },
        countLimit,
      });
      return [items.map(({ object }) => object.name), hasMoreItems, numItems];
    };
    const down = [...ALL].reverse();
    expect(await page(0)).toEqual([down.slice(0, 3), true, 8]);
    expect(await page(6)).toEqual([down.slice(6), false, 8]);
    expect(await page(9)).toEqual([[], false, 8]);
    expect(await page(0, 5)).toEqual([down.slice(0, 3), true, undefined]);
    const bySize = { sort: [{ field: 'content.size', descending: true }] };
    expect(await inLab('EXISTS:"content"', bySize)).toEqual([
      'photo.jpg',
      'AnnualReport2020.pdf',
      'budget.txt',
      'secret budget.txt',
    ]);
  });

  it('asks of other fields, with other operators and templates', async () => {
    expect(await inLab('brown summer', { defaults: { operator: 'or' } })).toEqual([
      'AnnualReport2020.pdf',
      'budget.txt',
    ]);
    expect(await inLab('travel', { defaults: { field: 'cm:title' } })).toEqual(['budget.txt']);
    expect(await inLab('travel', { defaults: { textAttributes: ['cm:title'] } })).toEqual(['budget.txt']);
    const textAttributes = ['cm:title', 'exif:pixelXDimension', 'cm:created'];
    expect(await inLab('travel OR 640', { defaults: { textAttributes } })).toEqual(['budget.txt', 'photo.jpg']);
    const everywhere = [{ name: 'all', template: '%(cm:title exif:flash exif:pixelXDimension)' }];
    expect(await inLab('all:travel OR all:640', { templates: everywhere })).toEqual(['budget.txt', 'photo.jpg']);
    expect(await inLab('pixelXDimension:640', { defaults: { namespace: 'exif' } })).toEqual(['photo.jpg']);
    const templates = [{ name: 'mine', template: '%(cm:title cm:author)' }];
    expect(await inLab('mine:travel OR mine:ada', { templates })).toEqual(['budget.txt', 'photo.jpg']);
    expect(await inLab('ada', { templates, defaults: { field: 'mine' } })).toEqual(['photo.jpg']);
  });

  it('is what web clients ask for', async () => {
    const word = 'trav*';
    const query = `(cm:name:"${word}" OR cm:title:"${word}" OR cm:description:"${word}" OR TEXT:"${word}" OR TAG:"${word}")`;
    const filters = [
      "+TYPE:'cm:folder' OR +TYPE:'cm:content'",
      "-TYPE:'cm:thumbnail' AND -TYPE:'cm:failedThumbnail' AND -TYPE:'cm:rating'",
      "-cm:creator:System AND -TYPE:'st:site' AND -ASPECT:'st:siteContainer' AND -ASPECT:'sys:hidden'",
    ];
    expect([...(await names(query, { filters: filters.map((each) => ({ query: each })) }))].sort()).toEqual([
      'AnnualReport2020.pdf',
      'budget.txt',
    ]);
    const recent = [
      'cm:modified:[NOW/DAY-30DAYS TO NOW/DAY+1DAY]',
      "cm:modifier:'admin' OR cm:creator:'admin'",
      `TYPE:"content" AND -PATH:"//cm:wiki/*" AND -TYPE:'app:filelink' AND -TYPE:'fm:post'`,
      `ANCESTOR:"${made.get('Lab')?.uuid}"`,
    ];
    const sort = [{ field: 'cm:modified', descending: true }];
    expect((await names('*', { filters: recent.map((each) => ({ query: each })), sort }))[0]).toBe('secret budget.txt');
    expect(await inLab("'phot*' OR name:'phot*'")).toEqual(['photo.jpg']);
    const people = '(userName:*x* OR email:*x* OR displayName:*x* OR authorityName:*x*) AND PATH:"//cm:APP.DEFAULT/*"';
    expect(await names(people, { filters: [{ query: "TYPE:'cm:authority'" }] })).toEqual([]);
    expect(
      await names('cm:name:"*x*" AND TYPE:\'cm:category\' AND PATH:"/cm:categoryRoot/cm:generalclassifiable//*"'),
    ).toEqual([]);
  });

  it('is found by statements of CMIS-QL, too', async () => {
    const statement = (text: string, more: Partial<SearchRequest> = {}) => names(text, { language: 'cmis', ...more });
    expect(await statement("SELECT * FROM cmis:document WHERE CONTAINS('summer') ORDER BY cmis:name")).toEqual([
      'budget.txt',
    ]);
    expect(await statement("SELECT d.cmis:name FROM cmis:folder d WHERE d.cmis:name = 'Lab'")).toEqual(['Lab']);
    const filtered = statement('SELECT * FROM cmis:folder', { filters: [{ query: 'a' }] });
    await expect(filtered).rejects.toMatchObject({ code: 'invalidArgument' });
    const sorted = statement('SELECT * FROM cmis:folder', { sort: [{ field: 'cm:name', descending: false }] });
    await expect(sorted).rejects.toMatchObject({ code: 'invalidArgument' });
  });

  it('has older versions where they are asked for', async () => {
    const make = maker(test, test.admin);
    const draft = await make.document({
      name: 'draft.txt',
      in: test.rootId,
      text: 'walrus one',
      versioningState: 'major',
    });
    const copy = await test.repository.checkOut(test.admin, draft.id);
    const content = await test.content('walrus two');
    await test.repository.checkIn(test.admin, { objectId: copy.object.id, major: true, properties: {}, content });
    const labels = async (scope: SearchRequest['scope']): Promise<readonly unknown[]> =>
      (await search('walrus', { scope, sort: [{ field: 'cm:versionLabel', descending: false }] })).items.map(
        ({ object }) => object.id.split(';')[1],
      );
    expect(await labels('objects')).toEqual(['2.0']);
    expect(await labels('versions')).toEqual(['1.0']);
    expect(await labels('both')).toEqual(['1.0', '2.0']);
  });

  it('costs the same number of statements whatever the page holds', async () => {
    const cost = (maxItems: number): Promise<readonly string[]> =>
      test.statementsOf(() => search('TYPE:"cm:content" AND -cm:title:x', { page: { maxItems, skipCount: 0 } }));
    for (const maxItems of [1, 100]) await cost(maxItems);
    expect((await cost(100)).length).toBe((await cost(1)).length);
    expect((await cost(100)).length).toBeLessThanOrEqual(2);
  });
});

describe('what is highlighted', () => {
  const marks = { prefix: '<b>', postfix: '</b>' };
  const shown = async (query: string, fields: readonly string[], more: object = {}): Promise<unknown> => {
    const highlight = fields.map((field) => ({ field, ...marks, ...more }));
    const filters = [{ query: `ANCESTOR:"${made.get('Lab')?.uuid}"` }];
    return (await search(query, { highlight, filters })).items
      .map((hit) => hit.highlight?.map(({ field, snippets }) => `${field}: ${snippets.join(' | ')}`))
      .filter((each) => each?.length !== 0)
      .sort();
  };

  it.each([
    // search                          fields                         shown
    ['travel', ['cm:title'], [['cm:title: <b>Travel</b> costs']]],
    [
      'TRAV*',
      ['cm:title', 'description'],
      [['cm:title: <b>Travel</b> costs'], ['description: What we spent on <b>travel</b>']],
    ],
    ['"travel costs"', ['cm:title'], [['cm:title: <b>Travel</b> <b>costs</b>']]],
    ['cm:title:travel AND plans', ['cm:title', 'cm:name'], [['cm:title: <b>Travel</b> costs']]],
    ['budget -quick', ['cm:name'], [['cm:name: <b>budget</b>.txt']]],
    ['cm:name:"budget.txt" AND summer', ['name'], [['name: <b>budget.txt</b>']]],
    ['keywords:lovelace OR cm:author:lovelace', ['cm:author'], [['cm:author: Ada <b>Lovelace</b>']]],
    ['B?DG*T*', ['cm:name'], [['cm:name: <b>budget</b>.txt'], ['cm:name: secret <b>budget</b>.txt']]],
    [`${'*a'.repeat(200)}b OR travel`, ['cm:title'], [['cm:title: <b>Travel</b> costs']]],
    ['summer', ['cm:content', 'cm:created', 'no:such'], [['cm:content: Plans for the <b>summer</b>']]],
    ['summer', ['TEXT', 'content'], [['TEXT: Plans for the <b>summer</b>', 'content: Plans for the <b>summer</b>']]],
    // In whatever form they are written.
    ['plan', ['cm:content'], [['cm:content: <b>Plans</b> for the summer']]],
    ['budget AND fox', ['cm:content'], [['cm:content: The quick brown <b>fox</b> met <b>budgets</b>']]],
    ['=budget OR =fox', ['cm:content'], [['cm:content: The quick brown <b>fox</b> met budgets']]],
    ['cm:title:result', ['cm:title', 'cm:content'], [['cm:title: Yearly <b>Results</b>']]],
    ['cm:content:foxes', ['cm:name', 'cm:content'], [['cm:content: The quick brown <b>fox</b> met budgets']]],
    ['"quick brown" -walrus', ['cm:content'], [['cm:content: The <b>quick</b> <b>brown</b> fox met budgets']]],
    [
      '"brown foxes" OR "summer plans"',
      ['cm:content'],
      [['cm:content: The quick <b>brown</b> <b>fox</b> met budgets']],
    ],
    ['SUMM*', ['cm:content'], [['cm:content: Plans for the <b>summer</b>']]],
    ['annual', ['cm:name'], [['cm:name: <b>Annual</b>Report2020.pdf']]],
    ['"annual reports 2020"', ['cm:name'], [['cm:name: <b>AnnualReport2020</b>.pdf']]],
  ])('%s in %j', async (query, fields, expected) => {
    expect(await shown(query, fields)).toEqual(expected);
  });

  it('is a piece of a long text for each place, up to a number', async () => {
    const make = maker(test, test.admin);
    const filler = 'lorem ipsum '.repeat(20);
    await make.document({
      name: 'long title',
      in: made.get('Lab') as StoredObject,
      properties: {
        'cmis:secondaryObjectTypeIds': ['P:cm:titled'],
        'cm:title': `${filler}needle ${filler}needle ${filler}needle`,
      },
    });
    const [[pieces = '']] = (await shown('needle', ['cm:title'], { fragmentSize: 30, snippetCount: 2 })) as [[string]];
    expect(pieces.match(/<b>needle<\/b>/g)).toHaveLength(2);
    expect(pieces.length).toBeLessThan(120);
  });

  it('is what a content says, wherever in it the words are, in any script, for who may read it', async () => {
    const make = maker(test, test.admin);
    const folder = await make.folder({ in: made.get('Lab') as StoredObject, name: 'Long texts' });
    const filler = 'lorem ipsum dolor '.repeat(20_000);
    await make.document({ in: folder, name: 'deep.txt', text: `${filler}\n\nThe  walruses\n are here ${filler}` });
    await make.document({ in: folder, name: '北京.txt', text: `我们去北京大学学习。${filler}Crème\u0000 brûlée 😀` });
    const say = async (query: string, more: object = {}, as?: Request): Promise<unknown> => {
      const highlight = [{ field: 'cm:content', ...marks, fragmentSize: 40, snippetCount: 1, ...more }];
      const filters = [{ query: `PARENT:"${folder.uuid}"` }];
      return (await search(query, { highlight, filters }, as)).items.map((hit) => hit.highlight?.[0]?.snippets);
    };
    expect(await say('walrus')).toEqual([['dolor\nThe <b>walruses</b>\nare here lorem ipsum']]);
    expect(await say('"walrus is" OR "walruses are"')).toEqual([
      ['dolor\nThe <b>walruses</b>\n<b>are</b> here lorem ipsum'],
    ]);
    expect(await say('walr*', {}, anna)).toEqual([['dolor\nThe <b>walruses</b>\nare here lorem ipsum']]);
    expect(await say('ipsum AND walrus', { snippetCount: 3 })).toEqual([
      [expect.any(String), expect.any(String), expect.any(String)],
    ]);
    expect(await say('ipsum AND walrus', { merge: true, maxAnalyzed: 60 })).toEqual([
      [expect.stringMatching(/^(?:[^<]*<b>ipsum<[/]b>){3}[^<]*$/)],
    ]);
    expect(await say('北京')).toEqual([['我们去<b>北京</b>大学学习。lorem ipsum dolor lorem ipsum']]);
    expect(await say('"大学学"')).toEqual([[expect.stringContaining('京<b>大学学</b>习')]]);
    expect(await say('"北京*" OR 学习', { field: 'cm:name' })).toEqual([['<b>北京</b>.txt']]);
    expect(await say('"BRULEE" AND crème', { fragmentSize: 9 })).toEqual([['<b>Crème</b>']]);
    await test.repository.setRights(test.admin, { objectId: folder.id, inherits: false, aces: [] });
    expect(await say('walrus', {}, anna)).toEqual([]);
  });

  it('is there for versions, copies and what is in the trash, until the content changes', async () => {
    const make = maker(test, test.admin);
    const say = async (query: string, more: Partial<SearchRequest> = {}): Promise<readonly unknown[]> =>
      (await search(query, { highlight: [{ field: 'cm:content', ...marks }], ...more })).items.map(
        ({ object, highlight }) => [object.name, highlight?.[0]?.snippets[0]],
      );
    const first = await make.document({
      in: test.rootId,
      name: 'told.txt',
      text: 'goats graze',
      versioningState: 'major',
    });
    const copy = await test.repository.checkOut(test.admin, first.id);
    const content = await test.content('zebras run');
    await test.repository.checkIn(test.admin, { objectId: copy.object.id, major: true, properties: {}, content });
    expect(await say('goat', { scope: 'versions' })).toEqual([['told.txt', '<b>goats</b> graze']]);
    expect(await say('goat')).toEqual([]);
    expect(await say('zebra')).toEqual([['told.txt', '<b>zebras</b> run']]);
    const [{ object } = { object: first }] = (await search('zebra')).items;
    await test.repository.copyObject(test.admin, { objectId: object.id, targetFolderId: made.get('Lab')?.id ?? '' });
    expect(await say('zebra', { sort: [{ field: 'cm:created', descending: false }] })).toEqual([
      ['told.txt', '<b>zebras</b> run'],
      ['told.txt', '<b>zebras</b> run'],
    ]);
    await test.repository.deleteObject(test.admin, { objectId: object.id, allVersions: true });
    const asked = { ...REQUEST, query: 'zebras', highlight: [{ field: 'cm:content', ...marks }] };
    const [gone] = (await test.repository.searchTrash(test.admin, asked)).items;
    expect(gone?.highlight).toEqual([{ field: 'cm:content', snippets: ['<b>zebras</b> run'] }]);
    expect(await say('zebra')).toHaveLength(1);
  });

  it('is no more than an answer can hold', async () => {
    const make = maker(test, test.admin);
    const folder = await make.folder({ in: test.rootId, name: 'Repetitive' });
    for (let each = 0; each < 12; each++)
      await make.document({ in: folder, name: `${each}.txt`, text: 'yaks '.repeat(10_000) });
    const prefix = '<'.repeat(1_000);
    const field = { field: 'cm:content', prefix, postfix: '', snippetCount: 1, fragmentSize: 50_000 };
    const { items } = await search('yak', { highlight: [field], filters: [{ query: `PARENT:"${folder.uuid}"` }] });
    const sizes = items.map(({ highlight = [] }) =>
      highlight.reduce((sum, each) => sum + each.snippets.join('').length, 0),
    );
    expect(sizes.filter((size) => size > 10_000_000)).toHaveLength(1);
    expect(sizes.filter((size) => size === 0)).toHaveLength(11);
  });

  it('keeps nobody waiting, however many words there are to be shown', async () => {
    const folder = await maker(test, test.admin).folder({ in: test.rootId, name: 'Hoggish' });
    const properties = { 'cmis:description': 'a '.repeat(25_000) };
    await maker(test, test.admin).document({ in: folder, name: 'hog.txt', text: 'a '.repeat(25_000), properties });
    const phrases = Array.from({ length: 49 }, (_, index) => `"${'a '.repeat(10)}b${index}"`);
    const highlight = ['cm:description', 'cm:content'].flatMap((field) =>
      Array.from({ length: 25 }, (_, index) => ({
        ...{ field, prefix: '', postfix: String(index), maxAnalyzed: 50_000, snippetCount: 1_000, fragmentSize: 1 },
      })),
    );
    const before = process.cpuUsage();
    const filters = [{ query: `PARENT:"${folder.uuid}"` }];
    const { items } = await search(`a OR ${phrases.join(' OR ')}`, { highlight, filters });
    const { user } = process.cpuUsage(before);
    const shownFields = items[0]?.highlight?.length ?? 0;
    // What looking costs has an end for a whole page.
    expect([shownFields > 0, shownFields < 50]).toEqual([true, true]);
    // Work and no time, which depends on what else the machine does: without an end it would be a minute.
    expect(user / 1_000_000).toBeLessThan(10);
  });

  it('costs one statement more, whatever the page holds', async () => {
    const cost = async (maxItems: number, highlight?: SearchRequest['highlight']): Promise<number> => {
      const asked = { page: { maxItems, skipCount: 0 }, ...(highlight && { highlight }) };
      return (await test.statementsOf(() => search('TYPE:"cm:content" AND (quick OR summer OR travel)', asked))).length;
    };
    const highlight = [
      { field: 'cm:content', ...marks },
      { field: 'cm:name', ...marks },
    ];
    for (const maxItems of [1, 100]) await cost(maxItems);
    expect(await cost(100, highlight)).toBe((await cost(100)) + 1);
    expect(await cost(1, highlight)).toBe(await cost(100, highlight));
  });
});

describe('refused is', () => {
  it.each([
    ['a search that is no search', 'cm:name:', 'expected a value'],
    ['a quoted name without its quotes', 'TYPE:cm:content', 'write the value in quotes'],
    ['what cannot be asked here', 'FTSSTATUS:New', "'FTSSTATUS' cannot be searched"],
    ['similarity', 'budget~0.8', 'by similarity'],
    ['a range of words', '1..5', "Ranges cannot be asked of 'TEXT'"],
    ['a range of truth values', 'exif:flash:[a TO b]', 'is true or false'],
    ['a limit that is no number', 'content.size:[a TO b]', "'a' is no number"],
    ['a limit that is no date', 'cm:created:[yesterday TO NOW]', "'yesterday' is no date"],
    ['a value that is no number', 'exif:pixelXDimension:many', "'many' is no number to be the value of 'exif:pixel"],
    ['one that is left out', 'budget -content.size:"1*"', "'1*' is no number"],
    ['a value that is no date', 'cm:created:"last week"', "'last week' is no date"],
    ['a value that is neither true nor false', 'exif:flash:maybe', "'maybe' is not true or false"],
    ['a node that is neither', 'ISCONTAINER:perhaps', "'perhaps' is not true or false"],
    ['more boosts than are counted', Array.from({ length: 101 }, (_, n) => `w${n}^2`).join(' '), 'more than 100 terms'],
    ['a path that is none', 'PATH:"app:company_home"', 'is no path'],
    ['half a name in a path', 'PATH:"/cm:a*"', 'a star stands for a whole name'],
    ['words too far from each other', '"a b"~99', 'up to 49 places'],
    ['wildcards near each other', '"a* b"~2', 'Wildcards cannot stand'],
    ['a data type that has no words', 'd:date:2020', 'd:date'],
    ['whether a field that is no property is set', 'EXISTS:"PATH"', "'PATH' is no property"],
  ])('%s', async (_, query, message) => {
    await expect(search(query)).rejects.toMatchObject({ code: 'invalidArgument' });
    await expect(search(query)).rejects.toThrow(message);
  });

  it('more than can be asked at once', async () => {
    const many = (count: number): string => Array.from({ length: count }, (_, n) => `w${n}`).join(' ');
    expect(await names(many(1_000))).toEqual([]);
    const five = { name: 'five', template: '%(cm:title cm:name cm:author cm:description cm:content)' };
    const queries = Array.from({ length: 40 }, () => ({ query: `five:(${many(300)})` }));
    await expect(search('*', { templates: [five], facets: { queries } })).rejects.toThrow('have more than 10000 terms');
  });

  it('an order by what cannot be ordered by', async () => {
    for (const field of ['noSuchField', 'cm:taggable', 'TEXT', 'PATH'])
      expect(await failure(search('*', { sort: [{ field, descending: false }] }))).toBe('invalidArgument');
  });
});
