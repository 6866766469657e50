import {
  named,
  properties,
  type Answer,
  type BrowserClient,
  type Fields,
  type Json,
  type ObjectAnswer,
} from '../cmis/browser/client';
import { fresh, outcome, startStandard, type Standard } from './fixtures';
import { newType } from './type-fixtures';

interface Ace {
  readonly principal: { readonly principalId: string };
  readonly permissions: readonly string[];
  readonly isDirect: boolean;
}
interface Acl {
  readonly aces: readonly Ace[];
  readonly isExact: boolean;
}
interface Capabilities {
  readonly supportedPermissions: string;
  readonly propagation: string;
  readonly permissions: readonly { readonly permission: string; readonly description: string }[];
  readonly permissionMapping: readonly { readonly key: string; readonly permission: readonly string[] }[];
}

const BASIC = ['cmis:read', 'cmis:write', 'cmis:all'];

let standard: Standard;
let admin: BrowserClient;
let anna: BrowserClient;
let closed: ObjectAnswer;
let capabilities: Capabilities;
beforeAll(async () => {
  standard = await startStandard();
  ({ admin } = standard);
  anna = await standard.person('anna');
  // At the root nobody but the administrator writes; what is below does not inherit the rights of /Shared.
  closed = await admin.make({ path: '/' }, 'createFolder', named('cmis:folder', fresh()));
  const info = (await admin.get('repository', 'repositoryInfo')).json as Record<
    string,
    { aclCapabilities: Capabilities }
  >;
  capabilities = info['-default-']?.aclCapabilities as Capabilities;
});
afterAll(() => standard.close());

const ace = (verb: 'add' | 'remove', principal: string, permission: string): Fields => ({
  [`${verb}ACEPrincipal[0]`]: principal,
  [`${verb}ACEPermission[0][0]`]: permission,
});
const apply = (id: string, fields: Fields, client = admin): Promise<Answer> => client.post({ id }, 'applyACL', fields);
const aclOf = async (id: string, parameters: Fields = { onlyBasicPermissions: false }): Promise<Acl> => {
  const answer = await admin.get({ id }, 'acl', parameters);
  expect(answer.status).toBe(200);
  return answer.json as Acl;
};
const newDocument = (fields: Fields = {}): Promise<ObjectAnswer> => standard.newDocument({ fields, in: closed.id });
/** Nobody but its creator has rights on it. */
const unfiled = (fields: Fields = {}): Promise<ObjectAnswer> =>
  admin.make('repository', 'createDocument', { ...named('cmis:document', fresh()), ...fields });
const newFolder = (): Promise<ObjectAnswer> => standard.newFolder(closed.id);
const entry = (principalId: string, permission: string): unknown =>
  expect.objectContaining({
    principal: { principalId },
    permissions: expect.arrayContaining([permission]) as unknown,
    isDirect: true,
  });
const update = (client: BrowserClient, id: string): Promise<Answer> =>
  client.post({ id }, 'update', properties({ 'cmis:description': 'new' }));

describe('the ACL capabilities', () => {
  it('370: tell permissions and propagation', () => {
    expect(['basic', 'repository', 'both']).toContain(capabilities.supportedPermissions);
    expect(typeof capabilities.propagation).toBe('string');
    expect(capabilities.permissions.length).toBeGreaterThan(0);
  });
  it('371: hold a mapping', () => expect(capabilities.permissionMapping.length).toBeGreaterThan(0));
  it('372: name each permission once', () => {
    const names = capabilities.permissions.map(({ permission }) => permission);
    expect(new Set(names).size).toBe(names.length);
  });
  it('373: map to permissions that they list', () => {
    const known = capabilities.permissions.map(({ permission }) => permission);
    const used = capabilities.permissionMapping.flatMap(({ permission }) => permission);
    expect(used.filter((name) => !known.includes(name))).toEqual([]);
  });
  it('374: tell a propagation of the standard', () =>
    expect(['repositorydetermined', 'objectonly', 'propagate']).toContain(capabilities.propagation));
  it('393: let cmis:read view content', () =>
    expect(capabilities.permissionMapping.find(({ key }) => key === 'canViewContent.Object')?.permission).toContain(
      'cmis:read',
    ));
  it('394: describe every permission', () =>
    expect(capabilities.permissions.filter(({ description }) => !description)).toEqual([]));
});

describe('getACL', () => {
  it('375: succeeds', async () => expect((await aclOf((await newDocument()).id)).aces.length).toBeGreaterThan(0));
  it('378: entries have principal, permissions and directness', async () => {
    const { id } = await newDocument(ace('add', 'anna', 'cmis:read'));
    const { aces } = await aclOf(id);
    for (const one of aces) {
      expect(one.principal.principalId).not.toBe('');
      expect(one.permissions.length).toBeGreaterThan(0);
      expect(typeof one.isDirect).toBe('boolean');
    }
    expect(aces).toContainEqual(entry('anna', 'cmis:read'));
  });
  it('389: shows basic permissions alone unless told otherwise', async () => {
    const { id } = await newDocument(ace('add', 'anna', 'cmis:write'));
    const { aces } = await aclOf(id, {});
    expect(aces).toContainEqual(entry('anna', 'cmis:write'));
    expect(aces.flatMap(({ permissions }) => permissions).filter((name) => !BASIC.includes(name))).toEqual([]);
  });
  it('395: is exact', async () => expect((await aclOf((await newDocument()).id)).isExact).toBe(true));
});

describe('applyACL', () => {
  it('379: on a type without ACLs is constraint', async () => {
    const { id: typeId } = await newType(admin, { controllableACL: false });
    const { id } = await newDocument(named(typeId, fresh()));
    expect(outcome(await apply(id, ace('add', 'anna', 'cmis:read')))).toBe('constraint');
  });
  it('380: with an unknown permission is constraint', async () =>
    expect(outcome(await apply((await newDocument()).id, ace('add', 'anna', 'no:permission')))).toBe('constraint'));
  it('382: to the object alone leaves what is below', async () => {
    const folder = await newFolder();
    const below = [await standard.newFolder(folder.id), await standard.newDocument({ in: folder.id })];
    const acls = (): Promise<readonly Acl[]> => Promise.all(below.map(({ id }) => aclOf(id)));
    const before = await acls();
    const answer = await apply(folder.id, { ...ace('add', 'anna', 'cmis:read'), ACLPropagation: 'objectonly' });
    expect((answer.json as Acl).aces).toContainEqual(entry('anna', 'cmis:read'));
    expect(await acls()).toEqual(before);
  });
  it('383: for cmis:user is for the caller', async () => {
    const { id } = await newDocument();
    const answer = await apply(id, ace('add', 'cmis:user', 'cmis:read'));
    expect((answer.json as Acl).aces).toContainEqual(entry('admin', 'cmis:read'));
    expect((await aclOf(id)).aces).toContainEqual(entry('admin', 'cmis:read'));
  });
  it('388: without a propagation succeeds', async () => {
    const { id } = await newFolder();
    expect(outcome(await apply(id, ace('add', 'anna', 'cmis:read')))).toBe(200);
  });
  it('390: answers the ACL with what it added', async () => {
    const answer = await apply((await newDocument()).id, ace('add', 'anna', 'cmis:write'));
    expect((answer.json as Acl).aces).toContainEqual(entry('anna', 'cmis:write'));
  });
  it('391: answers the ACL without what it removed', async () => {
    const { id } = await newDocument(ace('add', 'anna', 'cmis:write'));
    const answer = await apply(id, ace('remove', 'anna', 'cmis:write'));
    expect((answer.json as Acl).aces).not.toContainEqual(entry('anna', 'cmis:write'));
  });
  it('396: answers an empty ACL to who may not read it any more', async () => {
    const { id } = await unfiled(ace('add', 'anna', 'cmis:all'));
    const answer = await apply(id, ace('remove', 'anna', 'cmis:all'), anna);
    expect(answer.status).toBe(200);
    expect((answer.json as Acl).aces).toEqual([]);
  });
});

describe('rights', () => {
  let hidden: ObjectAnswer;
  let readable: ObjectAnswer;
  beforeAll(async () => {
    hidden = await unfiled();
    readable = await newDocument();
  });

  it('384: getObject without them is permissionDenied', async () =>
    expect(outcome(await anna.get({ id: hidden.id }, 'object'))).toBe('permissionDenied'));
  it('385: updateProperties of who may only read is permissionDenied', async () => {
    expect((await anna.get({ id: readable.id }, 'object')).status).toBe(200);
    expect(outcome(await update(anna, readable.id))).toBe('permissionDenied');
  });
  it('386: allowable actions show it', async () => {
    const actions = (await anna.get({ id: readable.id }, 'allowableActions')).json as Json;
    expect(actions).toMatchObject({ canGetProperties: true, canUpdateProperties: false });
  });
  it('392: cmis:all is enough to read and to write', async () => {
    const { id } = await unfiled(ace('add', 'anna', 'cmis:all'));
    expect((await anna.get({ id }, 'object')).status).toBe(200);
    expect((await update(anna, id)).status).toBe(200);
  });
});
