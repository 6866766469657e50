import { openDatabase, type Database } from '../../src/postgres/connection/database';
import { jobQueue } from '../../src/postgres/jobs/job-queue';
import type { JobQueue } from '../../src/jobs/queue';
import { createDatabase, type TestDatabase } from '../support/database';

let made: TestDatabase;
let database: Database;
let queue: JobQueue;

beforeAll(async () => {
  made = await createDatabase();
  database = openDatabase({ url: made.url, connections: 2 });
  queue = jobQueue(database);
});
afterAll(async () => {
  await database.close();
  await made.drop();
});

it('runs one job at a time for each person, and all those that are for nobody', async () => {
  const jobs = ['anna', 'anna', 'anna', 'berta', null, null].map((person, n) => [`key ${n}`, person] as const);
  for (const [key, person] of jobs) {
    const text = `insert into jobs (kind, key, payload) values ('drawing', $1, $2::jsonb)`;
    await database.run({ text }, [key, JSON.stringify(person === null ? {} : { for: person })]);
  }
  const taken: string[] = [];
  const take = async (): Promise<Awaited<ReturnType<JobQueue['take']>>> => {
    const job = await queue.take(['drawing']);
    if (job) taken.push(job.key);
    return job;
  };
  const first = await take();
  for (let n = 0; n < 5; n += 1) await take();
  expect(taken).toEqual(['key 0', 'key 3', 'key 4', 'key 5']);
  if (first) await queue.done(first);
  await take();
  await take();
  expect(taken.slice(4)).toEqual(['key 1']);
});
