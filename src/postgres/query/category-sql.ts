import type { Column } from '../../query/bound';
import type { PathStep, SearchTest } from '../../query/search-test';
import type { SqlValues } from './sql-values';

type CategoryTest = SearchTest<Column> & { readonly kind: 'category' };

/** Condition that the row of this alias is a category or tag, or is in one. */
export function categorySql(values: SqlValues, alias: string, test: CategoryTest): string {
  const found = test.tree === 'tags' ? tagsSql(values, test.steps) : categoriesSql(values, test);
  if (!test.members) return `(${alias}.id in (${found}))`;
  const property = test.tree === 'tags' ? 'cm:taggable' : 'cm:categories';
  const ids = `select x.id from objects c cross join lateral (values (c.uuid::text), ('workspace://SpacesStore/' || c.uuid)) x (id)
    where c.id in (${found})`;
  return `(${alias}.props ? '${property}' and ${alias}.props->'${property}' ?| array(${ids}))`;
}

const named = ({ name }: PathStep, values: SqlValues): string =>
  name === undefined ? '' : ` and c.name = ${values.add(name, 'text')}`;

/** All are at the top. */
function tagsSql(values: SqlValues, steps: readonly PathStep[]): string {
  const [step, ...more] = steps;
  const isSome = step !== undefined && more.length === 0;
  return `select g.object_id from tags g join objects c on c.id = g.object_id where ${isSome}${step ? named(step, values) : ''}`;
}

const KEYS = 'select g.object_id from categories g join objects c on c.id = g.object_id';

function categoriesSql(values: SqlValues, { steps, orSelf }: CategoryTest): string {
  /** What some steps lead to; undefined is what is above all. */
  const at = (above: string | undefined, step: PathStep): string => {
    if (above === undefined) return `${KEYS} where ${step.deep ? 'true' : 'g.parent_id is null'}${named(step, values)}`;
    const here = step.deep ? belowSql(above) : above;
    return `${KEYS} where g.parent_id in (${here})${named(step, values)}`;
  };
  const found = steps.reduce<string | undefined>(at, undefined);
  if (found === undefined) return orSelf ? 'select g.object_id from categories g' : 'select null::bigint where false';
  return orSelf ? belowSql(found) : found;
}

/** The categories and all below them. */
const belowSql = (categories: string): string =>
  `with recursive down (id) as (${categories} union select g.object_id from down d join categories g on g.parent_id = d.id) select id from down`;
