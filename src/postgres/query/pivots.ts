import { MAX_PIVOT_ROWS, type FacetInput, type FacetValues, type Pivot } from '../../repository/storage/facets';
import type { SqlValues } from './sql-values';
import { jsonList } from './json-list';
import { statisticsSql } from './statistics-sql';

const columnOf = (pivot: number, level: number): string => `p${pivot}_${level}`;

/** Columns of `found` with the values of each level as arrays. */
export const pivotColumns = (pivots: readonly Pivot[], arrayOf: (values: FacetValues) => string): readonly string[] =>
  pivots.flatMap(({ levels }, index) =>
    levels.map(({ values }, level) => `${arrayOf(values)} as ${columnOf(index, level)}`),
  );

/** JSON of the rows of all levels of all pivots. */
export const pivotsSql = (group: FacetInput, values: SqlValues): string =>
  jsonList(group.pivots.map((pivot, index) => pivotSql({ group, pivot, index }, values)));

interface Placed {
  readonly group: FacetInput;
  readonly pivot: Pivot;
  readonly index: number;
}

/** Each level counts what has values that the level above lists. */
function pivotSql({ group, pivot, index }: Placed, values: SqlValues): string {
  const { levels } = pivot;
  const tables = levels.map(
    (_, level) => `l${level} as materialized (${levelSql({ group, pivot, index, level }, values)})`,
  );
  const lists = levels.map((_, level) => {
    const path = namesTo(level).join(', ');
    return `(select coalesce(json_agg(json_build_array(json_build_array(${path}), n, counts, stats) order by r), '[]') from l${level})`;
  });
  return `(with ${tables.join(', ')} select json_build_array(${lists.join(', ')}))`;
}

const namesTo = (level: number): readonly string[] => Array.from({ length: level + 1 }, (_, each) => `v${each}`);

function levelSql({ group, pivot, index, level }: Placed & { readonly level: number }, values: SqlValues): string {
  const field = pivot.levels[level];
  if (!field) throw new Error('A pivot has no such level.');
  const names = namesTo(level);
  const path = names.join(', ');
  const joins = names.map((name, each) => `cross join unnest(found.${columnOf(index, each)}) e${each} (${name})`);
  const above = namesTo(level - 1);
  const conditions = [
    ...(level > 0 ? [`(${above.join(', ')}) in (select ${above.join(', ')} from l${level - 1})`] : []),
    ...(field.prefix === undefined ? [] : [`starts_with(v${level}, ${values.add(field.prefix, 'text')})`]),
  ];
  const where = conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`;
  const grouped = `select ${path}, count(*) as n, ${innermost({ group, pivot, level }, values)}
    from found ${joins.join(' ')}${where} group by ${path} having count(*) >= ${values.add(field.minCount, 'bigint')}`;
  const order = `${field.order === 'count' ? 'n desc, ' : ''}v${level} collate "C"`;
  const ranked = `select y.*, row_number() over (${level > 0 ? `partition by ${above.join(', ')} ` : ''}order by ${order}) as r from (${grouped}) y`;
  const offset = values.add(field.offset, 'bigint');
  return `select * from (${ranked}) z where r > ${offset} and r <= ${offset} + ${values.add(field.limit, 'bigint')} order by r limit ${MAX_PIVOT_ROWS + 1}`;
}

/** What is asked of the rows of the last level alone. */
function innermost(
  { group, pivot, level }: Pick<Placed, 'group' | 'pivot'> & { readonly level: number },
  values: SqlValues,
): string {
  const isLast = level === pivot.levels.length - 1;
  const counts = isLast ? pivot.conditions.map((place) => `count(*) filter (where c${place})`) : [];
  const statistics = isLast
    ? pivot.statistics.flatMap((place) => {
        const asked = group.statistics[place];
        return asked ? [statisticsSql(asked, `s${place}`, values)] : [];
      })
    : [];
  return `json_build_array(${counts.join(', ')}) as counts, json_build_array(${statistics.join(', ')}) as stats`;
}
