import { randomInt } from 'node:crypto';
import type { Caller } from '../../src/model/principal';
import { naiveEvaluate, naiveOrder, read, type NaiveObject } from './naive-evaluate';
import { naiveParse } from './naive-parse';
import { random, type Random } from './random';
import { randomStatement } from './random-statement';
import { randomWorld, type World } from './random-world';

/** Another world and other statements each run; QUERY_SEED repeats one, QUERY_STATEMENTS asks for more. */
const SEED = Number(process.env['QUERY_SEED'] ?? randomInt(2 ** 31));
const STATEMENTS = Number(process.env['QUERY_STATEMENTS'] ?? 1000);
/** Products of tables beyond this say nothing new and take long. */
const MAX_ROWS = 3000;

let world: World;
let choose: Random;
const seen = new Map<string, readonly NaiveObject[]>();

beforeAll(async () => {
  process.stdout.write(`statements of seed ${SEED}\n`);
  choose = random(SEED);
  world = await randomWorld(choose);
});
afterAll(() => world.fixture.close());

async function seenBy(caller: Caller, allVersions: boolean): Promise<readonly NaiveObject[]> {
  const key = `${caller.name} ${allVersions}`;
  const known = seen.get(key) ?? (await world.seenBy(caller, allVersions));
  seen.set(key, known);
  return known;
}

/** Compares one statement's answer with what trying every combination gives; the number of rows, undefined: too many. */
async function check(statement: string): Promise<number | undefined> {
  const as = choose.pick(world.callers);
  const searchAllVersions = choose.chance(0.4);
  const { types } = world.fixture;
  const query = naiveParse(statement);
  const expected = naiveEvaluate(types, await seenBy(as, searchAllVersions), query);
  if (expected.length > MAX_ROWS) return undefined;

  const show = (values: readonly unknown[]): string => JSON.stringify(values);
  const byKey = new Map<string, (typeof expected)[number]>();
  const wanted = expected.map((row) => {
    const shown = show(query.columns.map((column) => read(types, row, column) ?? null));
    byKey.set(shown, row);
    return shown;
  });
  const answer = async (maxItems: number, skipCount: number) => {
    const page = await world.fixture.ask(statement, { as, searchAllVersions, page: { maxItems, skipCount } });
    return { ...page, rows: page.items.map(({ columns }) => show(columns.map(({ value }) => value ?? null))) };
  };
  const all = await answer(MAX_ROWS + 1, 0);
  expect([...all.rows].sort()).toEqual([...wanted].sort());
  expect([all.hasMoreItems, all.numItems]).toEqual([false, wanted.length]);
  const inOrder = all.rows.map((shown) => byKey.get(shown) as (typeof expected)[number]);
  inOrder.forEach((row, index) => {
    const next = inOrder[index + 1];
    if (next) expect(naiveOrder(types, query)(row, next)).toBeLessThanOrEqual(0);
  });
  if (choose.chance(0.2)) {
    const [maxItems, skipCount] = [choose.below(8), choose.below(wanted.length + 3)];
    const page = await answer(maxItems, skipCount);
    expect(page.rows).toEqual(all.rows.slice(skipCount, skipCount + maxItems));
    expect(page.hasMoreItems).toBe(skipCount + maxItems < wanted.length);
    expect(page.numItems).toBe(wanted.length);
  }
  return wanted.length;
}

it(`answers ${STATEMENTS} random statements as a naive evaluator does`, async () => {
  let answered = 0;
  let withRows = 0;
  while (answered < STATEMENTS) {
    const statement = randomStatement(choose, world);
    try {
      const rows = await check(statement);
      if (rows === undefined) continue;
      if (rows > 0) withRows++;
      answered++;
    } catch (error) {
      throw new Error(`QUERY_SEED=${SEED}, statement ${answered}: ${statement}\n${(error as Error).message}`, {
        cause: error,
      });
    }
  }
  // Statements that find nothing prove little.
  expect(withRows).toBeGreaterThan(STATEMENTS / 3);
}, 600_000);
