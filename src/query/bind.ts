import { invalidArgument } from '../model/errors';
import type { TypeRegistry } from '../model/type-registry';
import type { Naming, Predicate, Query, SortKey, Written, WrittenOutput } from './ast';
import { bindFrom } from './bind-from';
import { bindPredicate, readPlainText, type ReadText, type Resolve } from './bind-predicate';
import type { Bound, BoundQuery, Column, Output, Table, Weight } from './bound';
import { columnsOf, requireTable, resolveColumn, type Scope } from './scope';

/** What the repository allows beyond, or short of, the query language of the standard. */
export interface BindOptions {
  /** Several CONTAINS, also below OR and NOT. The standard has one, joined to the rest by AND. */
  readonly freeContains: boolean;
  /** ORDER BY takes columns that are not selected. */
  readonly freeOrderBy: boolean;
  /** How texts of CONTAINS are read; undefined: as the standard has it. */
  readonly readText?: ReadText;
}

/** Query name of SCORE() without an alias, CMIS 1.1 §2.1.14.2.4.5. */
const SCORE_NAME = 'SEARCH_SCORE';

/**
 * Finds out what a parsed query names and whether it may be asked. After this nothing that the client wrote can be
 * wrong. @throws CmisError `invalidArgument`.
 */
export function bind(types: TypeRegistry, query: Query<Written>, options: BindOptions): BoundQuery {
  const { from, tables } = bindFrom(types, query.from);
  const scope: Scope = { types, tables };
  const select = bindSelect(scope, query.select);
  const aliases = new Map(select.map((output) => [output.name.toLowerCase(), output]));
  const resolve: Resolve = (name) => {
    const output = aliases.get(name.toLowerCase());
    if (output?.kind === 'score') throw invalidArgument(`'${name}' is the score, which can only be ordered by.`);
    return output ? output.column : resolveColumn(scope, name);
  };
  const { readText = readPlainText } = options;
  const weights: Weight[] = [];
  const weigh = (weight: Weight): void => void weights.push(weight);
  const where = query.where && bindPredicate({ ...scope, resolve, readText, weigh }, query.where);
  const texts = query.where ? countTexts(query.where) : 0;
  checkTexts({ where, texts, options });
  if (texts === 0 && select.some((output) => output.kind === 'score')) {
    throw invalidArgument('SCORE() is only defined together with CONTAINS.');
  }
  const orderBy = query.orderBy.map((key) => bindSortKey({ key, aliases, resolve, select, options }));
  return { select, from, tables, ...(where && { where }), orderBy, ...(weights.length > 0 && { weights }) };
}

function bindSelect(scope: Scope, written: readonly WrittenOutput[]): readonly Output[] {
  const outputs = new Map<string, Output>();
  for (const output of written.flatMap((item) => bindOutput(scope, item))) {
    const key = output.name.toLowerCase();
    const known = outputs.get(key);
    // A column that stands twice is the same value under the same name.
    if (known && !isSame(known, output))
      throw invalidArgument(`Two columns of the result are called '${output.name}'.`);
    outputs.set(key, output);
  }
  return [...outputs.values()];
}

function isSame(one: Output, other: Output): boolean {
  if (one.kind === 'score' || other.kind === 'score') return one.kind === other.kind;
  return isSameColumn(one.column, other.column);
}

const isSameColumn = (one: Column, other: Column): boolean =>
  one.table === other.table && one.property.id === other.property.id;

/** Columns are called as they were written, with the qualifier if they had one; those of `*` have one after a join. */
function bindOutput(scope: Scope, item: WrittenOutput): readonly Output[] {
  if (item.kind === 'score') return [{ kind: 'score', name: item.alias ?? SCORE_NAME }];
  if (item.kind === 'all') {
    if (item.table !== undefined) return everyColumn(scope, requireTable(scope, item.table, "'*'"), item.table);
    const [only] = scope.tables;
    if (only && scope.tables.length === 1) return everyColumn(scope, only);
    return scope.tables.flatMap((table) => everyColumn(scope, table, table.name));
  }
  const column = resolveColumn(scope, item.column);
  const qualifier = item.column.slice(0, item.column.lastIndexOf('.') + 1);
  return [{ kind: 'column', name: item.alias ?? qualifier + column.property.queryName, column }];
}

function everyColumn(scope: Scope, table: Table, qualifier?: string): readonly Output[] {
  return [...columnsOf(scope.types, table.type).values()].map((property) => ({
    kind: 'column',
    name: qualifier === undefined ? property.queryName : `${qualifier}.${property.queryName}`,
    column: { table: table.index, property },
  }));
}

function bindSortKey(input: {
  readonly key: SortKey<Written>;
  readonly aliases: ReadonlyMap<string, Output>;
  readonly resolve: Resolve;
  readonly select: readonly Output[];
  readonly options: BindOptions;
}): SortKey<Bound> {
  const { by: name, descending } = input.key;
  if (input.aliases.get(name.toLowerCase())?.kind === 'score') return { by: 'score', descending };
  const column = input.resolve(name);
  if (!column.property.orderable) throw invalidArgument(`The column '${name}' cannot be ordered by.`);
  const selected = input.select.some((output) => output.kind === 'column' && isSameColumn(output.column, column));
  if (!selected && !input.options.freeOrderBy) {
    throw invalidArgument(`The column '${name}' of ORDER BY is not in the select list.`);
  }
  return { by: column, descending };
}

/** How many CONTAINS there are in a condition. */
export function countTexts<N extends Naming>(predicate: Predicate<N>): number {
  if (predicate.kind === 'contains') return 1;
  if (predicate.kind === 'not') return countTexts(predicate.operand);
  if (predicate.kind !== 'and' && predicate.kind !== 'or') return 0;
  return predicate.operands.reduce((count, operand) => count + countTexts(operand), 0);
}

function checkTexts(input: {
  readonly where: Predicate<Bound> | undefined;
  readonly texts: number;
  readonly options: BindOptions;
}): void {
  const { where, texts, options } = input;
  if (!where || texts === 0) return;
  if (options.freeContains) return;
  if (texts > 1) throw invalidArgument('A query can have one CONTAINS only.');
  if (!isAnded(where)) throw invalidArgument('CONTAINS can be joined to other conditions by AND only.');
}

/** Whether the one CONTAINS is the whole condition or a part of it that must be true. */
const isAnded = (predicate: Predicate<Bound>): boolean =>
  predicate.kind === 'contains' || (predicate.kind === 'and' && predicate.operands.some(isAnded));
