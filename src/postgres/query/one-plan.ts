/**
 * Queries that have one good plan whatever they ask for: look-ups through one index, in its order or with few hits.
 * Planning such a statement takes ten times as long as running it, so it is planned once, as those written by hand are.
 */
import { createHash } from 'node:crypto';
import type { Predicate } from '../../query/ast';
import type { Bound, BoundQuery, Column } from '../../query/bound';
import type { TextExpression } from '../../query/text-expression';
import type { Statement } from '../connection/database';
import { INDEXED_ORDERS, type Asked } from './approach';
import { isFrequent, soughtOf } from './contains-sql';
import type { SoughtTexts } from './sought-words';

interface AskedOf extends Asked {
  readonly searchAllVersions: boolean;
}

/** Whether the query is one of those that need not be planned anew for its values. */
export function hasOnePlan({ query, folders, texts, searchAllVersions }: AskedOf): boolean {
  const { where, tables, orderBy } = query;
  if (!where || searchAllVersions || tables.length !== 1) return false;
  // No names of clients' properties: shapes of statements shall be few.
  if (orderBy.length > 1 || orderBy.some(({ by }) => by !== 'score' && !INDEXED_ORDERS.has(by.property.id)))
    return false;
  if (where.kind === 'contains') return areFewRareWords(texts, where.text);
  if (where.kind === 'and') return isWordsOfName(where.operands, texts);
  if (where.kind === 'inFolder') return isByName(query) && [...folders.values()].every((folder) => !folder.filed);
  return where.kind === 'compare' && where.operator === '=' && isOfName(where);
}

const isOfName = ({ column }: { readonly column: Column }): boolean => column.property.id === 'cmis:name';
function isByName({ orderBy }: BoundQuery): boolean {
  const [first] = orderBy;
  return first !== undefined && first.by !== 'score' && first.by.property.id === 'cmis:name';
}

/** Words, and that they are those of the name. */
function isWordsOfName(conditions: readonly Predicate<Bound>[], texts: SoughtTexts['byTerm']): boolean {
  const [contains, test] = conditions;
  return (
    conditions.length === 2 &&
    contains?.kind === 'contains' &&
    areFewRareWords(texts, contains.text) &&
    test?.kind === 'search' &&
    test.test.kind === 'words' &&
    isOfName(test.test)
  );
}

const MAX_TERMS = 3;

function areFewRareWords(texts: SoughtTexts['byTerm'], text: TextExpression): boolean {
  const terms = termsOf(text);
  return (
    terms !== undefined &&
    terms.length <= MAX_TERMS &&
    terms.every((term) => soughtOf(texts, term).kind === 'words' && !isFrequent(texts, term))
  );
}

/** Of what is joined by AND; undefined where there is more to it. */
function termsOf(text: TextExpression): readonly (TextExpression & { readonly kind: 'term' })[] | undefined {
  if (text.kind === 'term') return [text];
  if (text.kind !== 'and') return undefined;
  const terms = text.operands.map(termsOf);
  return terms.includes(undefined) ? undefined : terms.flatMap((some) => some ?? []);
}

const MAX_STATEMENTS = 200;
const names = new Map<string, string>();

/** Under a name of its own, unless there are too many of these already. */
export function plannedOnce(text: string): Statement {
  const known = names.get(text);
  if (known !== undefined) return { name: known, text };
  if (names.size >= MAX_STATEMENTS) return { text, adHoc: true };
  const name = `query-${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;
  names.set(text, name);
  return { name, text };
}
