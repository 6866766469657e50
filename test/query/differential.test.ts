import { askInBothWorlds, SEED, type Game } from './both-worlds';
import { naiveEvaluate, naiveOrder, read } from './naive-evaluate';
import { naiveParse } from './naive-parse';
import { randomStatement, type RandomStatement } from './random-statement';

/** Products of tables beyond this say nothing new and take long. */
const MAX_ROWS = 3000;

/** All that the generator can say: each must be asked often enough. */
const PRODUCTIONS = [
  ...['=', '<>', '<', '<=', '>', '>=', 'IN', 'NOT IN', 'LIKE', 'NOT LIKE', 'IS NULL', 'IS NOT NULL'],
  ...['ANY IN', 'ANY NOT IN', '= ANY', 'list of one', 'list of several', 'NOT', 'AND', 'OR', '( )'],
  ...['IN_FOLDER', 'IN_TREE', 'CONTAINS', 'IN_FOLDER of a table', 'IN_TREE of a table', 'CONTAINS of a table'],
  ...['JOIN', 'INNER JOIN', 'LEFT JOIN', 'join of joins', 'FROM ( )', 'alias of a table', 'qualified column'],
  ...['ORDER BY', 'ASC', 'DESC', 'ORDER BY several', 'SCORE', 'ORDER BY SCORE', 'CONTAINS that finds something'],
  ...['string literal', 'number literal', 'boolean literal', 'TIMESTAMP', 'negative number', 'decimal number'],
  ...['quote in a literal', 'all versions', 'page', 'standard dialect', "Alfresco's dialect"],
];

async function rounds(game: Game, statements: number): Promise<void> {
  let answered = 0;
  while (answered < statements) {
    const random = randomStatement(game.choose, game.world);
    const { statement, dialect } = random;
    try {
      const said = new Set([dialect === 'cmis' ? 'standard dialect' : "Alfresco's dialect"]);
      const rows = await check(game, random, said);
      if (rows === undefined) continue;
      if (rows > 0 && statement.includes('CONTAINS')) said.add('CONTAINS that finds something');
      game.tally.add(said, rows);
      answered++;
    } catch (error) {
      const message = `QUERY_SEED=${SEED}, statement ${answered} (${dialect}): ${statement}\n${(error as Error).message}`;
      throw new Error(message, { cause: error });
    }
  }
}

/** Compares one statement's answer with what trying every combination gives; the number of rows, undefined: too many. */
async function check(
  { world, choose, sees }: Game,
  { statement, dialect }: RandomStatement,
  said: Set<string>,
): Promise<number | undefined> {
  const { types } = world;
  const asker = choose.pick(world.askers);
  const searchAllVersions = choose.chance(0.4);
  const query = naiveParse(statement, dialect, (production) => said.add(production));
  if (searchAllVersions) said.add('all versions');
  const expected = naiveEvaluate(types, await sees(asker, searchAllVersions), query);
  if (expected.length > MAX_ROWS) return undefined;

  const show = (values: readonly unknown[]): string => JSON.stringify(values);
  const byShown = new Map<string, (typeof expected)[number]>();
  const wanted = expected.map((row) => {
    const shown = show(query.columns.map((column) => read(types, row, column) ?? null));
    byShown.set(shown, row);
    return shown;
  });
  const answer = async (maxItems: number, skipCount: number) => {
    const page = await asker.ask(statement, { dialect, searchAllVersions, page: { maxItems, skipCount } });
    const width = query.columns.length;
    return {
      ...page,
      rows: page.items.map(({ columns }) =>
        show(
          columns()
            .slice(0, width)
            .map(({ value }) => value ?? null),
        ),
      ),
      scores: page.items.map(({ columns }) => Number(columns()[width]?.value)),
    };
  };
  const all = await answer(MAX_ROWS + 1, 0);
  expect([...all.rows].sort()).toEqual([...wanted].sort());
  expect([all.hasMoreItems, all.numItems]).toEqual([false, wanted.length]);
  const inOrder = all.rows.map((shown) => byShown.get(shown) as (typeof expected)[number]);
  inOrder.forEach((row, index) => {
    const next = inOrder[index + 1];
    if (next) expect(naiveOrder(types, query)(row, next)).toBeLessThanOrEqual(0);
  });
  if (query.scored) {
    expect(all.scores.every((score) => score >= 0 && score <= 1)).toBe(true);
    if (query.byScore) expect(all.scores).toEqual([...all.scores].sort((one, other) => other - one));
  }
  if (choose.chance(0.2)) {
    said.add('page');
    const [maxItems, skipCount] = [choose.below(8), choose.below(wanted.length + 3)];
    const page = await answer(maxItems, skipCount);
    expect(page.rows).toEqual(all.rows.slice(skipCount, skipCount + maxItems));
    expect(page.hasMoreItems).toBe(skipCount + maxItems < wanted.length);
    expect(page.numItems).toBe(wanted.length);
  }
  return wanted.length;
}

askInBothWorlds({ what: 'statements', usual: 1000, productions: PRODUCTIONS, rounds });
