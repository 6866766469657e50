import { scryptSync } from 'node:crypto';
import { fairQueue } from '../../src/identity/fair-queue';
import { hashPassword, verifyPassword } from '../../src/identity/passwords';

describe('password hashes', () => {
  it('bring their parameters and differ for equal passwords', async () => {
    const [one, other] = await Promise.all([hashPassword('x'), hashPassword('x')]);
    expect(one).toMatch(/^scrypt\$32768\$8\$3\$[A-Za-z0-9+/]{22}==\$[A-Za-z0-9+/]{43}=$/);
    expect(one).not.toBe(other);
    expect(await verifyPassword('x', one, '')).toBe(true);
    expect(await verifyPassword('X', one, '')).toBe(false);
    expect(await verifyPassword('x', undefined, '')).toBe(false);
  });

  it('are verified with the parameters that they were made with', async () => {
    const cheap = 'scrypt$1024$8$1$c2FsdHNhbHRzYWx0c2FsdA==$';
    const stored = cheap + scryptSync('x', 'saltsaltsaltsalt', 32, { N: 1024, r: 8, p: 1 }).toString('base64');
    expect(await verifyPassword('x', stored, '')).toBe(true);
    expect(await verifyPassword('y', stored, '')).toBe(false);
  });

  it.each(['', 'plain', 'scrypt$32768$8$3$AAAA$', 'md5$1$1$1$AAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAA'])(
    'of other kinds are refused: %p',
    async (stored) => {
      await expect(verifyPassword('x', stored, '')).rejects.toThrow('cannot be read');
    },
  );
});

describe('the queue', () => {
  it('runs a few at a time and lets lanes take turns', async () => {
    const queue = fairQueue({ atOnce: 2, waitingPerLane: 10 });
    const order: string[] = [];
    let running = 0;
    const work = (name: string) => async () => {
      running++;
      expect(running).toBeLessThanOrEqual(2);
      await new Promise(setImmediate);
      order.push(name);
      running--;
    };
    await Promise.all([
      ...['a1', 'a2', 'a3', 'a4', 'a5', 'a6'].map((name) => queue.run('a', work(name))),
      queue.run('b', work('b1')),
      queue.run('c', () => Promise.reject(new Error('broken'))).catch(() => order.push('c1')),
    ]);
    expect(order.indexOf('b1')).toBeLessThan(order.indexOf('a4'));
    expect(order).toHaveLength(8);
    expect(await queue.run('d', () => Promise.resolve('free again'))).toBe('free again');
  });

  it('refuses who wants too much', async () => {
    const queue = fairQueue({ atOnce: 1, waitingPerLane: 2 });
    const tries = await Promise.allSettled(
      [1, 2, 3, 4].map(() => queue.run('a', () => new Promise<void>((resolve) => setImmediate(resolve)))),
    );
    expect(tries.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected']);
  });
});
