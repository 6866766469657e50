/**
 * How hits are best found: what all of them must have (texts, trees) decides it, by how much there is of that. Nothing here
 * decides what is found.
 */
import type { Predicate } from '../../query/ast';
import { countTexts } from '../../query/bind';
import type { Bound, BoundQuery } from '../../query/bound';
import type { TextExpression } from '../../query/text-expression';
import { FREQUENT, frequency, isFrequent, type ContainsContext } from './contains-sql';
import { folderUuid, type QueriedFolder } from './folders';
import type { SoughtTexts } from './sought-words';

/** A query with what is known of the folders and words in it. */
export interface Asked {
  readonly query: BoundQuery;
  /** By uuid, those that exist. */
  readonly folders: ReadonlyMap<string, QueriedFolder>;
  readonly texts: SoughtTexts['byTerm'];
}

export type How = Pick<ContainsContext, 'approach' | 'blind'>;
/** One by one from the index of words, as far as is counted. */
export const COUNTED: How = { approach: 'list', blind: true };

/** Orders that an index on all objects has. */
export const INDEXED_ORDERS: ReadonlySet<string> = new Set([
  'cmis:name',
  'cmis:creationDate',
  'cmis:lastModificationDate',
]);

/** What rows must have decides how they are best found. */
export function howFound({ query, folders, texts }: Asked): How {
  const conditions = query.where ? conjuncts(query.where) : [];
  const asked = query.where ? required(query.where) : [];
  if (!asked.every((text) => isFrequent(texts, text))) return COUNTED;
  const trees = query.where ? treesIn(query.where, folders) : [];
  const found = asked.length + trees.length;
  if (found === 0) return COUNTED;
  const [first] = query.orderBy;
  const isOrdered = first === undefined || (first.by !== 'score' && INDEXED_ORDERS.has(first.by.property.id));
  // Other conditions may leave few of them, and so may these together.
  const areMany = found === conditions.length && areFrequent(trees, asked, texts);
  if (areMany && isOrdered && query.tables.length === 1) return { approach: 'walk', blind: false };
  return asked.length === 0 ? COUNTED : { approach: 'join', blind: false };
}

type Extents = readonly (QueriedFolder['extent'] | undefined)[];

/** The trees that all hits are in. */
const treesIn = (where: Predicate<Bound>, folders: Asked['folders']): Extents =>
  conjuncts(where).flatMap((condition) =>
    condition.kind === 'inTree' ? [folders.get(folderUuid(condition.folderId) ?? '')?.extent] : [],
  );

/** Whether many are in all trees and have all texts, as if the one told nothing of the other. */
function areFrequent(trees: Extents, asked: readonly TextExpression[], texts: SoughtTexts['byTerm']): boolean {
  if (trees.length === 0) return true;
  const shares = [...trees.map((extent) => extent?.share ?? 0), ...asked.map((text) => frequency(texts, text))];
  if (shares.length > 1) return shares.reduce((product, share) => product * share, 1) >= FREQUENT;
  return trees[0]?.wide ?? false;
}

/** Whether it asks for words and for nothing else. */
export const isText = (predicate: Predicate<Bound>): boolean =>
  predicate.kind === 'contains' || (predicate.kind === 'and' && predicate.operands.every(isText));

/** The texts that are joined to the rest by AND. */
const required = (predicate: Predicate<Bound>): readonly TextExpression[] =>
  conjuncts(predicate).flatMap((condition) => (condition.kind === 'contains' ? [condition.text] : []));

const conjuncts = (predicate: Predicate<Bound>): readonly Predicate<Bound>[] =>
  predicate.kind === 'and' ? predicate.operands.flatMap(conjuncts) : [predicate];

/** How all hits are found, not only those of a page; those of one text that must be there in two halves. */
export function howAllAreFound(input: Asked): readonly (Pick<How, 'approach'> & Partial<How>)[] {
  const { where } = input.query;
  const { approach } = howFound(input);
  if (approach !== 'list' && where && !isText(where) && required(where).length > 0)
    return [{ approach: 'join', blind: false }];
  return where && required(where).length === 1 && countTexts(where) === 1
    ? [{ approach: 'whole' }, { approach: 'parts' }]
    : [{ approach: 'list' }];
}

/** Few are in a tree that all hits are in: they are listed and then sorted, whatever index has the order. */
export const isListedFirst = ({ query, folders }: Asked): boolean =>
  query.where !== undefined && treesIn(query.where, folders).some((extent) => extent?.wide === false);
