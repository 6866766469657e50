import { openRepository } from '../../src/postgres/schema/bootstrap';
import { openDatabase } from '../../src/postgres/connection/database';
import { principalDirectory } from '../../src/postgres/directory/principals';
import { PLAIN } from '../../src/repository/values/object-view';
import type { Request } from '../../src/repository/contract/request';
import { createDatabase } from '../support/database';
import { failure, maker, openTestRepository, type TestRepository } from '../support/repository';

describe('making the repository', () => {
  it('happens once, however many servers start on the database', async () => {
    const made = await createDatabase();
    const database = openDatabase({ url: made.url, connections: 4 });
    let asked = 0;
    const settings = { adminPasswordHash: () => Promise.resolve(`hash ${++asked}`), rootRole: 'Consumer' };
    const [one, other] = await Promise.all([openRepository(database, settings), openRepository(database, settings)]);
    const later = await openRepository(database, settings);
    expect(other).toEqual(one);
    expect(later).toEqual(one);
    expect(one).toEqual({
      id: '-default-',
      rootKey: expect.any(Number) as number,
      rootUuid: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      secret: expect.any(Buffer) as Buffer,
    });
    expect(one.secret).toHaveLength(32);
    expect(asked).toBe(1);
    const admin = await principalDirectory({ database }).account('admin');
    expect(admin).toMatchObject({ password: 'hash 1', enabled: true, admin: true });
    await database.close();
    await made.drop();
  });

  it('leaves nothing when it fails, and succeeds the next time', async () => {
    const made = await createDatabase();
    const database = openDatabase({ url: made.url, connections: 2 });
    const refusal = openRepository(database, {
      adminPasswordHash: () => Promise.reject(new Error('no entropy')),
      rootRole: 'Consumer',
    });
    await expect(refusal).rejects.toThrow('no entropy');
    const [counts] = await database.run({
      text: 'select (select count(*) from repository) + (select count(*) from principals) + (select count(*) from objects)',
    });
    expect(counts).toEqual(['0']);
    await openRepository(database, { adminPasswordHash: () => Promise.resolve('-'), rootRole: 'Consumer' });
    await database.close();
    await made.drop();
  });
});

describe('a new repository', () => {
  let test: TestRepository;
  let ann: Request;
  const page = { maxItems: 1000, skipCount: 0 };

  beforeAll(async () => {
    test = await openTestRepository();
    ann = await test.person('ann');
  });
  afterAll(() => test.close());

  const at = async (path: string, request = test.admin) =>
    (await test.repository.getObjectByPath(request, { path, selection: PLAIN })).object;
  const childrenOf = async (path: string, request = test.admin): Promise<readonly string[]> => {
    const { items } = await test.repository.getChildren(request, {
      folderId: (await at(path)).id,
      page,
      selection: PLAIN,
    });
    return items.map((view) => view.object.name);
  };
  /** Who has which role, with an asterisk where it is inherited. */
  const roles = async (path: string): Promise<readonly string[]> => {
    const { aces } = await test.repository.getACL(test.admin, {
      objectId: (await at(path)).id,
      onlyBasicPermissions: false,
    });
    return aces.map(
      ({ principalId, direct, permissions }) =>
        `${principalId} ${permissions.map((name) => name.replace(/^.*\./, '')).join(' ')}${direct ? '' : ' *'}`,
    );
  };

  it('has the folders that clients of Alfresco look for', async () => {
    expect((await at('/')).name).toBe('Company Home');
    expect(await childrenOf('/')).toEqual([
      'Data Dictionary',
      'Guest Home',
      'Imap Attachments',
      'IMAP Home',
      'Shared',
      'Sites',
      'User Homes',
    ]);
    expect(await childrenOf('/Data Dictionary')).toEqual(
      expect.arrayContaining(['Email Templates', 'Models', 'Scripts', 'Space Templates', 'Web Scripts Extensions']),
    );
    expect((await at('/Sites')).type.id).toBe('F:st:sites');
    expect((await at('/Shared')).properties['cm:title']).toBe('Shared Folder');
    expect((await at('/Data Dictionary/Imap Configs/Templates')).path).toBe('/Data Dictionary/Imap Configs/Templates');
  });

  it.each([
    ['/', ['GROUP_EVERYONE Consumer']],
    ['/Data Dictionary', ['GROUP_EVERYONE Consumer']],
    ['/Data Dictionary/Saved Searches', ['GROUP_EVERYONE Contributor']],
    ['/Data Dictionary/Models', ['GROUP_EVERYONE Consumer *']],
    ['/Guest Home', ['GROUP_EVERYONE Consumer', 'guest Consumer']],
    ['/Shared', ['GROUP_EVERYONE Contributor']],
    ['/Sites', ['GROUP_EVERYONE Consumer *']],
    ['/User Homes', ['GROUP_EVERYONE Consumer *']],
  ])('gives at %s these roles: %s', async (path, expected) => {
    expect(await roles(path)).toEqual(expected);
  });

  it('lets ordinary users read it, and create in /Shared', async () => {
    expect(await childrenOf('/', ann)).toContain('Shared');
    expect(await failure(maker(test, ann).folder({ name: 'hers' }))).toBe('permissionDenied');
    const hers = await maker(test, ann).folder({ name: 'hers', in: await at('/Shared') });
    await maker(test, ann).document({ name: 'document', in: hers });
    expect(hers.owner).toBe('ann');
  });

  it('keeps the folders that clients rely on even from administrators', async () => {
    for (const path of ['/Data Dictionary', '/Data Dictionary/Scripts']) {
      const { id: objectId } = await at(path);
      expect(await failure(test.repository.deleteObject(test.admin, { objectId, allVersions: true }))).toBe(
        'constraint',
      );
      const move = {
        objectId,
        sourceFolderId: (await at(path.replace(/[^/]+$/, ''))).id,
        targetFolderId: (await at('/Shared')).id,
      };
      expect(await failure(test.repository.moveObject(test.admin, move))).toBe('constraint');
    }
  });

  it('tells in the change log how it came about', async () => {
    const { events } = await test.repository.getContentChanges(test.admin, {
      includeProperties: true,
      includeACL: true,
      includePolicyIds: false,
      maxItems: 3,
    });
    expect(
      events.map((event) => [event.changeType, event.view?.object.properties['cmis:name'] ?? event.view?.object.name]),
    ).toEqual([
      ['created', 'Company Home'],
      ['created', 'Data Dictionary'],
      ['created', 'Messages'],
    ]);
  });
});

describe('the role of everyone on the root', () => {
  it('is what the operator wants', async () => {
    const made = await createDatabase();
    const database = openDatabase({ url: made.url, connections: 2 });
    await openRepository(database, { adminPasswordHash: () => Promise.resolve('-'), rootRole: 'Collaborator' });
    const [row] = await database.run({
      text: 'select a.aces from acls a join objects o on o.acl_id = a.id join repository r on r.root_id = o.id',
    });
    expect(JSON.parse(row?.[0] ?? '')).toEqual([
      { principalId: 'GROUP_EVERYONE', permissions: ['Collaborator'], direct: true },
    ]);
    await database.close();
    await made.drop();
  });
});
