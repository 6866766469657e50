import type { Job, JobQueue } from '../../jobs/queue';
import type { Database, Statement } from '../connection/database';

const LEASE = '2 minutes';

// $1 kinds. Of jobs that say for whom they are one runs for each person: who asks for many waits for them alone.
const TAKE: Statement = {
  name: 'take-job',
  text: `update jobs set lease_until = now() + interval '${LEASE}', attempts = attempts + 1
 where id = (select j.id from jobs j where j.kind = any ($1::text[]) and coalesce(j.lease_until, j.run_at) <= now()
                and (j.payload->>'for' is null or not exists (select from jobs r
                      where r.kind = j.kind and r.lease_until > now() and r.payload->>'for' = j.payload->>'for'))
              order by coalesce(j.lease_until, j.run_at), j.id for update skip locked limit 1)
returning id, kind, key, payload, attempts`,
};
// An attempt that lost its lease changes nothing any more: the one that has it counts differently.
const MINE = 'where id = $1 and attempts = $2 and lease_until is not null';
const RENEW: Statement = {
  name: 'renew-job',
  text: `update jobs set lease_until = now() + interval '${LEASE}', payload = coalesce($3::jsonb, payload) ${MINE}`,
};
const DONE: Statement = { name: 'job-done', text: `delete from jobs ${MINE}` };
const FAILED: Statement = {
  name: 'job-failed',
  text: `update jobs set lease_until = null, error = $3,
    run_at = case when $4::float8 is null then 'infinity' else now() + $4::float8 * interval '1 millisecond' end ${MINE}`,
};
const RELEASE: Statement = {
  name: 'release-job',
  text: `update jobs set lease_until = null, attempts = attempts - 1 ${MINE}`,
};

/** The table `jobs` of one database. */
export function jobQueue(database: Database): JobQueue {
  const change = async (statement: Statement, job: Job, more: readonly unknown[] = []): Promise<void> => {
    await database.run(statement, [job.id, job.attempts, ...more]);
  };
  return {
    take: async (kinds) => {
      const [row] = await database.run(TAKE, [kinds]);
      if (!row) return undefined;
      const [id, kind, key, payload, attempts] = row;
      return {
        id: Number(id),
        kind: kind ?? '',
        key: key ?? '',
        payload: JSON.parse(payload ?? '{}') as Job['payload'],
        attempts: Number(attempts),
      };
    },
    renew: (job, payload) => change(RENEW, job, [payload === undefined ? null : JSON.stringify(payload)]),
    done: (job) => change(DONE, job),
    failed: (job, error, afterMs) => change(FAILED, job, [error.slice(0, 2000), afterMs ?? null]),
    release: (job) => change(RELEASE, job),
  };
}
