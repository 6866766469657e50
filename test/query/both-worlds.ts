/** What both differential tests share: their seed, their worlds, and that each production must be asked often enough. */
import { randomInt } from 'node:crypto';
import type { NaiveObject } from './naive-evaluate';
import { operatedWorld } from './operated-world';
import { random, type Random } from './random';
import { randomWorld } from './random-world';
import { tally, type Tally } from './tally';
import type { Asker, World } from './world';

/** Other worlds and questions each run; QUERY_SEED repeats one, QUERY_STATEMENTS asks for more. */
export const SEED = Number(process.env['QUERY_SEED'] ?? randomInt(2 ** 31));

export interface Game {
  readonly world: World;
  readonly choose: Random;
  readonly sees: (asker: Asker, allVersions: boolean) => Promise<readonly NaiveObject[]>;
  readonly tally: Tally;
}

interface Questions {
  /** What they are called. */
  readonly what: string;
  /** How many are asked unless more are wanted. */
  readonly usual: number;
  readonly productions: readonly string[];
  readonly rounds: (game: Game, questions: number) => Promise<void>;
}

/** Declares a test for each kind of world. */
export function askInBothWorlds({ what, usual, productions, rounds }: Questions): void {
  const questions = Number(process.env['QUERY_STATEMENTS'] ?? usual);
  const timeout = Math.max(600_000, questions * 200);
  const play = async (makeWorld: (random: Random) => Promise<World>, number: number): Promise<void> => {
    const choose = random(SEED);
    const world = await makeWorld(choose);
    try {
      const game = { world, choose, sees: seenBy(), tally: tally() };
      await rounds(game, number);
      game.tally.check(productions);
    } finally {
      await world.close();
    }
  };
  beforeAll(() => void process.stdout.write(`random ${what} of seed ${SEED}\n`));
  it(
    `answers ${questions} random ${what} about random rows as a naive evaluator does`,
    () => play(randomWorld, questions),
    timeout,
  );
  it(
    `answers random ${what} about what random operations left as a naive evaluator does`,
    () => play(operatedWorld, Math.ceil(questions / 4)),
    timeout,
  );
}

function seenBy(): Game['sees'] {
  const seen = new Map<string, readonly NaiveObject[]>();
  return async (asker, allVersions) => {
    const key = `${asker.name} ${allVersions}`;
    const known = seen.get(key) ?? (await asker.sees(allVersions));
    seen.set(key, known);
    return known;
  };
}
