import type { BrowserResults, LastResult } from '../../repository/storage/results';
import type { Executor } from '../connection/database';

/** Results of browser forms in the table `browser_results`. */
export function browserResults(executor: Executor): BrowserResults {
  return {
    keep: async (principalId, token, result) => {
      await executor.run(KEEP, [principalId, token, JSON.stringify(result)]);
    },
    take: async (principalId, token) => {
      const [row] = await executor.run(TAKE, [principalId, token]);
      return row?.[0] == null ? undefined : (JSON.parse(row[0]) as LastResult);
    },
  };
}

// Whoever keeps one sweeps out what nobody fetched.
const KEEP = {
  name: 'keep_browser_result',
  text: `with swept as (
  delete from browser_results
   where at < now() - interval '1 hour'
     and (principal_id, token) <> ($1, $2)
)
insert into browser_results (principal_id, token, result)
values ($1, $2, $3)
on conflict (principal_id, token) do update
   set result = excluded.result, at = now()`,
};

const TAKE = {
  name: 'take_browser_result',
  text: `with taken as (
  delete from browser_results
   where principal_id = $1 and token = $2
  returning result, at
)
select result
  from taken
 where at > now() - interval '1 hour'`,
};
