import type { PathStep } from '../../query/search-test';
import type { SqlValues } from './sql-values';

/** Condition that the row of this alias lies where the steps from above the root lead to. */
export function pathSql(
  values: SqlValues,
  alias: string,
  path: { readonly steps: readonly PathStep[]; readonly orSelf: boolean },
): string {
  const named = (row: string, { name }: PathStep): string =>
    name === undefined ? '' : ` and ${row}.name = ${values.add(name, 'text')}`;
  /** Folders that some steps lead to; undefined is what is above all. */
  const folders = (steps: readonly PathStep[]): string | undefined => {
    const step = steps.at(-1);
    if (!step) return undefined;
    return `select p.id from objects p${below(folders(steps.slice(0, -1)), step, 'p')} and p.base = 0${named('p', step)}`;
  };
  const last = path.steps.at(-1);
  if (!last) return path.orSelf ? 'true' : 'false';
  const above = folders(path.steps.slice(0, -1));
  const here = `(${isBelow(above, last, alias)}${named(alias, last)})`;
  if (!path.orSelf) return here;
  const found = folders(path.steps) ?? '';
  return `(${here} or ${isIn(treesOf(found), alias)})`;
}

/** The folders and all folders below them. */
const treesOf = (folders: string): string =>
  `select b.id from folders b where b.id in (${folders}) or b.ancestors && array(${folders})`;

/** On folders `p`, with what must be joined for it. */
function below(above: string | undefined, { deep }: PathStep, row: string): string {
  if (above === undefined) return deep ? ' where true' : ` where ${row}.parent_id is null`;
  if (!deep) return ` where ${row}.parent_id in (${above})`;
  return ` join folders x on x.id = ${row}.id where x.ancestors && array(${above})`;
}

function isBelow(above: string | undefined, { deep }: PathStep, alias: string): string {
  if (above === undefined) return deep ? 'true' : `${alias}.parent_id is null`;
  const parents = deep ? treesOf(above) : above;
  return isIn(parents, alias);
}

/** In one of the folders, be it by a further filing. */
const isIn = (folders: string, alias: string): string =>
  `(${alias}.parent_id in (${folders}) or ${alias}.id in (select g.object_id from filings g where g.folder_id in (${folders})))`;
