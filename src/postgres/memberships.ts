import { ADMINISTRATORS, ANONYMOUS, ANYONE } from '../model/principal';
import { ADVISORY_LOCKS } from './advisory-locks';
import type { Executor } from './database';

const LOCK = { name: 'principals-lock', text: `select pg_advisory_xact_lock(${ADVISORY_LOCKS.memberships})` };

/** Waits until nobody else changes people, groups or memberships; held to the end of the transaction. */
export async function lockPrincipals(executor: Executor): Promise<void> {
  await executor.run(LOCK);
}

// What a principal belongs to follows from all groups above it, so a change concerns everything below.
const RECOMPUTE = {
  name: 'principals-recompute',
  text: `with recursive
below (id) as (
  select unnest($1::int[])
  union select m.member_id from below b join memberships m on m.group_id = b.id),
above (start, id) as (
  select id, id from below
  union select a.start, m.group_id from above a join memberships m on m.member_id = a.id),
flat as (
  select p.id,
         (select array_agg(x.id order by x.id) from (
            select a.id from above a where a.start = p.id
            union select e.id from principals e where e.name = '${ANYONE}' and p.kind = 'person' and p.name <> '${ANONYMOUS}') x) as authorities,
         p.kind = 'person' and exists (
            select from above a join principals g on g.id = a.id where a.start = p.id and g.name = '${ADMINISTRATORS}') as admin
    from below b join principals p on p.id = b.id)
update principals p
   set authorities = f.authorities, admin = f.admin, epoch = p.epoch + (p.admin <> f.admin)::int
  from flat f
 where p.id = f.id and (p.authorities, p.admin) is distinct from (f.authorities, f.admin)`,
};

/** Flattens the groups of these principals, and of all that belong to them, anew. */
export async function recomputeAuthorities(executor: Executor, ids: readonly number[]): Promise<void> {
  await executor.run(RECOMPUTE, [ids]);
}
