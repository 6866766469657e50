import { ADMINISTRATORS, ANONYMOUS, ANYONE } from '../../model/principal';
import { ADVISORY_LOCKS } from '../connection/advisory-locks';
import type { Executor } from '../connection/database';

const LOCK = { name: 'principals-lock', text: `select pg_advisory_xact_lock(${ADVISORY_LOCKS.memberships})` };

/** Waits until nobody else changes people, groups or memberships; held to the end of the transaction. */
export async function lockPrincipals(executor: Executor): Promise<void> {
  await executor.run(LOCK);
}

/*
 * What a principal belongs to follows from all groups above it, so a change concerns everything below. Rows are looked
 * up one by one (`offset 0`, arrays): how many there will be is nothing that a plan could know, and most often few.
 */
const RECOMPUTE = {
  name: 'principals-recompute',
  text: `with recursive
below (id) as (
  select unnest($1::int[])
  union select m.member_id from below b cross join lateral (
    select x.member_id from memberships x where x.group_id = b.id offset 0) m),
above (start, id) as (
  select id, id from below
  union select a.start, m.group_id from above a cross join lateral (
    select x.group_id from memberships x where x.member_id = a.id offset 0) m),
held (start, id) as (
  select start, id from above
  union select b.id, e.id from below b cross join lateral (
    select p.kind, p.name from principals p where p.id = b.id offset 0) k cross join principals e
   where k.kind = 'person' and k.name <> '${ANONYMOUS}' and e.name = '${ANYONE}'),
flat as (
  select h.start as id, array_agg(h.id order by h.id) as authorities,
         bool_or(h.id = (select g.id from principals g where g.name = '${ADMINISTRATORS}')) as administers
    from held h group by h.start),
wanted as (
  select p.id, f.authorities, p.kind = 'person' and coalesce(f.administers, false) as admin
    from principals p join flat f on f.id = p.id where p.id = any (array(select b.id from below b)))
update principals p
   set authorities = w.authorities, admin = w.admin, epoch = p.epoch + (p.admin <> w.admin)::int
  from wanted w
 where p.id = w.id and p.id = any (array(select b.id from below b))
   and (p.authorities, p.admin) is distinct from (w.authorities, w.admin)`,
};

const ADMINISTERED = {
  name: 'is-administered',
  text: `select 1 from principals p where p.admin and p.enabled and p.kind = 'person' and p.password is not null
    and (select g.id from principals g where g.name = '${ADMINISTRATORS}') = any (p.authorities) limit 1`,
};

/** Whether somebody who can log in is an administrator. */
export async function hasAdministrator(executor: Executor): Promise<boolean> {
  return (await executor.run(ADMINISTERED)).length > 0;
}

/** Flattens the groups of these principals, and of all that belong to them, anew. */
export async function recomputeAuthorities(executor: Executor, ids: readonly number[]): Promise<void> {
  await executor.run(RECOMPUTE, [ids]);
}
