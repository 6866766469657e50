/** Why an object is in the result of a query or is not. */
import { startTestServer, type TestServer } from '../../support/server';
import { browserClient, exceptionOf, named, properties, type BrowserClient } from './client';

interface Check {
  readonly about: string;
  readonly text: string;
  readonly holds: boolean | 'unknown';
  readonly parts?: readonly Check[];
}

interface Explanation {
  readonly plan?: readonly string[];
  readonly object?: { readonly objectId: string; readonly inResult: boolean; readonly checks: readonly Check[] };
}

let server: TestServer;
let admin: BrowserClient;
let anna: BrowserClient;
let report: string;
let firstVersion: string;
let folder: string;
let hidden: string;

beforeAll(async () => {
  server = await startTestServer();
  await server.person('anna');
  await server.person('berta');
  const url = `${server.url}/cmis/1.1/browser/-default-`;
  admin = browserClient(url, { user: 'admin', password: 'admin' });
  anna = browserClient(url, { user: 'anna', password: 'anna' });
  folder = (await admin.make({ path: '/Shared' }, 'createFolder', named('cmis:folder', 'explained'))).id;
  const made = await admin.make({ id: folder }, 'createDocument', named('cmis:document', 'Report'), {
    text: 'the budget of the year',
    type: 'text/plain',
  });
  firstVersion = made.id;
  const copy = (await admin.make({ id: made.id }, 'checkOut')).id;
  report = (await admin.make({ id: copy }, 'checkIn', properties({ 'cmis:description': 'second' }))).id;
  hidden = (await admin.make({ path: '/User Homes/berta' }, 'createDocument', named('cmis:document', 'Report'))).id;
});
afterAll(() => server.close());

const explain = async (client: BrowserClient, parameters: Record<string, string | boolean>): Promise<Explanation> =>
  (await client.get('repository', 'explain', parameters)).json as Explanation;

/** What was checked, and how it came out. */
const outcomes = (checks: readonly Check[] | undefined): readonly (readonly [string, boolean | 'unknown'])[] =>
  (checks ?? []).flatMap((check) => [
    [check.about === 'condition' ? check.text : check.about, check.holds] as const,
    ...outcomes(check.parts),
  ]);

const inPlace = [
  ['access', true],
  ['type', true],
  ['version', true],
] as const;

describe('an object', () => {
  it.each<readonly [string, string, readonly (readonly [string, boolean | 'unknown'])[]]>([
    ['that is found', `SELECT * FROM cmis:document WHERE cmis:name = 'Report'`, [[`cmis:name = 'Report'`, true]]],
    ['without conditions', 'SELECT cmis:name FROM cmis:document', []],
    [
      'that one of two conditions leaves out',
      `SELECT cmis:name AS n FROM cmis:document WHERE n LIKE 'Rep%' AND (IN_FOLDER('nowhere') OR cmis:name = 'holiday')`,
      [
        [`n LIKE 'Rep%' AND (IN_FOLDER('nowhere') OR cmis:name = 'holiday')`, false],
        [`n LIKE 'Rep%'`, true],
        [`IN_FOLDER('nowhere') OR cmis:name = 'holiday'`, false],
        [`IN_FOLDER('nowhere')`, false],
        [`cmis:name = 'holiday'`, false],
      ],
    ],
    [
      'whose words are asked for with their score',
      `SELECT SCORE() AS s FROM cmis:document WHERE CONTAINS('budget -"it''s"') ORDER BY s`,
      [[`CONTAINS('budget -"it\\'s"')`, true]],
    ],
    [
      'that has no value to compare',
      `SELECT * FROM cmis:document WHERE cmis:lastModificationDate > TIMESTAMP '2001-01-01T00:00:00Z' AND NOT cmis:versionSeriesCheckedOutBy <> 'it\\'s'`,
      [
        [
          `cmis:lastModificationDate > TIMESTAMP '2001-01-01T00:00:00Z' AND NOT cmis:versionSeriesCheckedOutBy <> 'it\\'s'`,
          'unknown',
        ],
        [`cmis:lastModificationDate > TIMESTAMP '2001-01-01T00:00:00Z'`, true],
        [`NOT cmis:versionSeriesCheckedOutBy <> 'it\\'s'`, 'unknown'],
      ],
    ],
    [
      'by lists and several values',
      `SELECT * FROM cmis:document WHERE cmis:name IN ('Report', 'x') AND ANY cmis:secondaryObjectTypeIds NOT IN ('P:none') AND cmis:contentStreamLength IS NOT NULL AND cmis:isLatestVersion = true`,
      [
        [
          `cmis:name IN ('Report', 'x') AND ANY cmis:secondaryObjectTypeIds NOT IN ('P:none') AND NOT cmis:contentStreamLength IS NULL AND cmis:isLatestVersion = TRUE`,
          'unknown',
        ],
        [`cmis:name IN ('Report', 'x')`, true],
        [`ANY cmis:secondaryObjectTypeIds NOT IN ('P:none')`, 'unknown'],
        [`NOT cmis:contentStreamLength IS NULL`, true],
        [`cmis:isLatestVersion = TRUE`, true],
      ],
    ],
  ])('%s', async (_, q, conditions) => {
    const found = ((await anna.get('repository', 'query', { q })).json as { readonly results: readonly unknown[] })
      .results;
    const { object, plan } = await explain(anna, { q, objectId: report });
    expect(plan).toBeUndefined();
    expect(object?.objectId).toBe(report);
    expect(outcomes(object?.checks)).toEqual([...inPlace, ...conditions]);
    expect(object?.inResult).toBe(conditions.every(([, holds]) => holds === true));
    expect(found).toHaveLength(object?.inResult ? 1 : 0);
  });

  it('of another type is no row', async () => {
    const { object } = await explain(anna, { q: 'SELECT * FROM cmis:folder', objectId: report });
    expect([object?.inResult, outcomes(object?.checks)]).toEqual([
      false,
      [
        ['access', true],
        ['type', false],
      ],
    ]);
    expect(object?.checks[1]?.text).toBe('cmis:document is a cmis:folder');
  });

  it('that is an older version is found where all versions are searched', async () => {
    const q = 'SELECT * FROM cmis:document';
    const newest = await explain(anna, { q, objectId: firstVersion });
    expect(outcomes(newest.object?.checks).at(-1)).toEqual(['version', false]);
    const every = await explain(anna, { q, objectId: firstVersion, searchAllVersions: true });
    expect(every.object?.inResult).toBe(true);
  });

  it('without a partner in a join is no row', async () => {
    const q = 'SELECT d.cmis:name FROM cmis:document AS d JOIN cm:titled AS t ON d.cmis:objectId = t.cmis:objectId';
    const alone = await explain(anna, { q, objectId: report });
    expect(outcomes(alone.object?.checks)).toEqual([
      ['access', true],
      ['type', true],
      ['join', false],
    ]);
    const outer = await explain(anna, { q: q.replace('JOIN', 'LEFT JOIN'), objectId: report });
    expect(outer.object?.inResult).toBe(true);
  });

  it('that may not be read is not explained, but to an administrator who asks for somebody else', async () => {
    const q = `SELECT * FROM cmis:document WHERE cmis:name = 'Report'`;
    expect(exceptionOf(await anna.get('repository', 'explain', { q, objectId: hidden }))).toBe('permissionDenied');
    const { object } = await explain(admin, { q, objectId: hidden, person: 'anna' });
    expect([object?.inResult, outcomes(object?.checks)]).toEqual([false, [['access', false]]]);
    const readable = await explain(admin, { q, objectId: report, person: 'anna' });
    expect(readable.object?.inResult).toBe(true);
  });
});

it('administrators see how the statement is run', async () => {
  const { plan } = await explain(admin, { q: `SELECT * FROM cmis:document WHERE cmis:name = 'Report'` });
  expect(plan?.join('\n')).toMatch(/Limit.*[\s\S]*objects/);
});

it.each<readonly [string, Record<string, string>, string]>([
  ['no statement', {}, 'invalidArgument'],
  ['no statement that can be read', { q: 'SELECT' }, 'invalidArgument'],
  ['no type', { q: 'SELECT * FROM nothing' }, 'invalidArgument'],
  ['no id', { q: 'SELECT * FROM cmis:document', objectId: 'x' }, 'objectNotFound'],
  [
    'no person',
    { q: 'SELECT * FROM cmis:document', person: 'x', objectId: '00000000-0000-0000-0000-000000000000' },
    'invalidArgument',
  ],
  ['no object for the person', { q: 'SELECT * FROM cmis:document', person: 'anna' }, 'invalidArgument'],
  [
    'too many conditions',
    {
      q: `SELECT * FROM cmis:folder WHERE ${Array.from({ length: 201 }, (_, n) => `cmis:name = '${n}'`).join(' OR ')}`,
    },
    'invalidArgument',
  ],
])('%s is refused', async (_, parameters, exception) => {
  const objectId = parameters['objectId'] ?? (parameters['q']?.includes('OR') ? folder : undefined);
  const answer = await admin.get('repository', 'explain', { ...parameters, objectId });
  expect(exceptionOf(answer)).toBe(exception);
});

it('only administrators ask what others find', async () => {
  const q = 'SELECT * FROM cmis:document';
  expect(exceptionOf(await anna.get('repository', 'explain', { q, objectId: report, person: 'admin' }))).toBe(
    'permissionDenied',
  );
});
