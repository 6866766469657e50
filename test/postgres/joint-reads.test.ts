import { setTimeout as pause } from 'node:timers/promises';
import { jointReads } from '../../src/postgres/connection/joint-reads';

/** A read that is ended from outside, and how often it began. */
function reading(): {
  readonly read: () => Promise<number>;
  readonly begun: () => number;
  readonly end: (error?: Error) => Promise<void>;
} {
  const running: { readonly resolve: (value: number) => void; readonly reject: (error: Error) => void }[] = [];
  let begun = 0;
  return {
    read: () =>
      new Promise((resolve, reject) => {
        begun += 1;
        running.push({ resolve, reject });
      }),
    begun: () => begun,
    end: async (error) => {
      const first = running.shift();
      if (error) first?.reject(error);
      else first?.resolve(begun);
      await pause(0);
    },
  };
}

it('answers all who ask while a read runs with the next one', async () => {
  const ask = jointReads<number>();
  const { read, begun, end } = reading();
  const first = ask('a', read);
  const others = [ask('a', read), ask('a', read), ask('a', read)];
  expect(begun()).toBe(1);
  await end();
  expect(begun()).toBe(2);
  const later = ask('a', read);
  await end();
  expect(begun()).toBe(3);
  await end();
  expect(await first).toBe(1);
  expect(await Promise.all(others)).toEqual([2, 2, 2]);
  expect(await later).toBe(3);
  const alone = ask('a', read);
  expect(begun()).toBe(4);
  await end();
  expect(await alone).toBe(4);
});

it('keeps what is asked differently apart', async () => {
  const ask = jointReads<number>();
  const { read, begun, end } = reading();
  const both = [ask('a', read), ask('b', read)];
  expect(begun()).toBe(2);
  await end();
  await end();
  expect(await Promise.all(both)).toEqual([2, 2]);
});

it('reads on after a failure, which is told to those alone whom that read answers', async () => {
  const ask = jointReads<number>();
  const { read, end } = reading();
  const first = ask('a', read);
  const others = [ask('a', read), ask('a', read)];
  const failures = [first, ...others].map((asked) => asked.then(String, ({ message }: Error) => message));
  await end(new Error('one'));
  const later = ask('a', read);
  await end(new Error('two'));
  await end();
  expect(await Promise.all(failures)).toEqual(['one', 'two', 'two']);
  expect(await later).toBe(3);
});

it('does not wait for a read that hangs', async () => {
  const ask = jointReads<number>();
  const hanging = reading();
  void ask('a', hanging.read);
  const waiting = ask('a', hanging.read);
  await pause(1_050);
  const { read, begun, end } = reading();
  const asked = ask('a', read);
  expect(begun()).toBe(1);
  await end();
  expect(await asked).toBe(1);
  await hanging.end();
  await hanging.end();
  expect(await waiting).toBe(2);
});
