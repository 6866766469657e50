import { BusyError } from '../../src/model/errors';
import { startJobRunner } from '../../src/jobs/runner';
import { openDatabase, type Database } from '../../src/postgres/connection/database';
import { jobQueue } from '../../src/postgres/jobs/job-queue';
import { createDatabase, type TestDatabase } from '../support/database';

const ROLE = `visitor_${process.pid}`;
let test: TestDatabase;
let owner: Database;

beforeAll(async () => {
  test = await createDatabase({ empty: true });
  owner = openDatabase({ url: test.url, connections: 1 });
  await owner.run({ text: `create role ${ROLE} login password 'secret' connection limit 0` });
});
afterAll(async () => {
  await owner.run({ text: `drop role ${ROLE}` });
  await owner.close();
  await test.drop();
});

const urlWith = (change: (url: URL) => void): string => {
  const url = new URL(test.url);
  change(url);
  return url.href;
};
const failureOf = async (url: string, use: (database: Database) => Promise<unknown>): Promise<unknown> => {
  const database = openDatabase({ url, connections: 1 });
  try {
    return await use(database).then(
      () => 'It worked.',
      (error: unknown) => error,
    );
  } finally {
    await database.close();
  }
};
const query = (database: Database): Promise<unknown> => database.run({ text: 'select 1' });
const transaction = (database: Database): Promise<unknown> => database.transaction(query as never);

describe('a database that cannot be reached any more', () => {
  it.each([
    ['its port is closed', (url: URL) => void (url.host = '127.0.0.1:9')],
    ['its ports are closed', (url: URL) => void (url.host = 'localhost:9')],
    ['its name is known no more', (url: URL) => void (url.host = 'nowhere.invalid')],
    ['its socket is gone', (url: URL) => void (url.host = encodeURIComponent('/nowhere/at/all'))],
    ['it was removed', (url: URL) => void (url.pathname = '/nowhere_at_all')],
    ['it has no connection left', (url: URL) => void Object.assign(url, { username: ROLE, password: 'secret' })],
    ['nobody may log in', (url: URL) => void Object.assign(url, { username: ROLE, password: 'other' })],
  ])('is a reason to come back later, and no fault of the server: %s', async (_, change) => {
    for (const use of [query, transaction]) expect(await failureOf(urlWith(change), use)).toBeInstanceOf(BusyError);
  });

  it('is told from statements that fail', async () => {
    const failure = await failureOf(test.url, (database) => database.run({ text: 'select 1/0' }));
    expect(failure).toMatchObject({ code: '22012' });
  });

  it('is told of once by each who looks for jobs, as long as nothing else happens', async () => {
    const url = urlWith((changed) => void (changed.host = '127.0.0.1:9'));
    const database = openDatabase({ url, connections: 1 });
    const queue = jobQueue(database);
    let tries = 0;
    const errors: unknown[] = [];
    await new Promise<void>((enough) => {
      const runner = startJobRunner({
        queue: {
          ...queue,
          take: (kinds) => {
            if (++tries === 4) {
              void runner.stop().then(enough);
              return Promise.reject(new Error('Another one.'));
            }
            return queue.take(kinds);
          },
        },
        handlers: {},
        pollMs: 1,
        onError: (error) => errors.push(error),
      });
    });
    await database.close();
    expect(errors).toEqual([expect.any(BusyError), new Error('Another one.')]);
  });
});
