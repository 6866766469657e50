import { basicAuthenticator, type BasicAuthenticator } from '../../src/identity/basic';
import type { Accounts, Directory } from '../../src/identity/directory';
import { hashPassword } from '../../src/identity/passwords';
import { ADMINISTRATORS } from '../../src/model/principal';
import { openRepository } from '../../src/postgres/schema/bootstrap';
import { openDatabase, type Database } from '../../src/postgres/connection/database';
import { principalDirectory } from '../../src/postgres/directory/principals';
import { createDatabase, type TestDatabase } from '../support/database';

const ADDRESS = '192.0.2.1';
const RIGHT = 'correct horse';
let test: TestDatabase;
let database: Database;
let directory: Directory;
let hash: string;
let basic: BasicAuthenticator;
let asked: string[];
let count = 0;

beforeAll(async () => {
  test = await createDatabase();
  database = openDatabase({ url: test.url, connections: 4 });
  hash = await hashPassword(RIGHT);
  await openRepository(database, { adminPasswordHash: () => Promise.resolve(hash), rootRole: 'Consumer' });
  directory = principalDirectory({ database });
});

beforeEach(() => {
  asked = [];
  const watched: Accounts = {
    account: (name) => {
      asked.push(name);
      return directory.account(name);
    },
  };
  const throttle = { freeFailures: 2, firstPauseMs: 60_000, longestPauseMs: 60_000, memoryMs: 60_000, capacity: 100 };
  basic = basicAuthenticator({ directory: watched, throttle });
});

afterAll(async () => {
  await database.close();
  await test.drop();
});

async function person(): Promise<string> {
  return (await directory.createPerson({ name: `person${++count}`, password: hash })).name;
}

const login = (user: string, password = RIGHT, address = ADDRESS) => ({ user, password, address });
const logIn = async (user: string, password?: string, address?: string) => basic.verify(login(user, password, address));

describe('logging in', () => {
  it('tells who it is', async () => {
    const user = await person();
    const account = await directory.account(user);
    expect(await logIn(user)).toEqual({ id: account?.id, name: user, epoch: 0, admin: false });
    expect(await logIn('admin')).toMatchObject({ name: 'admin', admin: true });
  });

  it('answers at once, and asks nobody, when it succeeded not long ago', async () => {
    const user = await person();
    const caller = await basic.verify(login(user), 'Basic header');
    asked = [];
    expect(basic.verify(login(user))).toBe(caller);
    expect(basic.recall('Basic header')).toBe(caller);
    expect(basic.recall('Basic other')).toBeUndefined();
    expect(asked).toEqual([]);
  });

  it('verifies once what many requests bring at the same time', async () => {
    const user = await person();
    const callers = await Promise.all(Array.from({ length: 20 }, () => logIn(user)));
    expect(new Set(callers).size).toBe(1);
    expect(asked).toEqual([user]);
  });

  it('refuses a wrong password, an unknown name, a disabled person, a group and the anonymous principal alike', async () => {
    const [user, disabled] = [await person(), await person()];
    await directory.updatePerson(disabled, { enabled: false });
    const refusals = await Promise.allSettled([
      logIn(user, 'wrong'),
      logIn('nobody'),
      logIn(disabled),
      logIn(ADMINISTRATORS),
      logIn('guest', ''),
      logIn(user, ''),
    ]);
    expect(new Set(refusals.map((refusal) => String((refusal as PromiseRejectedResult).reason)))).toEqual(
      new Set(['CmisError: The name or the password is wrong.']),
    );
  });

  it('takes as long for a name that nobody has', async () => {
    const user = await person();
    const timed = async (name: string): Promise<number> => {
      const since = performance.now();
      await logIn(name, 'wrong').catch(() => undefined);
      return performance.now() - since;
    };
    await timed(user);
    expect(await timed('nobody')).toBeGreaterThan((await timed(user)) / 3);
  });

  it('knows a password however its letters were composed', async () => {
    const user = await person();
    await directory.updatePerson(user, { password: await hashPassword('pass\u00e9') });
    expect(await logIn(user, 'passe\u0301')).toMatchObject({ name: user });
  });
});

describe('what changed since', () => {
  it('acts at once when it is the password', async () => {
    const user = await person();
    const caller = await basic.verify(login(user), 'Basic old');
    await directory.updatePerson(user, { password: await hashPassword('new') });
    expect(await basic.renew(caller)).toBeUndefined();
    expect(basic.recall('Basic old')).toBeUndefined();
    await expect(logIn(user)).rejects.toMatchObject({ code: 'unauthorized' });
    expect(await logIn(user, 'new')).toMatchObject({ epoch: 1 });
  });

  it('acts at once when the account is disabled', async () => {
    const user = await person();
    const caller = await logIn(user);
    await directory.updatePerson(user, { enabled: false });
    expect(await basic.renew(caller)).toBeUndefined();
    await expect(logIn(user)).rejects.toMatchObject({ code: 'unauthorized' });
  });

  it('goes unnoticed by the right credentials when it is the rights', async () => {
    const user = await person();
    const caller = await basic.verify(login(user), 'Basic same');
    await directory.addMember({ group: ADMINISTRATORS, member: user });
    const renewed = await basic.renew(caller);
    expect(renewed).toMatchObject({ epoch: 1, admin: true });
    expect(basic.recall('Basic same')).toBe(renewed);
    await directory.removeMember({ group: ADMINISTRATORS, member: user });
    expect(await basic.renew(renewed ?? caller)).toMatchObject({ epoch: 2, admin: false });
  });

  it('gives nobody the rights of who logged in with the new password', async () => {
    const user = await person();
    const old = await logIn(user);
    await directory.updatePerson(user, { password: await hashPassword('new') });
    const current = await logIn(user, 'new');
    expect(await basic.renew(old)).toBeUndefined();
    expect(basic.verify(login(user, 'new'))).toBe(current);
  });

  it('is looked at anew when a caller is forgotten', async () => {
    const user = await person();
    basic.forget(await basic.verify(login(user), 'Basic forgotten'));
    expect(basic.recall('Basic forgotten')).toBeUndefined();
    asked = [];
    await logIn(user);
    expect(asked).toEqual([user]);
  });
});

describe('guessing', () => {
  const guess = async (user: string, ...passwords: readonly string[]): Promise<void> => {
    for (const password of passwords) await logIn(user, password).catch(() => undefined);
  };

  it('is slowed down, and keeps out neither other addresses, nor other people, nor who is in', async () => {
    const [user, other] = [await person(), await person()];
    const caller = await logIn(user, RIGHT, '192.0.2.9');
    await guess(user, 'a', 'b');
    basic.forget(caller);
    asked = [];
    await expect(logIn(user)).rejects.toMatchObject({
      code: 'unauthorized',
      message: expect.stringMatching(/try again in \d+ s/) as string,
    });
    expect(asked).toEqual([]);
    expect(await logIn(user, RIGHT, '192.0.2.2')).toMatchObject({ name: user });
    expect(await logIn(user)).toMatchObject({ name: user });
    expect(await logIn(other)).toMatchObject({ name: other });
  });

  it('is not what a client does that repeats an old password', async () => {
    const user = await person();
    await guess(user, 'old', 'old', 'old', 'old');
    expect(await logIn(user)).toMatchObject({ name: user });
  });

  it('is slowed down also when all is tried at once', async () => {
    const user = await person();
    await Promise.allSettled(Array.from({ length: 10 }, (_, i) => logIn(user, `guess ${i}`)));
    expect(asked.length).toBe(2);
  });

  it('is forgiven by a success', async () => {
    const user = await person();
    await guess(user, 'a');
    basic.forget(await logIn(user));
    await guess(user, 'b');
    expect(await logIn(user)).toMatchObject({ name: user });
  });
});
