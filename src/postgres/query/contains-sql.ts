/** CONTAINS. How words lie in the table `fulltext` is told at the head of `fulltext.ts`. */
import type { TextExpression } from '../../query/text-expression';
import type { RowSource } from './columns';
import type { SoughtQuery, SoughtTexts, Term } from './sought-words';
import type { SqlValues } from './sql-values';

export interface ContainsContext {
  readonly values: SqlValues;
  readonly texts: SoughtTexts['byTerm'];
  /**
   * How members are found: `list` from the index of words; `walk` by asking each row in turn, which is the faster where
   * many have the words and few are wanted in another order; `join` as the planner likes it. `whole` and `parts` are the
   * two halves of `list`, owners with one row and with several: nobody is in both, and the first half is known to hold
   * nobody twice.
   */
  readonly approach: 'list' | 'whole' | 'parts' | 'walk' | 'join';
  /** Plans shall not depend on how frequent the words are: what is known of that is dear to read. */
  readonly blind: boolean;
}

const querySql = ({ values, blind }: Pick<ContainsContext, 'values' | 'blind'>, query: string): string =>
  blind ? `(select ${values.add(query, 'tsquery')})` : values.add(query, 'tsquery');

/** Of all rows: from here on enough of them come by in any order. */
export const FREQUENT = 0.02;

/** Whether a page of what has this text is better found row by row. */
export const isFrequent = (texts: SoughtTexts['byTerm'], text: TextExpression): boolean =>
  frequency(texts, text) >= FREQUENT;

/** What part of all rows has it, about, from 0 to 1. */
export function frequency(texts: SoughtTexts['byTerm'], text: TextExpression): number {
  switch (text.kind) {
    case 'term': {
      const sought = soughtOf(texts, text);
      return sought.kind === 'words' ? sought.frequency : 0;
    }
    case 'and':
      return Math.min(...text.operands.map((operand) => frequency(texts, operand)));
    case 'or':
      return Math.max(...text.operands.map((operand) => frequency(texts, operand)));
    case 'not':
      return 1 - frequency(texts, text.operand);
  }
}

/** Key of the version that a row stands for among the owners of words. */
export const versionOf = ({ alias, versions }: RowSource): string =>
  versions ? `coalesce(${alias}.frozen, 0)` : '0::bigint';

/** Condition that the owner that a row stands for has the text. Nobody else does: objects without words never have it. */
export function containsSql(context: ContainsContext, row: RowSource, text: TextExpression): string {
  const whole = (): string => `f.whole and ${wholeSql(context, text)}`;
  const parted = (): string => `not f.whole and f.part = 0 and ${partedSql(context, text)}`;
  const version = versionOf(row);
  const first = `fulltext f where f.object_id = ${row.alias}.id and f.version_id = ${version} and f.part = 0`;
  // A value, for EXISTS is planned as a join.
  if (context.approach === 'walk') return `coalesce((select ${whole()} or ${parted()} from ${first}), false)`;
  if (context.approach === 'join') return `exists (select from ${first} and (${whole()} or ${parted()}))`;
  const live = row.versions ? '' : 'f.version_id = 0 and ';
  const owners = (condition: string): string =>
    `select f.object_id${row.versions ? ', f.version_id' : ''} from fulltext f where ${live}${condition}`;
  const owner = row.versions ? `(${row.alias}.id, ${version})` : `${row.alias}.id`;
  // Only what is used, for every value has its place in the statement.
  const members = {
    whole: () => owners(`f.part = 0 and ${whole()}`),
    parts: () => owners(parted()),
    list: () => `${owners(whole())} union all ${owners(parted())}`,
  };
  return `(${owner} in (${members[context.approach]()}))`;
}

/** Keys of the objects that have the text as they are now, each at most once. */
export function ownersSql(context: ContainsContext, text: TextExpression): string {
  const owners = (condition: string): string =>
    `select f.object_id from fulltext f where f.version_id = 0 and ${condition}`;
  return `${owners(`f.whole and ${wholeSql(context, text)}`)} union all
    ${owners(`not f.whole and f.part = 0 and ${partedSql(context, text)}`)}`;
}

/** On the only row `f` of an owner. */
function wholeSql(context: ContainsContext, text: TextExpression): string {
  const query = queryOf(context.texts, text);
  if (query !== undefined) return `f.words @@ ${querySql(context, query)}`;
  return combined(
    text,
    (part) => wholeSql(context, part),
    (term) => onRow(context, term),
  );
}

/** On the first row `f` of an owner whose words are in several. */
function partedSql(context: ContainsContext, text: TextExpression): string {
  return combined(
    text,
    (part) => partedSql(context, part),
    (term) => {
      const sought = soughtOf(context.texts, term);
      if (sought.kind === 'words') return inParts(context, `p.words @@ ${querySql(context, sought.query)}`);
      if (sought.kind === 'nothing' || !sought.inWords) return onRow(context, term);
      return `(${labelSql(context, sought)} or ${inParts(context, wordSql(context, 'p', sought.inWords))})`;
    },
  );
}

/** Of more terms than this the lists are no joins: planning an order for many joins takes longer than any search. */
const MAX_JOINED = 8;

const inParts = ({ texts }: ContainsContext, condition: string): string => {
  const isListed = `(f.object_id, f.version_id) in (select p.object_id, p.version_id from fulltext p where not p.whole and ${condition})`;
  return texts.size > MAX_JOINED ? `((${isListed}) is true)` : isListed;
};

function onRow(context: ContainsContext, term: Term): string {
  const sought = soughtOf(context.texts, term);
  if (sought.kind === 'nothing') return 'false';
  if (sought.kind === 'words') return `f.words @@ ${querySql(context, sought.query)}`;
  const label = labelSql(context, sought);
  return sought.inWords ? `(${label} or ${wordSql(context, 'f', sought.inWords)})` : label;
}

const labelSql = ({ values }: Pick<ContainsContext, 'values'>, { pattern }: { readonly pattern: string }): string =>
  `(f.part = 0 and f.label ~ ${values.add(pattern, 'text')})`;

/** On the words of a row as they are written, stems left out. */
const wordSql = (
  { values }: Pick<ContainsContext, 'values'>,
  row: string,
  { query, pattern }: { readonly query: string; readonly pattern: string },
): string => `(${row}.words @@ ${values.add(query, 'tsquery')} and exists (select from unnest(${row}.words) w
    where w.lexeme ~ ${values.add(pattern, 'text')} and w.weights && '{A,B,C}'))`;

function combined(
  text: TextExpression,
  part: (operand: TextExpression) => string,
  term: (term: Term) => string,
): string {
  switch (text.kind) {
    case 'term':
      return term(text);
    case 'not':
      return `(not ${part(text.operand)})`;
    case 'and':
    case 'or':
      return `(${text.operands.map(part).join(` ${text.kind} `)})`;
  }
}

/** The text as one tsquery; undefined where it is more than words. */
function queryOf(texts: SoughtTexts['byTerm'], text: TextExpression): string | undefined {
  if (text.kind === 'term') {
    const sought = soughtOf(texts, text);
    return sought.kind === 'words' ? sought.query : undefined;
  }
  if (text.kind === 'not') {
    const query = queryOf(texts, text.operand);
    return query === undefined ? undefined : `!(${query})`;
  }
  const queries = text.operands.map((operand) => queryOf(texts, operand));
  if (queries.includes(undefined)) return undefined;
  return queries.map((query) => `(${query})`).join(text.kind === 'and' ? ' & ' : ' | ');
}

/** What the term asks of the index of words, as it was looked up before. @throws Error where it was not. */
export function soughtOf(texts: SoughtTexts['byTerm'], term: Term): SoughtQuery {
  const sought = texts.get(term);
  if (!sought) throw new Error(`The term '${term.words.join(' ')}' reached the compiler without being looked up.`);
  return sought;
}
