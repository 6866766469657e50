import type { Json } from '../cmis/browser/client';
import { outcome, startStandard, type Standard } from './fixtures';

let standard: Standard;
let infos: Readonly<Record<string, Json>>;
let info: Json;
let capabilities: Json;

beforeAll(async () => {
  standard = await startStandard();
  const service = standard.admin.repositoryUrl.replace(/\/[^/]+$/, '');
  infos = (await standard.admin.fetch(service)).json as typeof infos;
  const answer = await standard.admin.get('repository', 'repositoryInfo');
  info = Object.values(answer.json as typeof infos)[0] ?? {};
  capabilities = info['capabilities'] as Json;
});
afterAll(() => standard.close());

it('1: repositories are listed with id and name', () => {
  for (const one of Object.values(infos)) {
    expect(one['repositoryId']).toMatch(/./);
    expect(one['repositoryName']).toMatch(/./);
  }
});

it('2: no repository is listed twice', () => {
  const ids = Object.values(infos).map((one) => one['repositoryId']);
  expect(ids).toEqual(Object.keys(infos));
  expect(new Set(ids).size).toBe(1);
});

it('3: the repository tells its own id', () => {
  expect(info['repositoryId']).toBe(standard.admin.repositoryUrl.split('/').pop());
});

it('4: an unknown repository is objectNotFound', async () => {
  const answer = await standard.admin.fetch(`${standard.admin.repositoryUrl}x?cmisselector=repositoryInfo`);
  expect(outcome(answer)).toBe('objectNotFound');
});

it('5: the version of the standard is 1.1', () => expect(info['cmisVersionSupported']).toBe('1.1'));

it.each([
  ['6: the vendor has a name', 'vendorName'],
  ['7: the product has a name', 'productName'],
  ['8: the product has a version', 'productVersion'],
  ['9: the root folder has an id', 'rootFolderId'],
])('%s', (_title, field) => expect(info[field]).toMatch(/./));

const FLAGS = [
  'capabilityAllVersionsSearchable',
  'capabilityGetDescendants',
  'capabilityGetFolderTree',
  'capabilityMultifiling',
  'capabilityPWCSearchable',
  'capabilityPWCUpdatable',
  'capabilityUnfiling',
  'capabilityVersionSpecificFiling',
];

const CHOICES = [
  ['11: order is none, common or custom', 'capabilityOrderBy', ['none', 'common', 'custom']],
  [
    '12: content is updatable never, always or in working copies',
    'capabilityContentStreamUpdatability',
    ['none', 'anytime', 'pwconly'],
  ],
  ['13: changes have a legal value', 'capabilityChanges', ['none', 'objectidsonly', 'properties', 'all']],
  ['14: renditions are none or read', 'capabilityRenditions', ['none', 'read']],
  [
    '15: query has a legal value',
    'capabilityQuery',
    ['none', 'metadataonly', 'fulltextonly', 'bothseparate', 'bothcombined'],
  ],
  ['16: join has a legal value', 'capabilityJoin', ['none', 'inneronly', 'innerandouter']],
  ['17: ACL is none, discover or manage', 'capabilityACL', ['none', 'discover', 'manage']],
] as const;

it('10: all fifteen capabilities are there', () => {
  for (const flag of FLAGS) expect([flag, typeof capabilities[flag]]).toEqual([flag, 'boolean']);
  for (const [, name, values] of CHOICES) expect(values).toContain(capabilities[name]);
});

it.each(CHOICES)('%s', (_title, name, values) => expect(values).toContain(capabilities[name]));

it('18: no changes of secondary types are told', () => {
  expect(info['changesOnType']).not.toContain('cmis:secondary');
});

it('19: features have ids, each once', () => {
  const ids = (info['extendedFeatures'] as readonly Json[]).map((feature) => feature['id']);
  for (const id of ids) expect(id).toMatch(/./);
  expect(new Set(ids).size).toBe(ids.length);
});

it('20: the root folder is a folder', async () => {
  expect((await standard.propertiesOf(String(info['rootFolderId'])))['cmis:baseTypeId']).toBe('cmis:folder');
});

it('21: ids of features are URIs', () => {
  for (const feature of info['extendedFeatures'] as readonly Json[]) {
    expect(URL.canParse(String(feature['id']))).toBe(true);
  }
});
