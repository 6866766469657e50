import { createVerifiedLogins } from '../../src/identity/verified-logins';
import type { Caller } from '../../src/model/principal';

const ANNA: Caller = { id: 1, name: 'anna', epoch: 1, admin: false };
const LOGIN = { digest: 'digest', password: 'hash', caller: ANNA };

describe('a verified login', () => {
  it('is remembered for minutes, by password and by header, and not longer', () => {
    let now = 0;
    const logins = createVerifiedLogins(() => now);
    logins.nameByHeader('header', logins.add(LOGIN));
    now += 4 * 60_000;
    expect([logins.byDigest('anna', 'digest')?.caller, logins.byHeader('header')?.caller]).toEqual([ANNA, ANNA]);
    // Use does not prolong it: a password that was changed elsewhere is asked for in the end.
    now += 2 * 60_000;
    expect([logins.byDigest('anna', 'digest'), logins.byHeader('header')]).toEqual([undefined, undefined]);
  });

  it('is that of one password alone', () => {
    const logins = createVerifiedLogins();
    logins.nameByHeader('old header', logins.add(LOGIN));
    logins.add({ ...LOGIN, digest: 'new', password: 'new hash' });
    expect(logins.byDigest('anna', 'digest')).toBeUndefined();
    expect(logins.byHeader('old header')).toBeUndefined();
    expect(logins.byDigest('anna', 'new')?.password).toBe('new hash');
  });

  it('goes on with the newest state of its person, whatever comes late', () => {
    const logins = createVerifiedLogins();
    logins.add(LOGIN);
    const newest = logins.renew(ANNA, { ...ANNA, epoch: 3, admin: true });
    logins.renew(ANNA, { ...ANNA, epoch: 2 });
    expect(logins.byDigest('anna', 'digest')?.caller).toBe(newest);
  });

  it('stays when a caller is forgotten that it has replaced', () => {
    const logins = createVerifiedLogins();
    logins.add(LOGIN);
    const renewed = logins.renew(ANNA, { ...ANNA, epoch: 2 });
    logins.forget(ANNA);
    expect(logins.byDigest('anna', 'digest')?.caller).toBe(renewed);
    logins.forget(renewed);
    expect(logins.byDigest('anna', 'digest')).toBeUndefined();
  });
});
