import { databaseFailure } from '../src/database-failure';
import { openDatabase } from '../src/postgres/connection/database';
import { migrate } from '../src/postgres/schema/migrate';
import { createDatabase, type TestDatabase } from './support/database';

const ROLE = `stranger_${process.pid}`;
let test: TestDatabase;

beforeAll(async () => {
  test = await createDatabase({ empty: true });
  await asOwner(`create role ${ROLE} login password 'secret'`);
});
afterAll(async () => {
  await asOwner(`drop role ${ROLE}`);
  await test.drop();
});

async function asOwner(text: string): Promise<void> {
  const database = openDatabase({ url: test.url, connections: 1 });
  await database.run({ text }).finally(() => database.close());
}

const urlWith = (change: (url: URL) => void): string => {
  const url = new URL(test.url);
  change(url);
  return url.href;
};

describe('a database that cannot be used', () => {
  it.each([
    [
      'a user who owns nothing',
      (url: URL) => void Object.assign(url, { username: ROLE, password: 'secret' }),
      `'${ROLE}' may not make tables`,
    ],
    [
      'a database that is not there',
      (url: URL) => void (url.pathname = '/nowhere_at_all'),
      "no database 'nowhere_at_all'",
    ],
    ['a port that nobody listens on', (url: URL) => void (url.host = '127.0.0.1:9'), 'ECONNREFUSED'],
    ['no password', (url: URL) => void Object.assign(url, { username: ROLE, password: '' }), `password of '${ROLE}'`],
    ['no encryption', (url: URL) => void url.searchParams.set('sslmode', 'verify-full'), 'does not encrypt'],
    [
      'a certificate that is not there',
      (url: URL) => void url.searchParams.set('sslrootcert', '/nowhere/ca.pem'),
      "'/nowhere/ca.pem' cannot be read",
    ],
    ['a host that nobody knows', (url: URL) => void (url.hostname = 'nowhere.invalid'), "'nowhere.invalid:"],
  ])('is explained: %s', async (_, change, named) => {
    const url = urlWith(change);
    const failure = await migrate(url).then(
      () => undefined,
      (error: unknown) => databaseFailure(url, error),
    );
    expect((failure as Error).message).toMatch(/^DATABASE_URL: /);
    expect((failure as Error).message).toContain(named);
    expect((failure as Error).message).not.toContain('secret');
  });

  it.each(['28P01', '28000', '53300', '57P03', 'ETIMEDOUT', 'SELF_SIGNED_CERT_IN_CHAIN'])(
    'has a sentence for %s, however deep',
    (code) => {
      const error = new Error('outside', { cause: Object.assign(new Error('inside'), { code }) });
      expect((databaseFailure('postgres://a:secret@db/x', error) as Error).message).toMatch(/^DATABASE_URL: .+\.$/);
    },
  );

  it('is told of addresses whose percent signs stand for themselves', () => {
    const error = Object.assign(new Error(), { code: '28P01' });
    expect((databaseFailure('postgres://a%b:secret@db/x', error) as Error).message).toContain("'a%b'");
  });

  it('is left as it is where nothing better is known', () => {
    const error = new Error('That is all.');
    expect(databaseFailure('postgres://a@db/x', error)).toBe(error);
  });
});
