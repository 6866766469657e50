/** SCORE. How words lie in the table `fulltext` is told at the head of `fulltext.ts`. */
import type { Predicate } from '../../query/ast';
import type { Bound, BoundQuery, Weight } from '../../query/bound';
import type { TextExpression } from '../../query/text-expression';
import { RANK_LENGTH, RANK_NORM, RANK_WEIGHTS } from '../rows/fulltext';
import type { RowSource } from './columns';
import { soughtOf, versionOf, type ContainsContext } from './contains-sql';
import { predicateSql, type PredicateContext } from './predicate-sql';
import type { SoughtTexts } from './sought-words';
import type { SqlValues } from './sql-values';

/** Rank of a row in [0, 1): how much of what the texts look for the owners of the words have, and where. */
export function scoreSql(
  context: Pick<ContainsContext, 'values' | 'texts'>,
  asked: readonly { readonly owner: string; readonly version: string; readonly text: TextExpression }[],
): string {
  const ranks = asked.flatMap(({ owner, version, text }) => {
    const queries = wanted(context.texts, text);
    if (queries.length === 0) return [];
    const query = context.values.add(queries.map((each) => `(${each})`).join(' | '), 'tsquery');
    // What has one row is there because of what is in it.
    return `(select max(ts_rank(${RANK_WEIGHTS}, f.words, ${query}, ${RANK_NORM})) from fulltext f
      where f.object_id = ${owner} and f.version_id = ${version} and (f.whole or f.words @@ ${query}))`;
  });
  return ranks.length === 0 ? '0::real' : `greatest(0::real, ${ranks.join(', ')})`;
}

/** Queries of the terms that are wanted: those that are not negated. */
function wanted(texts: SoughtTexts['byTerm'], text: TextExpression): readonly string[] {
  if (text.kind === 'not') return [];
  if (text.kind !== 'term') return text.operands.flatMap((operand) => wanted(texts, operand));
  const sought = soughtOf(texts, text);
  return sought.kind === 'words' ? [sought.query] : [];
}

export interface AskedText {
  readonly row: RowSource;
  readonly text: TextExpression;
}

/** The texts that are asked for, with the rows that they are asked of; those below NOT have no say in the score. */
export function textsOf(rows: readonly RowSource[], predicate: Predicate<Bound> | undefined): readonly AskedText[] {
  if (predicate?.kind === 'contains') return [{ row: rows[predicate.table] as RowSource, text: predicate.text }];
  if (predicate?.kind !== 'and' && predicate?.kind !== 'or') return [];
  return predicate.operands.flatMap((operand) => textsOf(rows, operand));
}

/** Who has the words of the texts, once for each table. */
const ownerColumns = (texts: readonly AskedText[]): readonly string[] => [
  ...new Set(
    texts.flatMap(({ row }) => [`${row.alias}.id as owner_${row.alias}`, `${scoredVersion(row)} as of_${row.alias}`]),
  ),
];

/** Null, of which there are no words, where the caller may not read what they say. */
const scoredVersion = (row: RowSource): string =>
  row.readsContent === undefined ? versionOf(row) : `case when ${row.readsContent} then ${versionOf(row)} end`;

export interface ScoreInput extends Omit<PredicateContext, keyof ContainsContext | 'rows'> {
  readonly query: BoundQuery;
  readonly texts: SoughtTexts['byTerm'];
}

/** What is read of the rows that are found, and the score of such a row `r`. */
export interface ScoreSql {
  readonly columns: readonly string[];
  readonly sql: string;
}

/** The score of a query, below 1; with weights, of what they say besides.. */
export function scoreOf(input: ScoreInput, values: SqlValues, rows: readonly RowSource[]): ScoreSql {
  const { where, weights = [] } = input.query;
  const { texts } = input;
  const asked = textsOf(rows, where);
  if (weights.length > 0)
    return weightedScore({ ...input, values, rows, approach: 'walk', blind: true }, asked, weights);
  const ofOwners = asked.map(({ text, row }) => ({
    text,
    owner: `r.owner_${row.alias}`,
    version: `r.of_${row.alias}`,
  }));
  return { columns: ownerColumns(asked), sql: scoreSql({ values, texts }, ofOwners) };
}

/** What counts for more or less; without queries the condition is asked of no words. */
interface Weighed {
  readonly more: number;
  readonly queries: readonly string[];
  readonly row: RowSource | undefined;
  /** Column that tells whether the condition holds; undefined: wherever the words are. */
  readonly column?: string;
}

/** Counts as much as a word somewhere in a text. */
const WITHOUT_WORDS = 0.1;

/** As `scoreSql`, with what each weight adds where its condition holds. */
function weightedScore(context: PredicateContext, asked: readonly AskedText[], weights: readonly Weight[]): ScoreSql {
  const { values, rows, texts } = context;
  const columns: string[] = [];
  const weighed = weights.map(({ condition, more }, index): Weighed => {
    const own = textsOf(rows, condition);
    const queries = own.flatMap(({ text }) => wanted(texts, text));
    const row = own[0]?.row ?? rows[0];
    if (condition.kind === 'contains' && isWords(texts, condition.text)) return { more, queries, row };
    columns.push(`(${predicateSql(context, condition, 'exact')}) is true as w${index}`);
    return { more, queries, row, column: `r.w${index}` };
  });
  const owners = [...asked, ...weights.flatMap(({ condition }) => textsOf(rows, condition))];
  const ranks = [...new Set(owners.map(({ row }) => row))].map((row) =>
    weightedRank(values, {
      row,
      base: asked.flatMap((each) => (each.row === row ? wanted(texts, each.text) : [])),
      weighed: weighed.filter((each) => each.row === row && each.queries.length > 0),
    }),
  );
  const others = weighed
    .filter(({ queries }) => queries.length === 0)
    .map(({ more, column }) => ` + case when ${column} then ${values.add(more * WITHOUT_WORDS, 'float8')} else 0 end`);
  const total = `greatest(0, coalesce(greatest(${['null::float8', ...ranks].join(', ')}), 0)${others.join('')})`;
  return {
    columns: [...ownerColumns(owners), ...columns],
    sql: `(select x.total / (1 + x.total) from (select ${total} as total offset 0) x)`,
  };
}

const isWords = (texts: SoughtTexts['byTerm'], text: TextExpression): boolean =>
  text.kind === 'term' && soughtOf(texts, text).kind === 'words';

interface RankInput {
  readonly row: RowSource;
  readonly base: readonly string[];
  readonly weighed: readonly Weighed[];
}

const anyQuery = (queries: readonly string[]): string => [...new Set(queries)].map((each) => `(${each})`).join(' | ');
const sizeOf = (query: string): number => new Set(query.match(/'(?:[^']|'')*'/gu)).size;

/** Rank of the owner of row `r`, without an upper bound. */
function weightedRank(values: SqlValues, { row, base, weighed }: RankInput): string {
  const all = anyQuery([...base, ...weighed.flatMap(({ queries }) => queries)]);
  if (all === '') return 'null::float8';
  const rank = (query: string): string => `ts_rank(${RANK_WEIGHTS}, f.words, ${query}, ${RANK_LENGTH})::float8`;
  // A rank is a mean of what the words count; what is added has its part in the same mean.
  const size = sizeOf(anyQuery(base)) || sizeOf(all);
  const added = weighed.map(({ more, queries, column }) => {
    const query = anyQuery(queries);
    const sought = values.add(query, 'tsquery');
    const part = values.add((more * sizeOf(query)) / size, 'float8');
    return ` + case when ${column ? `${column} and ` : ''}f.words @@ ${sought} then ${part} * ${rank(sought)} else 0 end`;
  });
  const own = base.length === 0 ? '0' : rank(values.add(anyQuery(base), 'tsquery'));
  return `(select max(${own}${added.join('')}) from fulltext f where f.object_id = r.owner_${row.alias}
    and f.version_id = r.of_${row.alias} and (f.whole or f.words @@ ${values.add(all, 'tsquery')}))`;
}

/** All conditions of a query, for which folders and words are looked up. */
export function lookedUp({ where, weights = [] }: BoundQuery): Predicate<Bound> | undefined {
  if (weights.length === 0) return where;
  const conditions = weights.map(({ condition }) => condition);
  return { kind: 'and', operands: where ? [where, ...conditions] : conditions };
}
