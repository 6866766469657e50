import type { Predicate } from '../../query/ast';
import type { Bound } from '../../query/bound';
import type { Session } from '../unit/session';
import type { Compiled, FoundInput, VerifyInput } from './compile';
import { queriedFolders } from './folders';
import { soughtTexts } from './sought-words';

/** What a statement found where it looked for what was remembered of folders and words. */
export interface Verifiable {
  readonly folders: unknown;
  readonly languages: unknown;
}

type Known = Pick<FoundInput, 'folders' | 'texts'>;

interface Asking<A> {
  readonly compile: (known: Known & VerifyInput) => Compiled;
  /** What the statement would answer now, where that is known. */
  readonly seen?: (compiled: Compiled) => Promise<A | undefined>;
}

/**
 * Runs a statement that is planned for the folders and words of a condition. What is remembered of them is verified by
 * the statement itself, and looked up where it has changed.
 */
export async function askVerified<A extends Verifiable>(
  session: Session,
  where: Predicate<Bound> | undefined,
  { compile, seen }: Asking<A>,
): Promise<{ readonly answer: A; readonly known: Known }> {
  const ask = async (anew: boolean): Promise<{ readonly answer: A; readonly known: Known }> => {
    const { byUuid: folders, assumed } = await queriedFolders(session, where, anew);
    const { byTerm: texts, assumed: languages } = await soughtTexts(session, where, anew);
    const known = { folders, texts };
    const verify = { verifyLanguages: languages !== undefined, ...(assumed && { verify: assumed.uuids }) };
    const compiled = compile({ ...known, ...verify });
    const before = await seen?.(compiled);
    if (before) return { answer: before, known };
    const answer = (await session.ask(compiled.statement, compiled.values)) as A;
    const isStale =
      (assumed !== undefined && JSON.stringify(answer.folders) !== assumed.json) ||
      (languages !== undefined && JSON.stringify(answer.languages) !== languages);
    return isStale ? ask(true) : { answer, known };
  };
  return ask(false);
}
