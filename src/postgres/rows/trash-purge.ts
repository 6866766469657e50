import type { Executor } from '../connection/database';

/** Deletes entries for good by a condition on `trash`; their bytes are let go unless something else names them. */
const purging = (where: string): string => `with gone as (delete from trash where ${where} returning id),
released as (insert into released_contents (content_id) select c.content_id from trash_contents c join gone on gone.id = c.trash_id)
select id from gone`;

/** $1 key. */
export const PURGE = { name: 'trash-purge', text: purging('id = $1') };
/** $1 milliseconds, $2 how many. */
const PURGE_OLD = {
  name: 'trash-purge-old',
  text: purging(
    `id in (select id from trash where deleted < now() - $1 * interval '1 ms' order by deleted limit $2 for update skip locked)`,
  ),
};
/** $1 id of a type. */
export const PURGE_OF_TYPE = {
  name: 'trash-purge-type',
  text: purging('type_ids @> array[(select y.id from types y where y.type_id = $1)]'),
};

const BATCH = 100;

/** Lets go for good what has been in the trash for longer than `ageMs`. */
export async function purgeTrash(executor: Executor, ageMs: number): Promise<void> {
  while ((await executor.run(PURGE_OLD, [ageMs, BATCH])).length === BATCH);
}
