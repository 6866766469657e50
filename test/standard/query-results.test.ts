import { named, properties, type Answer, type BrowserClient, type Fields, type Json } from '../cmis/browser/client';
import { fresh, startStandard, type Standard } from './fixtures';
import { makeDocument, QUERY_TYPES, resultsOf, rowsOf } from './query-fixtures';

let standard: Standard;
let admin: BrowserClient;

beforeAll(async () => {
  standard = await startStandard();
  ({ admin } = standard);
  for (const type of QUERY_TYPES) await standard.newType(type);
  const aspect = { 'cmis:secondaryObjectTypeIds': ['q:aspect'], 'q:mark': 'm' };
  await makeDocument(standard, 'one', { values: { ...aspect, 'q:int': 1, 'q:tags': ['x', 'y'] } });
  await makeDocument(standard, 'three', { values: { 'q:int': 3 } });
  await makeDocument(standard, 'two', { values: aspect });
});
afterAll(() => standard.close());

const rows = (q: string, parameters: Fields = {}): Promise<readonly Json[]> => rowsOf(admin, q, parameters);
const ask = (q: string, parameters: Fields = {}): Promise<Answer> =>
  admin.get('repository', 'query', { q, ...parameters });
const names = async (q: string, parameters: Fields = {}): Promise<readonly unknown[]> =>
  (await rows(q, parameters)).map((row) => row['cmis:name'] ?? row['d.cmis:name']);

/** Query names of a type's properties. */
async function columnsOf(typeId: string, cardinality: string): Promise<readonly unknown[]> {
  const type = (await admin.get('repository', 'typeDefinition', { typeId })).json as Json;
  return Object.values(type['propertyDefinitions'] as Record<string, Json>)
    .filter((definition) => definition['cardinality'] === cardinality)
    .map((definition) => definition['queryName']);
}

describe('what is selected', () => {
  it.each([
    ['415: * selects all single-valued properties', 'single'],
    ['488: * selects many-valued properties, too', 'multi'],
  ])('%s', async (_title, cardinality) => {
    for (const type of ['cmis:document', 'q:doc']) {
      const wanted = await columnsOf(type, cardinality);
      expect(wanted.length).toBeGreaterThan(0);
      const found = await rows(`SELECT * FROM ${type}`);
      expect(found.length).toBeGreaterThan(0);
      for (const row of found) expect(Object.keys(row)).toEqual(expect.arrayContaining([...wanted]));
    }
  });

  it('416: listed columns are exactly those of each row', async () => {
    const found = await rows('SELECT cmis:objectId, cmis:name FROM cmis:folder');
    expect(found.length).toBeGreaterThan(0);
    for (const row of found) expect(Object.keys(row).sort()).toEqual(['cmis:name', 'cmis:objectId']);
  });

  it('417: a column has the id of its property and its query name', async () => {
    const [row] = resultsOf(await ask('SELECT * FROM q:doc'));
    for (const [queryName, column] of Object.entries(row?.['properties'] as Record<string, Json>))
      expect(column).toMatchObject({
        id: expect.stringMatching(/./) as unknown,
        propertyDefinitionId: column['id'],
        queryName,
      });
  });

  it('418: an alias is the query name', async () => {
    const [row] = resultsOf(await ask('SELECT cmis:name AS n FROM cmis:document'));
    expect(row?.['properties']).toMatchObject({ n: { id: 'cmis:name', queryName: 'n' } });
  });

  it('487: what an ancestor defines is there, if only as not set', async () => {
    await makeDocument(standard, 'below', { typeId: 'q:sub' });
    expect(await rows('SELECT cmis:name, q:int FROM q:sub')).toEqual([{ 'cmis:name': 'below', 'q:int': null }]);
    await admin.post({ path: `${String(standard.folder.properties['cmis:path'])}/below` }, 'delete');
  });

  it('424: a query of a type finds its subtypes', async () => {
    const id = await makeDocument(standard, 'subtype', { typeId: 'q:sub' });
    expect(await names("SELECT cmis:name FROM q:doc WHERE cmis:name = 'subtype'")).toEqual(['subtype']);
    expect(await names("SELECT cmis:name FROM cmis:document WHERE cmis:name = 'subtype'")).toEqual(['subtype']);
    await admin.post({ id }, 'delete');
  });

  it('425: but not subtypes that keep out of it', async () => {
    const id = await makeDocument(standard, 'apart', { typeId: 'q:apart' });
    expect(await names("SELECT cmis:name FROM q:doc WHERE cmis:name = 'apart'")).toEqual([]);
    expect(await names("SELECT cmis:name FROM q:apart WHERE cmis:name = 'apart'")).toEqual(['apart']);
    await admin.post({ id }, 'delete');
  });
});

describe('order and pages', () => {
  it('463: ORDER BY ASC ascends', async () => {
    expect(await names('SELECT cmis:name FROM q:doc ORDER BY cmis:name ASC')).toEqual(['one', 'three', 'two']);
  });

  it('464: ORDER BY DESC descends', async () => {
    const found = await rows('SELECT cmis:name, cmis:creationDate FROM cmis:document ORDER BY cmis:creationDate DESC');
    const dates = found.map((row) => Number(row['cmis:creationDate']));
    expect(dates.length).toBeGreaterThan(2);
    expect(dates).toEqual([...dates].sort((one, other) => other - one));
  });

  it('480: maxItems=1 answers one row, and that there are more', async () => {
    const answer = await ask('SELECT cmis:name FROM q:doc', { maxItems: 1 });
    expect(resultsOf(answer)).toHaveLength(1);
    expect((answer.json as Json)['hasMoreItems']).toBe(true);
  });

  it('481: skipCount=1 leaves out the first row', async () => {
    const q = 'SELECT cmis:name FROM q:doc ORDER BY cmis:name';
    expect(await names(q, { skipCount: 1 })).toEqual((await names(q)).slice(1));
  });
});

describe('joins', () => {
  const join = (kind: string): string =>
    `SELECT d.cmis:name, a.q:mark FROM q:doc AS d ${kind} JOIN q:aspect AS a ON d.cmis:objectId = a.cmis:objectId`;

  it('474: primary types are joined on equal columns', async () => {
    const other = await makeDocument(standard, 'other', { typeId: 'q:apart', values: { 'q:int': 3 } });
    const q = 'SELECT d.cmis:name FROM q:doc AS d INNER JOIN q:apart AS o ON d.q:int = o.q:int';
    expect(await names(q)).toEqual(['three']);
    await admin.post({ id: other }, 'delete');
  });

  it('491: a primary type is joined to a secondary type on the id', async () => {
    expect(await rows(`${join('')} ORDER BY d.cmis:name`)).toEqual([
      { 'd.cmis:name': 'one', 'a.q:mark': 'm' },
      { 'd.cmis:name': 'two', 'a.q:mark': 'm' },
    ]);
    expect(await rows(join('LEFT'))).toHaveLength(3);
  });

  it('476: a secondary type has one row for each object that has it, with its id', async () => {
    const found = await rows('SELECT * FROM q:aspect');
    expect(found).toHaveLength(2);
    for (const row of found)
      expect(row).toEqual(
        expect.objectContaining({ 'cmis:objectId': expect.stringMatching(/./) as unknown, 'q:mark': 'm' }),
      );
  });

  it.each([
    ['477: relationships cannot be asked for where columns are of two types', { includeRelationships: 'source' }],
    ['478: allowable actions cannot be asked for where columns are of two types', { includeAllowableActions: true }],
  ])('%s', async (_title, parameters) => {
    const answer = await ask(join(''), parameters);
    expect([answer.status, answer.json]).toMatchObject([400, { exception: 'invalidArgument' }]);
  });
});

describe('more than columns', () => {
  it('479: allowable actions come with each row of one type', async () => {
    const found = resultsOf(await ask('SELECT cmis:name FROM q:doc', { includeAllowableActions: true }));
    expect(found).toHaveLength(3);
    for (const row of found) expect(row['allowableActions']).toMatchObject({ canGetProperties: true });
  });

  it('496: relationships and renditions do, too', async () => {
    const [sourceId, targetId] = (await rows('SELECT cmis:objectId, cmis:name FROM q:doc ORDER BY cmis:name')).map(
      (row) => String(row['cmis:objectId']),
    );
    const ends = { 'cmis:sourceId': sourceId ?? '', 'cmis:targetId': targetId ?? '' };
    const made = await admin.make('repository', 'createRelationship', named('cmis:relationship', fresh(), ends));
    const parameters = { includeRelationships: 'source', renditionFilter: '*', succinct: true };
    const found = resultsOf(await ask('SELECT cmis:name FROM q:doc ORDER BY cmis:name', parameters));
    const related = found.map((row) =>
      (row['relationships'] as readonly Json[]).map((each) => (each['succinctProperties'] as Json)['cmis:objectId']),
    );
    expect(related).toEqual([[made.id], [], []]);
    for (const row of found) expect(row).toMatchObject({ renditions: [] });
    await admin.post({ id: made.id }, 'delete');
  });
});

describe('versions and rights', () => {
  let name: string;
  const labels = async (parameters: Fields): Promise<readonly unknown[]> => {
    const q = `SELECT cmis:versionLabel FROM cmis:document WHERE cmis:name = '${name}'`;
    return (await rows(q, parameters)).map((row) => row['cmis:versionLabel']).sort();
  };

  beforeAll(async () => {
    const first = await standard.newDocument({ text: 'one' });
    name = String(first.properties['cmis:name']);
    const copy = await admin.make({ id: first.id }, 'checkOut');
    await admin.make({ id: copy.id }, 'checkIn', {}, { text: 'two' });
  });

  it('482: only the latest version is found', async () => {
    expect(await labels({ searchAllVersions: false })).toEqual(['2.0']);
    expect(await labels({})).toEqual(['2.0']);
  });

  it('483: older ones are found where all versions are searched', async () => {
    expect(await labels({ searchAllVersions: true })).toEqual(['1.0', '2.0']);
  });

  it('485: working copies are found', async () => {
    const { id } = await standard.newDocument();
    const copy = await admin.make({ id }, 'checkOut', {});
    await admin.make({ id: copy.id }, 'update', properties({ 'cmis:description': 'in work' }));
    for (const searchAllVersions of [false, true]) {
      const found = await rows("SELECT cmis:objectId FROM cmis:document WHERE cmis:description = 'in work'", {
        searchAllVersions,
      });
      expect(found).toEqual([{ 'cmis:objectId': copy.id }]);
    }
    await admin.post({ id: copy.id }, 'cancelCheckOut');
  });

  it('486: nobody finds what they may not read', async () => {
    const ida = await standard.person('ida');
    const secret = fresh();
    await admin.make('repository', 'createDocument', {
      ...properties({ 'cmis:objectTypeId': 'cmis:document', 'cmis:name': secret }),
    });
    const q = `SELECT cmis:name FROM cmis:document WHERE cmis:name = '${secret}'`;
    expect(await rows(q)).toHaveLength(1);
    expect(await rowsOf(ida, q)).toEqual([]);
  });
});
