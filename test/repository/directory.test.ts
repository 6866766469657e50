import { openTestRepository, type TestRepository } from '../support/repository';
import type { Request } from '../../src/repository/contract/request';

let test: TestRepository;
let anna: Request;

const PAGE = { maxItems: 100, skipCount: 0 };
const NO_FILTER = { visibilities: [], presets: [] };
const BY_ID = { by: 'id', descending: false } as const;

beforeAll(async () => {
  test = await openTestRepository();
  anna = await test.person('anna');
  await test.person('paul');
  for (const name of ['s1', 's2', 's3'])
    await test.repository.createSite(anna, { name, title: name, visibility: 'MODERATED' });
  await test.repository.addSiteMembers(anna, {
    site: 's1',
    members: [{ kind: 'person', name: 'paul', role: 'SiteConsumer' }],
  });
});
afterAll(() => test.close());

it.each<readonly [string, () => Promise<{ readonly items: readonly unknown[] }>, number]>([
  ['people', () => test.repository.listPeople(anna, { page: PAGE, order: [] }), 4],
  ['groups', () => test.repository.listGroups(anna, { page: PAGE, order: BY_ID, filter: {} }), 22],
  [
    'groups of a person',
    () => test.repository.listGroupsOfPerson(anna, { person: 'anna', page: PAGE, order: BY_ID, filter: {} }),
    7,
  ],
  [
    'members of a group',
    () => test.repository.listMembers(anna, { group: 'GROUP_site_s1', page: PAGE, order: BY_ID }),
    4,
  ],
  ['sites', () => test.repository.listSites(anna, { page: PAGE, order: [], filter: NO_FILTER }), 3],
  ['members of a site', () => test.repository.listSiteMembers(anna, { site: 's1', kind: 'person', page: PAGE }), 2],
  [
    'sites of a person',
    () => test.repository.listSitesOfPerson(anna, { person: 'anna', page: PAGE, order: [], filter: NO_FILTER }),
    3,
  ],
  ['requests', () => test.repository.listSiteRequests(anna, { page: PAGE, toDecide: true }), 0],
])('a page of %s costs one statement', async (_what, list, length) => {
  let found: readonly unknown[] = [];
  const statements = await test.statementsOf(async () => {
    found = (await list()).items;
  });
  expect([statements.length, found.length]).toEqual([1, length]);
});

it('sites of one name, made at the same moment, are one', async () => {
  const made = await Promise.allSettled(
    [1, 2, 3].map(() => test.repository.createSite(anna, { name: 'same', title: 'Same', visibility: 'PRIVATE' })),
  );
  const refused = made.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  expect(refused).toHaveLength(2);
  for (const reason of refused) expect(reason).toMatchObject({ code: 'nameConstraintViolation' });
});

it('the last two managers cannot both leave at the same moment', async () => {
  const paul = await test.person('paula');
  await test.repository.createSite(anna, { name: 'two', title: 'Two', visibility: 'PRIVATE' });
  await test.repository.addSiteMembers(anna, {
    site: 'two',
    members: [{ kind: 'person', name: 'paula', role: 'SiteManager' }],
  });
  const left = await Promise.allSettled([
    test.repository.removeSiteMember(anna, { site: 'two', kind: 'person', name: 'anna' }),
    test.repository.removeSiteMember(paul, { site: 'two', kind: 'person', name: 'paula' }),
  ]);
  expect(left.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});
