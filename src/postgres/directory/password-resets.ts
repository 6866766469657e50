import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { RESET_LIFE_MS, RESET_PAUSE_MS, type PasswordResets } from '../../identity/password-resets';
import { isMailAddress } from '../../mail/mail';
import { ANONYMOUS } from '../../model/principal';
import type { Executor } from '../connection/database';

/** Requests that may wait, of all people together. */
const MOST = 1_000;
/** Longer than any name. */
const LONGEST_NAME = 255;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

// $1 key of the job, $2 payload. Who asks once more while one waits is sent one.
const ASK = {
  name: 'ask-for-password',
  text: `with busy as (select count(*) >= ${MOST} as is_full from jobs where kind = 'password-reset'),
  put as (insert into jobs (kind, key, payload) select 'password-reset', $1, $2::jsonb from busy where not is_full on conflict do nothing)
  select not is_full from busy`,
};

const ADDRESS = `p.props #>> '{profile,email}'`;
/** Of a person: what the key depends on. It ends with the password, the address that it was sent to, and as logins do. */
const SECRET = `sha256(convert_to(concat_ws(' ', p.epoch, p.password, ${ADDRESS}), 'UTF8'))`;

// $1 person, $2 id, $3 hash, $4 life and $5 pause in milliseconds. Whoever makes one sweeps out what has expired.
const ISSUE = {
  name: 'issue-password-reset',
  text: `with swept as (delete from password_resets r where r.expires < now() and r.principal_id <> (select p.id from principals p where p.name = $1)),
  made as (insert into password_resets (principal_id, id, hash, secret, expires)
    select p.id, $2, $3, ${SECRET}, now() + $4 * interval '1 ms' from principals p
     where p.name = $1 and p.kind = 'person' and p.enabled and p.password is not null and p.name <> '${ANONYMOUS}' and ${ADDRESS} is not null
    on conflict (principal_id) do update set id = excluded.id, hash = excluded.hash, secret = excluded.secret, made = now(), expires = excluded.expires
     where password_resets.made <= now() - $5 * interval '1 ms'
    returning principal_id)
  select ${ADDRESS} from made join principals p on p.id = made.principal_id`,
};

const RIGHT = `p.name = $1 and p.kind = 'person' and p.enabled and r.principal_id = p.id and r.id = $2 and r.hash = $3
    and r.expires > now() and r.secret = ${SECRET}`;
const IS_RIGHT = { name: 'is-right-reset', text: `select 1 from password_resets r, principals p where ${RIGHT}` };
// $4 the new password
const REDEEM = {
  name: 'redeem-password-reset',
  text: `with used as (delete from password_resets r using principals p where ${RIGHT} returning r.principal_id)
  update principals p set password = $4, epoch = p.epoch + 1 from used where p.id = used.principal_id returning p.id`,
};

/** Requests wait in the queue of jobs; of keys the database knows nothing but their hashes. `onAsked`: called when one waits. */
export const passwordResets = (executor: Executor, onAsked?: () => void): PasswordResets => ({
  ask: async ({ person, client }) => {
    // It is nobody's name; the keys of jobs are indexed.
    if (person.length > LONGEST_NAME) return true;
    const key = createHash('sha256').update(person).digest('hex');
    const [row] = await executor.run(ASK, [key, JSON.stringify({ person, client })]);
    const waits = row?.[0] === 't';
    if (waits) onAsked?.();
    return waits;
  },
  issue: async (person, { again }) => {
    const reset = { id: randomUUID(), key: randomBytes(20).toString('hex') };
    const pause = again ? 0 : RESET_PAUSE_MS;
    const [row] = await executor.run(ISSUE, [person, reset.id, hashOf(reset.key), RESET_LIFE_MS, pause]);
    const address = row?.[0];
    return address && isMailAddress(address) ? { ...reset, address } : undefined;
  },
  redeem: async ({ person, id, key }, hashed) => {
    if (!UUID.test(id)) return false;
    const values = [person, id, hashOf(key)];
    if ((await executor.run(IS_RIGHT, values)).length === 0) return false;
    return (await executor.run(REDEEM, [...values, await hashed()])).length > 0;
  },
});

const hashOf = (key: string): Buffer => createHash('sha256').update(key).digest();
