/** The search, as web clients ask it: what it finds, for whom, and how the answer tells it. */
import { type AlfrescoClient, type ApiAnswer, type Json } from './client';
import { startAlfresco, type AlfrescoServer } from './server';

const SEARCH = '/alfresco/api/-default-/public/search/versions/1/search';
const PEOPLE = ['anna', 'paul', 'hruser'] as const;
type Name = (typeof PEOPLE)[number] | 'admin';

let server: AlfrescoServer;
const as = (name: Name): AlfrescoClient => server.as(name);
const ids: Record<string, string> = {};

const ask = (body: Json, who: Name = 'anna'): Promise<ApiAnswer> => as(who).post(SEARCH, body);

async function found(body: Json, who: Name = 'anna'): Promise<ApiAnswer> {
  const answer = await ask(body, who);
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
  return answer;
}
/** Instead of by score. */
const BY_NAME: Json = { sort: [{ type: 'FIELD', field: 'cm:name', ascending: true }] };
const names = ({ entries }: ApiAnswer): readonly unknown[] => entries.map(({ name }) => name);

const contextOf = ({ json }: ApiAnswer): Json => ((json['list'] as Json)['context'] ?? {}) as Json;

/** A node of anna's. */
async function make(parent: string, name: string, more: Json = {}): Promise<string> {
  const body = { name, nodeType: 'cm:content', ...more };
  return (ids[name] = String((await as('anna').make(`/nodes/${parent}/children`, body))['id']));
}

/** A file of anna's, of the type that its name says. */
async function upload(parent: string, name: string, text: string): Promise<string> {
  const form = new FormData();
  form.set('filedata', new Blob([text], { type: name.endsWith('.html') ? 'text/html' : 'text/plain' }), name);
  return (ids[name] = String((await as('anna').make(`/nodes/${parent}/children`, form))['id']));
}

beforeAll(async () => {
  server = await startAlfresco(PEOPLE);
  const lab = await make('-my-', 'Lab', { nodeType: 'cm:folder' });
  const permissions = { locallySet: [{ authorityId: 'paul', name: 'Consumer' }] };
  expect((await as('anna').put(`/nodes/${lab}`, { permissions })).status).toBe(200);
  await upload(lab, 'hello world.txt', 'The quick brown fox');
  await upload(lab, 'notes.txt', 'hello from the text '.repeat(1_000));
  await upload(lab, 'page.html', '<p>nothing to see</p>');
  await make(lab, 'titled', { nodeType: 'cm:folder', properties: { 'cm:title': 'Hello there' } });
  await make(lab, 'described.txt', { properties: { 'cm:description': 'says hello twice, Hello' } });
  await make(lab, 'tagged.txt');
  await as('anna').make(`/nodes/${ids['tagged.txt']}/tags`, { tag: 'hello-tag' });
  const secret = await make(lab, 'Secret', { nodeType: 'cm:folder' });
  await as('anna').put(`/nodes/${secret}`, { permissions: { isInheritanceEnabled: false } });
  await make(secret, 'hello secret.txt');
  await as('anna').make('/sites', { id: 'greetings', title: 'Hello site', visibility: 'PUBLIC' });
});
afterAll(() => server.close());

/** What the search box and the result page of the web clients send, with their filters. */
const PAGE_FILTERS = [
  "+TYPE:'cm:folder' OR +TYPE:'cm:content'",
  "-TYPE:'cm:thumbnail' AND -TYPE:'cm:failedThumbnail' AND -TYPE:'cm:rating'",
  '-cm:creator:System',
  "-TYPE:'st:site' AND -ASPECT:'st:siteContainer' AND -ASPECT:'sys:hidden'",
  "-TYPE:'dl:dataList' AND -TYPE:'dl:todoList' AND -TYPE:'dl:issue'",
  "-TYPE:'fm:topic' AND -TYPE:'fm:post'",
  "-TYPE:'lnk:link'",
  "-PATH:'//cm:wiki/*'",
].map((query) => ({ query }));

/** What it sends. */
const quick = (text: string, more: Json = {}): Json => ({
  query: {
    query: `((cm:name:"${text}*" OR cm:title:"${text}*" OR cm:description:"${text}*" OR TEXT:"${text}*" OR TAG:"${text}*"))`,
    language: 'afts',
  },
  include: ['path', 'allowableOperations', 'properties'],
  paging: { skipCount: 0, maxItems: 25 },
  filterQueries: PAGE_FILTERS,
  facetQueries: null,
  facetIntervals: null,
  facetFields: {
    facets: [
      { field: 'creator', mincount: 1, label: 'SEARCH.FACET_FIELDS.CREATOR' },
      { field: 'modifier', mincount: 1, label: 'SEARCH.FACET_FIELDS.MODIFIER' },
    ],
  },
  sort: [{ type: 'SCORE', field: 'score', ascending: false }],
  highlight: {
    prefix: "<span class='aca-highlight'>",
    postfix: '</span>',
    fields: [
      { field: 'cm:title' },
      { field: 'cm:name' },
      { field: 'cm:description', snippetCount: 1 },
      { field: 'cm:content', snippetCount: 1 },
    ],
  },
  facetFormat: 'V2',
  ...more,
});

const HITS = ['described.txt', 'hello secret.txt', 'hello world.txt', 'notes.txt', 'tagged.txt', 'titled'];
const PUBLIC_HITS = HITS.filter((name) => name !== 'hello secret.txt');

describe('the result page', () => {
  it('finds names, titles, descriptions, contents and tags', async () => {
    const answer = await found(quick('hello', BY_NAME));
    expect(names(answer)).toEqual(HITS);
    expect(answer.pagination).toEqual({ count: 6, hasMoreItems: false, totalItems: 6, skipCount: 0, maxItems: 25 });
    expect(answer.entries[2]).toEqual({
      id: ids['hello world.txt'],
      name: 'hello world.txt',
      nodeType: 'cm:content',
      isFolder: false,
      isFile: true,
      parentId: ids['Lab'],
      createdAt: expect.stringMatching(/\+0000$/) as string,
      createdByUser: { id: 'anna', displayName: 'anna' },
      modifiedAt: expect.stringMatching(/\+0000$/) as string,
      modifiedByUser: { id: 'anna', displayName: 'anna' },
      content: { mimeType: 'text/plain', mimeTypeName: 'Plain Text', sizeInBytes: 19, encoding: 'UTF-8' },
      properties: { 'cm:versionLabel': '1.0', 'cm:versionType': 'MAJOR' },
      path: expect.objectContaining({ name: '/Company Home/User Homes/anna/Lab', isComplete: true }) as Json,
      allowableOperations: ['delete', 'update', 'updatePermissions'],
      search: {
        score: expect.any(Number) as number,
        highlight: [{ field: 'cm:name', snippets: ["<span class='aca-highlight'>hello</span> world.txt"] }],
      },
      location: 'nodes',
    });
  });

  it('orders by score, and shows where the words are', async () => {
    const { entries } = await found(quick('hello'));
    const scores = entries.map(({ search }) => (search as { readonly score: number }).score);
    expect(scores).toEqual([...scores].sort((left, right) => right - left));
    const described = entries.find(({ name }) => name === 'described.txt');
    const long = entries.find(({ name }) => name === 'notes.txt');
    expect((long?.['search'] as Json)['highlight']).toEqual([
      {
        field: 'cm:content',
        snippets: [`${"<span class='aca-highlight'>hello</span> from the text ".repeat(5)}`.trim()],
      },
    ]);
    expect((described?.['search'] as Json)['highlight']).toEqual([
      {
        field: 'cm:description',
        snippets: ["says <span class='aca-highlight'>hello</span> twice, <span class='aca-highlight'>Hello</span>"],
      },
    ]);
  });

  it('counts who made and who changed what is found', async () => {
    const answer = await found(quick('hello'));
    const bucket = {
      label: 'anna',
      display: 'anna',
      metrics: [{ type: 'count', value: { count: '6' } }],
    };
    expect(contextOf(answer)).toEqual({
      facets: [
        {
          type: 'field',
          label: 'SEARCH.FACET_FIELDS.CREATOR',
          buckets: [{ ...bucket, filterQuery: 'creator:"anna"' }],
        },
        {
          type: 'field',
          label: 'SEARCH.FACET_FIELDS.MODIFIER',
          buckets: [{ ...bucket, filterQuery: 'modifier:"anna"' }],
        },
      ],
    });
  });

  it('is filled page by page', async () => {
    const pages = [];
    for (const skipCount of [0, 2, 4, 6]) {
      const answer = await found(quick('hello', { ...BY_NAME, paging: { skipCount, maxItems: 2 } }));
      pages.push([names(answer), answer.pagination]);
    }
    const paging = { totalItems: 6, maxItems: 2 };
    expect(pages).toEqual([
      [HITS.slice(0, 2), { ...paging, count: 2, hasMoreItems: true, skipCount: 0 }],
      [HITS.slice(2, 4), { ...paging, count: 2, hasMoreItems: true, skipCount: 2 }],
      [HITS.slice(4, 6), { ...paging, count: 2, hasMoreItems: false, skipCount: 4 }],
      [[], { ...paging, count: 0, hasMoreItems: false, skipCount: 6 }],
    ]);
  });

  it.each([
    ['anna', HITS, 6],
    ['paul', PUBLIC_HITS, 5],
    ['admin', HITS, 6],
    ['hruser', [], 0],
  ] as const)('shows and counts what they may see: %s', async (who, expected, total) => {
    const answer = await found(quick('hello', { ...BY_NAME, facetQueries: [{ query: '*', label: 'all' }] }), who);
    expect([names(answer), answer.pagination['totalItems']]).toEqual([expected, total]);
    const [queries] = contextOf(answer)['facets'] as readonly Json[];
    expect(queries).toEqual({
      type: 'query',
      label: 'facet_queries',
      buckets: [{ label: 'all', filterQuery: '*', metrics: [{ type: 'count', value: { count: String(total) } }] }],
    });
  });

  it('has what was written a moment ago', async () => {
    const id = await make(ids['Lab'] ?? '', 'moment.txt');
    expect(names(await found(quick('moment')))).toEqual(['moment.txt']);
    expect((await as('anna').delete(`/nodes/${id}`)).status).toBe(204);
    expect(names(await found(quick('moment')))).toEqual([]);
  });
});

const RECENT = [
  ...['app:filelink', 'cm:thumbnail', 'cm:failedThumbnail', 'cm:rating', 'dl:dataList', 'dl:todoList', 'dl:issue'],
  ...['dl:contact', 'dl:eventAgenda', 'dl:event', 'dl:task', 'dl:simpletask', 'dl:meetingAgenda', 'dl:location'],
  ...['fm:topic', 'fm:post', 'ia:calendarEvent', 'lnk:link'],
];
const recent = (who: string): Json => ({
  query: { query: '*', language: 'afts' },
  filterQueries: [
    { query: 'cm:modified:[NOW/DAY-30DAYS TO NOW/DAY+1DAY]' },
    { query: `cm:modifier:'${who}' OR cm:creator:'${who}'` },
    { query: `TYPE:"content" AND -PATH:"//cm:wiki/*" ${RECENT.map((type) => `AND -TYPE:"${type}"`).join(' ')}` },
  ],
  include: ['path', 'properties', 'allowableOperations', 'aspectNames'],
  sort: [{ type: 'FIELD', field: 'cm:modified', ascending: false }],
  paging: { maxItems: 25, skipCount: 0 },
});
const live = (text: string): Json => ({
  query: { query: `'${text}*' OR name:'${text}*'`, language: 'afts' },
  include: ['path'],
  filterQueries: [{ query: "TYPE:'cm:folder' OR TYPE:'cm:content'" }, { query: 'NOT cm:creator:System' }],
});
const plain = (query: string, ...filters: readonly string[]): Json => ({
  query: { query },
  filterQueries: filters.map((each) => ({ query: each })),
});
const lucene = (query: string): Json => ({
  query: { query, language: 'lucene' },
  filterQueries: [{ query: `ANCESTOR:"${reference('Lab')}"` }],
});
const reference = (name: string): string => `workspace://SpacesStore/${ids[name]}`;
/** In the folder of this test. */
const FILES = ['described.txt', 'hello secret.txt', 'hello world.txt', 'notes.txt', 'page.html', 'tagged.txt'];

describe.each<readonly [what: string, body: () => Json, expected: readonly string[]]>([
  ['recent files', () => recent('anna'), FILES],
  ['recent files of somebody else', () => recent('paul'), []],
  ['the live search box', () => live('hello'), [...HITS.filter((name) => name !== 'tagged.txt'), 'greetings']],
  ['the live search box, two words', () => live('hello wor'), ['hello world.txt']],
  ['names of sites', () => plain('name: "greetings" OR name: "others"', "TYPE:'st:site'"), ['greetings']],
  ['a tag', () => plain('TAG:"hello-tag"'), ['tagged.txt']],
  ['tags by their beginning', () => plain('TAG:"hello*"'), ['tagged.txt']],
  ['children', () => plain(`PARENT:"${reference('Secret')}"`), ['hello secret.txt']],
  ['descendants', () => plain(`ANCESTOR:"${reference('Lab')}"`, "TYPE:'cm:content'"), FILES],
  ['an id', () => plain(`ID:"${reference('titled')}"`), ['titled']],
  ['the picker', () => plain('(titl*)', ...PAGE_FILTERS.map(({ query }) => query)), ['titled']],
  ['templates', () => plain('PATH:"//app:node_templates"'), ['Node Templates']],
  ['a path', () => plain('PATH:"//cm:Lab/cm:Secret//*"'), ['hello secret.txt']],
  [
    'sizes',
    () => plain('cm:content.size:[1 TO 1024]', `ANCESTOR:"${reference('Lab')}"`),
    ['hello world.txt', 'page.html'],
  ],
  ['media types', () => plain('content.mimetype:"text/html"'), ['page.html']],
  ['what is not set', () => plain('ISUNSET:"cm:description" AND TYPE:"cm:folder" AND titled'), ['titled']],
  ['a site', () => plain('SITE:"greetings" AND TYPE:"cm:folder"', 'name:documentLibrary'), ['documentLibrary']],
  ['terms side by side', () => plain('fox hello AND titled'), ['hello world.txt', 'titled']],
  [
    'terms side by side, all of them',
    () => ({ ...plain('hello titled'), defaults: { defaultFTSOperator: 'and', defaultFTSFieldOperator: 'AND' } }),
    ['titled'],
  ],
  [
    'a default field',
    () => ({ ...plain('hello'), defaults: { defaultFieldName: 'cm:title' } }),
    ['titled', 'greetings'],
  ],
  [
    'a template',
    () => ({
      ...plain('look:hello', `ANCESTOR:"${reference('Lab')}"`),
      templates: [{ name: 'look', template: '%(cm:title cm:description)' }],
    }),
    ['described.txt', 'titled'],
  ],
  [
    'some of many filters',
    () => ({ query: { query: 'hello' }, filterQueries: [{ queries: ['name:titled', 'name:notes'] }] }),
    ['notes.txt', 'titled'],
  ],
  ['Lucene: what must be there', () => lucene('+TYPE:"cm:folder" hello titled'), ['Secret', 'titled']],
  ['Lucene: what must not', () => lucene('+TEXT:hello -TYPE:"cm:folder" -@cm\\:name:"notes*"'), HITS.slice(0, 3)],
  ['Lucene: one of some', () => lucene('titled fox NOT TYPE:"cm:folder"'), ['hello world.txt']],
  ['Lucene: AND and OR', () => lucene('titled OR hello AND fox'), ['hello world.txt']],
  ['Lucene: groups', () => lucene('(titled OR notes) AND TEXT:(hello nothing)'), ['notes.txt', 'titled']],
  [
    'a statement',
    () => ({
      query: {
        language: 'CMIS',
        query: "SELECT * FROM cmis:document WHERE cmis:name LIKE 'hello%' ORDER BY cmis:name",
      },
    }),
    ['hello secret.txt', 'hello world.txt'],
  ],
])('%s', (...[, body, expected]) => {
  it('are found', async () => {
    const answer = await found(body());
    expect([...names(answer)].sort()).toEqual([...expected].sort());
    expect(answer.pagination['totalItems']).toBe(expected.length);
  });
});

const SITE_GROUPS = [
  'GROUP_site_greetings',
  ...['Collaborator', 'Consumer', 'Contributor', 'Manager'].map((role) => `GROUP_site_greetings_Site${role}`),
];

describe('people and groups', () => {
  /** What the dialog for permissions sends. */
  const authorities = (text: string, more: Json = {}): Json => ({
    query: {
      query: `(userName:*${text}* OR email:*${text}* OR firstName:*${text}* OR lastName:*${text}* OR displayName:*${text}* OR authorityName:*${text}* OR authorityDisplayName:*${text}*) AND PATH:"//cm:APP.DEFAULT/*"`,
      language: 'afts',
    },
    include: ['aspectNames', 'properties'],
    paging: { maxItems: 25, skipCount: 0 },
    filterQueries: [{ query: "TYPE:'cm:authority'" }],
    ...more,
  });

  beforeAll(async () => {
    await as('admin').put('/people/hruser', { firstName: 'Hanna', lastName: 'Resch', email: 'h.resch@example.org' });
    await as('admin').make('/groups', { id: 'hr-people', displayName: 'Human Resources (all)' });
  });

  it.each([
    ['hr', ['GROUP_hr-people', 'hruser']],
    ['ANNA', ['anna', 'hruser']],
    ['resource', ['GROUP_hr-people']],
    ['resch@ex', ['hruser']],
    ['site_greetings', []],
    ['nobody', []],
  ])('are found by %s', async (text, expected) => {
    const answer = await found(authorities(text, BY_NAME), 'paul');
    expect([names(answer), answer.pagination['totalItems']]).toEqual([expected, expected.length]);
  });

  it('have what is asked for', async () => {
    const { entries } = await found(authorities('hr', BY_NAME));
    expect(entries).toEqual([
      expect.objectContaining({
        id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        name: 'GROUP_hr-people',
        nodeType: 'cm:authorityContainer',
        isFolder: false,
        isFile: false,
        aspectNames: ['cm:auditable'],
        properties: { 'cm:authorityName': 'GROUP_hr-people', 'cm:authorityDisplayName': 'Human Resources (all)' },
        location: 'nodes',
      }),
      expect.objectContaining({
        nodeType: 'cm:person',
        properties: {
          'cm:userName': 'hruser',
          'cm:homeFolder': expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
          'cm:firstName': 'Hanna',
          'cm:lastName': 'Resch',
          'cm:email': 'h.resch@example.org',
        },
      }),
    ]);
  });

  it.each([
    ["TYPE:'cm:person' AND hanna", ['hruser']],
    ["TYPE:'cm:person' AND lastName:res*", ['hruser']],
    ["TYPE:'cm:person' AND lastName:res", []],
    ["TYPE:'cm:person' AND =firstName:hanna", []],
    ["TYPE:'cm:person' AND =firstName:Hanna AND -TYPE:'st:site'", ['hruser']],
    ["TYPE:'cm:person' AND firstName:H?nna", ['hruser']],
    ["TYPE:'cm:person' AND email:*", ['hruser']],
    ["TYPE:'cm:authorityContainer' AND 'human resources'", ['GROUP_hr-people']],
    ["TYPE:'cm:person' AND NOT (userName:anna OR userName:paul OR userName:admin OR userName:guest)", ['hruser']],
    ["TYPE:'cm:authority' AND ASPECT:'cm:titled'", []],
    [
      'PATH:"/sys:system/sys:zones/cm:AUTH.ALF/*" AND (authorityName:GROUP_site_g* OR userName:hruser)',
      [...SITE_GROUPS, 'hruser'],
    ],
    ['PATH:"//cm:APP.SHARE/*"', SITE_GROUPS],
    ['PATH:"//cm:APP.DEFAULT/*" AND authorityName:*greetings*', []],
    [
      "userName:hruser OR (TYPE:'cm:category' AND name:greetings) OR name:'hello world.txt'",
      ['hello world.txt', 'hruser'],
    ],
  ])('%s', async (query, expected) => {
    expect(names(await found({ query: { query }, ...BY_NAME }))).toEqual(expected);
  });

  it('come page by page, in the order that is asked for', async () => {
    const answer = await found({
      ...plain("TYPE:'cm:person'"),
      sort: [{ type: 'FIELD', field: 'cm:userName', ascending: false }],
      paging: { skipCount: 1, maxItems: 2 },
      fields: ['name', null],
    });
    expect(answer.entries).toEqual([{ name: 'hruser' }, { name: 'guest' }]);
    expect(answer.pagination).toEqual({ count: 2, hasMoreItems: true, totalItems: 5, skipCount: 1, maxItems: 2 });
  });
});

describe('categories', () => {
  const categories: Record<string, string> = {};
  beforeAll(async () => {
    const make = async (parent: string, name: string): Promise<void> => {
      const made = await as('admin').make(`/categories/${categories[parent] ?? '-root-'}/subcategories`, { name });
      categories[name] = String(made['id']);
    };
    await make('', 'Languages');
    await make('Languages', 'English');
    await make('English', 'British English');
    await make('', 'Regions');
    for (const [file, category] of [
      ['notes.txt', 'English'],
      ['page.html', 'British English'],
    ] as const)
      await as('anna').make(`/nodes/${ids[file]}/category-links`, { categoryId: categories[category] });
  });

  it.each([
    // What the dialog for categories sends.
    [
      `cm:name:"*ngli*" AND TYPE:'cm:category' AND PATH:"/cm:categoryRoot/cm:generalclassifiable//*"`,
      ['British English', 'English'],
    ],
    ['PATH:"/cm:categoryRoot/cm:generalclassifiable/*"', ['Languages', 'Regions']],
    ['PATH:"/cm:categoryRoot/cm:generalclassifiable/cm:Languages/*"', ['English']],
    ['PATH:"/cm:categoryRoot/cm:generalclassifiable/cm:Languages//*"', ['British English', 'English']],
    ['PATH:"/cm:categoryRoot/cm:generalclassifiable//cm:English//."', ['British English', 'English']],
    ['PATH:"/cm:categoryRoot/cm:taggable/*"', ['hello-tag']],
    ['PATH:"/cm:generalclassifiable/cm:Languages/cm:English/member"', ['notes.txt']],
    ['PATH:"/cm:generalclassifiable/cm:Languages//member"', ['notes.txt', 'page.html']],
    ['PATH:"/cm:taggable/cm:hello-tag/member"', ['tagged.txt']],
    ['PATH:"/cm:categoryRoot/cm:generalclassifiable/cm:Nothing//*"', []],
  ])('%s', async (query, expected) => {
    expect(names(await found({ query: { query }, ...BY_NAME }))).toEqual(expected);
  });

  it('are found by their ids, and know where they are', async () => {
    const id = categories['English'] ?? '';
    for (const value of [id, `workspace://SpacesStore/${id}`])
      expect(names(await found(plain(`cm:categories:"${value}"`)))).toEqual(['notes.txt']);
    const [english] = (await found({ ...plain(`ID:"${id}"`), include: ['path'] })).entries;
    expect(english).toMatchObject({
      ...{ id, nodeType: 'cm:category' },
      path: { name: '/categories/General/Languages', isComplete: true, elements: [] },
    });
  });
});

describe('spelling', () => {
  const spelled = (text: string, more: Json = {}): Json => ({
    query: { query: `TEXT:"${text}"`, userQuery: text },
    spellcheck: {},
    ...more,
  });
  beforeAll(async () => {
    await upload(ids['Lab'] ?? '', 'zebra.txt', 'zebras and zebra and Ελλάδα and réunion');
    await upload(ids['Secret'] ?? '', 'hidden.txt', 'xylophone');
  });

  it.each([
    ['zebre', ['zebra']],
    ['zbera', ['zebra']],
    ['zzebra', ['zebra']],
    ['zbra', ['zebra']],
    ['zebraz', ['zebra', 'zebras']],
    ['Ελάδα', ['ελλαδα']],
    ['REUNIOM', ['reunion']],
    ['quick zebre OR "browm"', ['quick zebra OR "brown"']],
    ['zebra', undefined],
    ['quick', undefined],
    ['zxcvbnm', undefined],
    ['zebre zxcvbnm', undefined],
    ['ab', undefined],
  ])('%s', async (text, suggestions) => {
    const { spellCheck } = contextOf(await found(spelled(text)));
    expect(spellCheck).toEqual(suggestions && { type: 'didYouMean', suggestions });
  });

  it('suggests only what the caller would find', async () => {
    const asked = { ...plain('x'), spellcheck: { query: 'xylophome' } };
    expect(contextOf(await found(asked, 'anna'))).toEqual({
      spellCheck: { type: 'didYouMean', suggestions: ['xylophone'] },
    });
    expect(contextOf(await found(asked, 'paul'))).toEqual({});
  });

  it.each([['nothing typed', { ...plain('x'), spellcheck: {} }]])('is refused for %s', async (_, body) => {
    expect((await ask(body)).status).toBe(400);
  });
});

describe('the trash', () => {
  const gone = (query: string, more: Json = {}): Json => ({
    ...{ query: { query }, scope: { locations: ['deleted-nodes'] } },
    ...more,
  });
  beforeAll(async () => {
    const bin = await make('-my-', 'Bin', { nodeType: 'cm:folder' });
    const folder = await make(bin, 'gone folder', { nodeType: 'cm:folder' });
    await make(folder, 'gone inside.txt');
    await upload(bin, 'gone words.txt', 'an ostrich among ostriches');
    await make(bin, 'gone titled.txt', { properties: { 'cm:title': 'About an emu', 'cm:author': 'Ada' } });
    await make(bin, 'gone tagged.txt');
    await as('anna').make(`/nodes/${ids['gone tagged.txt']}/tags`, { tag: 'bird' });
    await make(bin, 'kept.txt', { properties: { 'cm:title': 'ostrich' } });
    for (const name of ['gone words.txt', 'gone titled.txt', 'gone tagged.txt', 'gone folder'])
      expect((await as('anna').delete(`/nodes/${ids[name]}`)).status).toBe(204);
    const other = String(
      (await as('paul').make('/nodes/-my-/children', { name: 'gone too', nodeType: 'cm:content' }))['id'],
    );
    await as('paul').delete(`/nodes/${other}`);
  });
  const ALL_GONE = ['gone folder', 'gone tagged.txt', 'gone titled.txt', 'gone words.txt'];

  it.each([
    ['gone', ALL_GONE],
    ['ostrich', ['gone words.txt']],
    ['TEXT:"among ostriches"', ['gone words.txt']],
    ['cm:title:emu', ['gone titled.txt']],
    ['cm:title:EM*', ['gone titled.txt']],
    ['=cm:author:Ada OR TAG:"bird"', ['gone tagged.txt', 'gone titled.txt']],
    ["TYPE:'cm:folder' AND gone", ['gone folder']],
    ['gone AND NOT cm:title:emu AND NOT ostrich', ['gone folder', 'gone tagged.txt']],
    ['cm:content.size:[1 TO MAX] AND gone', ['gone words.txt']],
    ['gone AND cm:creator:paul', []],
    ['ISUNSET:"cm:nothing" AND "gone titled"', ['gone titled.txt']],
    ['nothing', []],
  ])('%s', async (query, expected) => {
    const answer = await found(gone(query, BY_NAME));
    expect([names(answer), answer.pagination['totalItems']]).toEqual([expected, expected.length]);
  });

  it('shows what was deleted, by whom and when, page by page', async () => {
    const more = { ...BY_NAME, include: ['properties', 'path'], paging: { skipCount: 2, maxItems: 1 } };
    const answer = await found(gone('gone', { ...more, highlight: { fields: [{ field: 'name' }] } }));
    expect(answer.entries).toEqual([
      expect.objectContaining({
        ...{ id: ids['gone titled.txt'], name: 'gone titled.txt', location: 'deleted-nodes' },
        archivedAt: expect.stringMatching(/\+0000$/) as string,
        archivedByUser: { id: 'anna', displayName: 'anna' },
        properties: expect.objectContaining({ 'cm:title': 'About an emu' }) as Json,
        search: {
          score: expect.any(Number) as number,
          highlight: [{ field: 'name', snippets: ['<em>gone</em> titled.txt'] }],
        },
      }),
    ]);
    expect(answer.entries[0]).not.toHaveProperty('parentId');
    expect(answer.pagination).toEqual({ count: 1, hasMoreItems: true, totalItems: 4, skipCount: 2, maxItems: 1 });
  });

  it.each([
    ['anna', ALL_GONE],
    ['paul', ['gone too']],
    ['hruser', []],
    ['admin', [...ALL_GONE, 'gone too']],
  ] as const)('is for %s what %s may bring back', async (who, expected) => {
    expect(names(await found(gone('gone', BY_NAME), who))).toEqual([...expected].sort());
  });

  it('comes in the order of words, and else the last first', async () => {
    const { entries } = await found(gone('ostrich OR gone', { sort: [{ type: 'SCORE' }] }));
    const scores = entries.map(({ search }) => (search as { readonly score: number }).score);
    expect(scores).toEqual([...scores].sort((one, other) => other - one));
    expect(scores[0]).toBeGreaterThan(0);
    const [last] = names(await found(gone('*')));
    expect(last).toBe('gone folder');
  });

  it('is searched alone, in words, and not counted by fields', async () => {
    for (const body of [
      { ...gone('x'), scope: { locations: ['deleted-nodes', 'nodes'] } },
      gone('x', { facetFields: { facets: [{ field: 'creator' }] } }),
      gone('x', { query: { query: 'SELECT * FROM cmis:document', language: 'cmis' } }),
      gone('x', { spellcheck: { query: 'x' } }),
    ])
      expect((await ask(body)).status).toBe(400);
  });
});
