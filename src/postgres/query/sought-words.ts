import type { Predicate } from '../../query/ast';
import type { Bound } from '../../query/bound';
import type { TextExpression } from '../../query/text-expression';
import { soughtTerm, type SoughtTerm, type SoughtWord } from '../../text/search-terms';
import type { Statement } from '../connection/database';
import { wordsQuerySql } from '../rows/fulltext';
import type { KnownObjects } from '../unit/known-objects';
import type { Session } from '../unit/session';

/** One term of a text as the index is asked for it. */
export type SoughtQuery =
  /** `query` is a tsquery as text; `frequency` the part of all rows that may well have it. */
  | { readonly kind: 'words'; readonly query: string; readonly frequency: number }
  /** A regular expression on labels, and where words can be searched by it one on those that a tsquery finds. */
  | {
      readonly kind: 'pattern';
      readonly pattern: string;
      readonly inWords?: { readonly query: string; readonly pattern: string };
    }
  /** No word: nothing has it. */
  | { readonly kind: 'nothing' };

export type Term = TextExpression & { readonly kind: 'term' };

/** What the terms of a query's texts are in the index. */
export interface SoughtTexts {
  readonly byTerm: ReadonlyMap<Term, SoughtQuery>;
  /** JSON that `LANGUAGES_SQL` must give, where word forms were remembered and not looked up. */
  readonly assumed?: string;
}

export const LANGUAGES_SQL = '(select array_to_json(languages) from repository)';

const word = `array(select a.e from jsonb_array_elements_text(t.value->'words') with ordinality a (e, i) order by a.i)`;
// $1 JSON [{words, prefix}]
const QUERIES: Statement = {
  name: 'sought-words',
  text: `select json_build_object('languages', ${LANGUAGES_SQL}, 'queries', (
    select json_agg(${wordsQuerySql('t.words', 't.prefix')}::text order by t.n) from (
      select t.n, ${word} as words, (t.value->>'prefix')::boolean as prefix from jsonb_array_elements($1::jsonb) with ordinality t (value, n) offset 0) t))`,
};
const FREQUENT: Statement = {
  name: 'frequent-words',
  text: `select json_build_object('words', array_to_json(most_common_elems::text::text[]), 'parts', array_to_json(most_common_elem_freqs))
    from pg_stats where schemaname = current_schema() and tablename = 'fulltext' and attname = 'words'`,
};

/** What a process remembers of words: their queries, by the languages of the index, and how frequent they are. */
interface Memory {
  languages: string;
  readonly queries: Map<string, string>;
  frequent: ReadonlyMap<string, number>;
  frequentUntil: number;
  /** Whoever comes while these are read waits for them: plans without them may take very long. */
  learning: Promise<void> | undefined;
}

const memories = new WeakMap<KnownObjects, Memory>();
const MAX_REMEMBERED = 5_000;
const FREQUENCIES_MS = 60_000;

const emptyMemory = (): Memory => ({
  languages: '',
  queries: new Map(),
  frequent: new Map(),
  frequentUntil: 0,
  learning: undefined,
});

/**
 * Takes the texts of a query's CONTAINS apart. Forms of words are remembered, to be verified by the statement that uses
 * them, or looked up; without CONTAINS nothing is read. `anew` looks them up.
 */
export async function soughtTexts(
  session: Session,
  where: Predicate<Bound> | undefined,
  anew: boolean,
): Promise<SoughtTexts> {
  const terms = where ? textsOf(where).flatMap(termsOf) : [];
  if (terms.length === 0) return { byTerm: new Map() };
  const memory = memoryOf(session);
  if (anew) memory.queries.clear();
  await learnFrequencies(session, memory);
  const sought = terms.map((term) => [term, soughtTerm(term.words)] as const);
  const keys = new Set(sought.flatMap(([{ exact }, term]) => (exact ? [] : (keyOf(term) ?? []))));
  const missing = (): readonly string[] => [...keys].filter((key) => !memory.queries.has(key));
  // Once more where the languages turn out to be others than those of what was known.
  while (missing().length > 0) await learnQueries(session, memory, missing());
  const byTerm = new Map(sought.map(([term, wanted]) => [term, queryOf(memory, wanted, term.exact)]));
  // Terms without word forms are the same in every language.
  return { byTerm, ...(keys.size > 0 && { assumed: memory.languages }) };
}

function memoryOf({ known }: Session): Memory {
  if (!known) return emptyMemory();
  let memory = memories.get(known);
  if (!memory) memories.set(known, (memory = emptyMemory()));
  return memory;
}

async function learnFrequencies(session: Session, memory: Memory): Promise<void> {
  if (memory.frequentUntil > performance.now()) return memory.learning;
  memory.frequentUntil = performance.now() + FREQUENCIES_MS;
  const learning = readFrequencies(session, memory);
  memory.learning = learning;
  try {
    await learning;
  } catch (error) {
    memory.frequentUntil = 0;
    throw error;
  } finally {
    memory.learning = undefined;
  }
}

async function readFrequencies(session: Session, memory: Memory): Promise<void> {
  const [row] = await session.executor.run(FREQUENT);
  const { words, parts } = JSON.parse(row?.[0] ?? '{}') as { words?: readonly string[]; parts?: readonly number[] };
  memory.frequent = new Map((words ?? []).map((each, index) => [each, parts?.[index] ?? 0]));
}

async function learnQueries(session: Session, memory: Memory, keys: readonly string[]): Promise<void> {
  const [row] = await session.executor.run(QUERIES, [`[${keys.join()}]`]);
  const answer = JSON.parse(row?.[0] ?? '{}') as { languages: unknown; queries: readonly string[] };
  const languages = JSON.stringify(answer.languages);
  if (languages !== memory.languages || memory.queries.size > MAX_REMEMBERED) memory.queries.clear();
  memory.languages = languages;
  keys.forEach((key, index) => memory.queries.set(key, answer.queries[index] ?? ''));
}

/** What a term of words is remembered by, as the statement takes it; undefined for other terms. */
function keyOf(term: SoughtTerm): string | undefined {
  if (term.kind !== 'words' || term.words.length === 0) return undefined;
  return JSON.stringify({
    words: term.words.map(({ word: each }) => each),
    prefix: term.words.at(-1)?.prefix ?? false,
  });
}

function queryOf(memory: Memory, term: SoughtTerm, exact = false): SoughtQuery {
  if (term.kind === 'pattern') {
    const { pattern, inWords } = term;
    if (!inWords) return { kind: 'pattern', pattern };
    const query = `'${inWords.prefix.replaceAll("'", "''")}':*ABC`;
    return { kind: 'pattern', pattern, inWords: { query, pattern: inWords.pattern } };
  }
  const key = keyOf(term);
  if (key === undefined) return { kind: 'nothing' };
  const query = exact ? exactQuery(term.words) : (memory.queries.get(key) ?? '');
  return { kind: 'words', query, frequency: frequencyOf(memory, query) };
}

/** Words as they are written; they hold nothing that needs an escape. */
const exactQuery = (words: readonly SoughtWord[]): string =>
  words.map(({ word: each, prefix }) => `'${each}':${prefix ? '*' : ''}ABC`).join(' <-> ');

/** Of words one after the other that of the rarest, of forms of a word that of the most frequent. */
function frequencyOf({ frequent }: Memory, query: string): number {
  const ofWord = (forms: string): number =>
    Math.max(0, ...[...forms.matchAll(/'((?:[^']|'')*)'/g)].map(([, form]) => frequent.get(form ?? '') ?? 0));
  return Math.min(...query.split('<->').map(ofWord));
}

function textsOf(predicate: Predicate<Bound>): readonly TextExpression[] {
  if (predicate.kind === 'contains') return [predicate.text];
  if (predicate.kind === 'not') return textsOf(predicate.operand);
  return predicate.kind === 'and' || predicate.kind === 'or' ? predicate.operands.flatMap(textsOf) : [];
}

function termsOf(text: TextExpression): readonly Term[] {
  if (text.kind === 'term') return [text];
  return text.kind === 'not' ? termsOf(text.operand) : text.operands.flatMap(termsOf);
}
