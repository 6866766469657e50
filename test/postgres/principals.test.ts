import { ANONYMOUS, ADMINISTRATORS, ANYONE } from '../../src/model/principal';
import type { Directory } from '../../src/identity/directory';
import { openRepository } from '../../src/postgres/schema/bootstrap';
import { openDatabase, type Database } from '../../src/postgres/connection/database';
import { principalIds } from '../../src/postgres/rows/principal-ids';
import { principalDirectory } from '../../src/postgres/directory/principals';
import { createDatabase, type TestDatabase } from '../support/database';

let test: TestDatabase;
let database: Database;
let people: Directory;
let count = 0;

/** A name that no other test uses. */
const fresh = (prefix: string): string => `${prefix}${++count}`;

beforeAll(async () => {
  test = await createDatabase();
  database = openDatabase({ url: test.url, connections: 8 });
  await openRepository(database, { adminPasswordHash: () => Promise.resolve('none'), rootRole: 'Consumer' });
  people = principalDirectory({ database });
});

afterAll(async () => {
  await database.close();
  await test.drop();
});

async function person(): Promise<string> {
  return (await people.createPerson({ name: fresh('person'), password: 'hash' })).name;
}

async function group(): Promise<string> {
  return (await people.createGroup({ name: fresh('GROUP_g') })).name;
}

/** Names of all that a principal may act as, itself aside. */
async function belongsTo(name: string): Promise<readonly string[]> {
  const rows = await database.run(
    {
      text: 'select g.name from principals p join principals g on g.id = any (p.authorities) where p.name = $1 and g.id <> p.id order by g.name',
    },
    [name],
  );
  return rows.map(([group]) => String(group));
}

const account = async (name: string) => (await people.account(name)) ?? { epoch: -1, admin: undefined };

describe('people', () => {
  it('are found by exactly their name, with what logging in needs', async () => {
    const name = fresh('Ann');
    await people.createPerson({ name, password: 'hash', displayName: 'Ann' });
    expect(await people.account(name)).toEqual({
      id: expect.any(Number) as number,
      name,
      password: 'hash',
      enabled: true,
      epoch: 0,
      admin: false,
    });
    expect(await people.account(name.toLowerCase())).toBeUndefined();
    expect(await people.account(`${name}\0`)).toBeUndefined();
    expect(await people.account(ANYONE)).toBeUndefined();
  });

  it('belong to everyone', async () => {
    expect(await belongsTo(await person())).toEqual([ANYONE]);
    expect(await belongsTo(ANONYMOUS)).toEqual([]);
    expect(await belongsTo('admin')).toEqual([ADMINISTRATORS, ANYONE]);
  });

  it.each([
    ['', /empty/],
    ['a:b', /':'/],
    ['a/b', /'\/'/],
    ['GROUP_x', /groups and roles/],
    ['role_x', /groups and roles/],
    [' a', /blank/],
    ['a\u0000', /control/],
    ['x'.repeat(256), /longer/],
    ['admin', /already exists/],
    [ANYONE, /groups and roles/],
  ])('cannot be named %p', async (name, message) => {
    await expect(people.createPerson({ name })).rejects.toMatchObject({
      code: 'constraint',
      message: expect.stringMatching(message) as string,
    });
  });

  it('take over a name that only stood in ACLs, with its id', async () => {
    const name = fresh('stranger');
    const id = (await principalIds(database, [name])).get(name);
    expect(await people.person(name)).toBeUndefined();
    expect((await people.createPerson({ name })).id).toBe(id);
    expect(await belongsTo(name)).toEqual([ANYONE]);
  });

  it.each([
    ['another password', { password: 'other' }, 1],
    ['the same password', { password: 'hash' }, 0],
    ['being disabled', { enabled: false }, 1],
    ['being enabled as before', { enabled: true }, 0],
    ['another display name', { displayName: 'x' }, 0],
    ['nothing', {}, 0],
  ])('have their credentials verified anew after %s when that matters', async (_, change, epoch) => {
    const name = await person();
    await people.updatePerson(name, change);
    expect((await account(name)).epoch).toBe(epoch);
  });

  it('cannot be changed when they are none', async () => {
    await expect(people.updatePerson('nobody', {})).rejects.toMatchObject({ code: 'objectNotFound' });
    await expect(people.updatePerson(ANYONE, {})).rejects.toMatchObject({ code: 'objectNotFound' });
    await expect(people.updatePerson(ANONYMOUS, { password: 'x' })).rejects.toMatchObject({ code: 'constraint' });
  });

  it('are listed in order of names, part by part', async () => {
    await person();
    const all = (await people.people({ limit: 1000 })).map(({ name }) => name);
    expect([...all].sort()).toEqual(all);
    expect((await people.people({ limit: 2, after: all[0] as string })).map(({ name }) => name)).toEqual(
      all.slice(1, 3),
    );
  });

  it('are not made when what must go with them fails', async () => {
    const failing = principalDirectory({ database, onPersonCreated: () => Promise.reject(new Error('no home')) });
    const name = fresh('homeless');
    await expect(failing.createPerson({ name })).rejects.toThrow('no home');
    expect(await people.person(name)).toBeUndefined();
  });

  it('are made once, however many try at the same time', async () => {
    const name = fresh('twin');
    const tries = await Promise.allSettled(Array.from({ length: 5 }, () => people.createPerson({ name })));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('groups', () => {
  it('hand down what they belong to, through all levels', async () => {
    const [top, middle, bottom, member] = [await group(), await group(), await group(), await person()];
    await people.addMember({ group: bottom, member });
    await people.addMember({ group: middle, member: bottom });
    await people.addMember({ group: top, member: middle });
    expect(await belongsTo(member)).toEqual([ANYONE, bottom, middle, top].sort());
    expect(await belongsTo(bottom)).toEqual([middle, top].sort());
    await people.removeMember({ group: top, member: middle });
    expect(await belongsTo(member)).toEqual([ANYONE, bottom, middle].sort());
  });

  it('are reached on two ways and lost only with the last', async () => {
    const [top, left, right, member] = [await group(), await group(), await group(), await person()];
    for (const side of [left, right]) {
      await people.addMember({ group: top, member: side });
      await people.addMember({ group: side, member });
    }
    await people.removeMember({ group: left, member });
    expect(await belongsTo(member)).toContain(top);
    await people.removeMember({ group: right, member });
    expect(await belongsTo(member)).toEqual([ANYONE]);
  });

  it('never hold themselves', async () => {
    const [top, middle, bottom] = [await group(), await group(), await group()];
    await people.addMember({ group: top, member: middle });
    await people.addMember({ group: middle, member: bottom });
    for (const holder of [middle, bottom]) {
      await expect(people.addMember({ group: holder, member: top })).rejects.toMatchObject({ code: 'constraint' });
    }
    await expect(people.addMember({ group: top, member: top })).rejects.toMatchObject({ code: 'constraint' });
  });

  it('never hold each other, however they are joined at the same time', async () => {
    const ring = [await group(), await group(), await group()];
    const tries = await Promise.allSettled(
      ring.map((holder, i) => people.addMember({ group: holder, member: ring[(i + 1) % ring.length] as string })),
    );
    expect(tries.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  });

  it('make administrators of all that belong to the one of administrators', async () => {
    const [holder, member] = [await group(), await person()];
    await people.addMember({ group: holder, member });
    await people.addMember({ group: ADMINISTRATORS, member: holder });
    expect(await account(member)).toMatchObject({ admin: true, epoch: 1 });
    await people.removeMember({ group: holder, member });
    expect(await account(member)).toMatchObject({ admin: false, epoch: 2 });
    await people.removeMember({ group: ADMINISTRATORS, member: holder });
  });

  it('leave their members behind when they are deleted, and give nothing any more', async () => {
    const [top, middle, member] = [await group(), await group(), await person()];
    await people.addMember({ group: middle, member });
    await people.addMember({ group: top, member: middle });
    await people.deleteGroup(middle);
    expect(await belongsTo(member)).toEqual([ANYONE]);
    expect(await people.members(top, { limit: 10 })).toEqual([]);
    await expect(people.members(middle, { limit: 10 })).rejects.toMatchObject({ code: 'objectNotFound' });
    await people.createGroup({ name: middle });
    expect(await people.members(middle, { limit: 10 })).toEqual([]);
  });

  it('list their direct members', async () => {
    const [top, inner, member] = [await group(), await group(), await person()];
    await people.addMember({ group: top, member: inner });
    await people.addMember({ group: top, member });
    await people.addMember({ group: top, member });
    await people.addMember({ group: inner, member: await person() });
    expect(await people.members(top, { limit: 10 })).toEqual([
      { name: inner, kind: 'group' },
      { name: member, kind: 'person' },
    ]);
  });

  it.each([
    ['a', /does not begin/],
    ['GROUP_', /empty/],
    ['GROUP_a/b', /'\/'/],
    [ADMINISTRATORS, /already exists/],
  ])('cannot be named %p', async (name, message) => {
    await expect(people.createGroup({ name })).rejects.toMatchObject({
      code: 'constraint',
      message: expect.stringMatching(message) as string,
    });
  });

  it('refuse what cannot be a member', async () => {
    const holder = await group();
    const name = fresh('unknown');
    await principalIds(database, [name]);
    for (const member of ['nobody', name]) {
      await expect(people.addMember({ group: holder, member })).rejects.toMatchObject({ code: 'objectNotFound' });
    }
    for (const member of [ANYONE, ANONYMOUS]) {
      await expect(people.addMember({ group: holder, member })).rejects.toMatchObject({ code: 'constraint' });
    }
    await expect(people.addMember({ group: ANYONE, member: 'admin' })).rejects.toMatchObject({ code: 'constraint' });
    await expect(people.addMember({ group: 'admin', member: 'admin' })).rejects.toMatchObject({
      code: 'objectNotFound',
    });
    await expect(people.removeMember({ group: holder, member: 'admin' })).rejects.toMatchObject({
      code: 'objectNotFound',
    });
    for (const name of [ANYONE, ADMINISTRATORS])
      await expect(people.deleteGroup(name)).rejects.toMatchObject({ code: 'constraint' });
  });
});
