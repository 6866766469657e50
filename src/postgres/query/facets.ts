import type { Predicate } from '../../query/ast';
import type { Bound } from '../../query/bound';
import type { FacetAnswer, FacetField, FacetInput, FacetValues } from '../../repository/storage/facets';
import { COUNTED } from './approach';
import { adHoc, foundSql, verifySql, type Compiled, type FoundInput, type VerifyInput } from './compile';
import { columnSql, idText, SECONDARY_TYPES, storedValue, type RowSource } from './columns';
import { jsonList } from './json-list';
import { pivotColumns, pivotsSql } from './pivots';
import { predicateSql } from './predicate-sql';
import { sqlValues, type SqlValues } from './sql-values';
import { statisticsSql } from './statistics-sql';
import type { Verifiable } from './verified';

export interface FacetsAnswer extends Verifiable {
  readonly groups: readonly FacetAnswer[];
}

interface FacetsInput extends Omit<FoundInput, 'query' | 'searchAllVersions'>, VerifyInput {
  readonly groups: readonly FacetInput[];
}

/** Everything that facets ask, as one condition: what is looked up for it is all that they need. */
export function askedBy(groups: readonly FacetInput[]): Predicate<Bound> | undefined {
  const operands = groups.flatMap(({ query, conditions }) => [query.where, ...conditions]);
  return { kind: 'and', operands: operands.filter((each) => each !== undefined) };
}

/** The statement that looks at all rows of each group once; its JSON is `FacetsAnswer`. */
export function compileFacets(input: FacetsInput): Compiled {
  const values = sqlValues(2);
  const groups = input.groups.map((group) => groupSql(input, group, values));
  return adHoc(`json_build_object('groups', ${jsonList(groups)}, ${verifySql(input, values)})`, values);
}

/** JSON of `FacetAnswer`, from the rows that are found gathered once with all that is asked of them. */
function groupSql(input: FacetsInput, group: FacetInput, values: SqlValues): string {
  const { fields, conditions, statistics, pivots } = group;
  const { rows, found } = foundSql({ ...input, ...group }, values, COUNTED);
  const row = rows[0] as RowSource;
  const context = { ...input, ...COUNTED, values, rows };
  const columns = [
    'true as found',
    ...fields.map((field, index) => `${facetValues(row, field.values)} as f${index}`),
    ...conditions.map((each, index) => `${each ? predicateSql(context, each) : 'true'} as c${index}`),
    ...statistics.map(({ column }, index) => `${numberSql(row, column)} as s${index}`),
    ...pivotColumns(pivots, (each) => arraySql(row, each)),
  ];
  const counts = conditions.map((_, index) => `(select count(*) filter (where c${index}) from found)`);
  return `(with found as materialized (select ${columns.join(', ')} ${found}) select json_build_object(
    'fields', ${jsonList(fields.map((field, index) => fieldSql(field, `f${index}`, values)))},
    'counts', ${jsonList(counts)},
    'statistics', ${jsonList(statistics.map((each, index) => `(select ${statisticsSql(each, `s${index}`, values)} from found)`))},
    'pivots', ${pivotsSql(group, values)}))`;
}

/** Texts of the values as an array. */
const arraySql = (row: RowSource, values: FacetValues): string =>
  isMany(values) ? facetValues(row, values) : `array_remove(array[${facetValues(row, values)}], null)`;

/** Whether \`facetValues\` is an array. */
const isMany = (values: FacetValues): boolean =>
  values.kind === 'tags' || (values.kind === 'column' && values.column.property.cardinality === 'multi');

/** Text of the value, or an array of texts. */
function facetValues(row: RowSource, values: FacetValues): string {
  const { alias } = row;
  switch (values.kind) {
    case 'site':
      return `(select s.name from folders b join sites s on s.object_id = b.id or s.object_id = any(b.ancestors) where b.id = ${alias}.parent_id limit 1)`;
    case 'tags':
      return `array(select c.name from jsonb_array_elements_text(${alias}.props->'cm:taggable') e (id)
        join objects c on c.uuid = case when e.id ~ '^(workspace://SpacesStore/)?[0-9a-fA-F-]{36}$' then right(e.id, 36)::uuid end join tags g on g.object_id = c.id)`;
    case 'column': {
      const { property } = values.column;
      if (property.id === SECONDARY_TYPES) {
        return `array(select y.type_id from types y where y.id = any(${alias}.aspects))`;
      }
      if (property.cardinality === 'multi')
        return `array(select jsonb_array_elements_text(${storedValue(alias, property)}))`;
      return textSql(row, values.column);
    }
  }
}

function textSql(row: RowSource, { property }: Bound['column']): string {
  const id = idText(row, property);
  if (id !== undefined) return id;
  const { sql, type } = columnSql(row, property);
  return type === 'timestamptz' ? `(extract(epoch from ${sql}) * 1000)::bigint::text` : `(${sql})::text`;
}

function numberSql(row: RowSource, { property }: Bound['column']): string {
  const { sql, type } = columnSql(row, property);
  return type === 'timestamptz' ? `(extract(epoch from ${sql}) * 1000)` : sql;
}

function fieldSql(field: FacetField, column: string, values: SqlValues): string {
  const many = isMany(field.values);
  const from = many ? `found cross join unnest(found.${column}) e (value)` : `(select ${column} as value from found) e`;
  const prefix = field.prefix === undefined ? '' : ` and starts_with(e.value, ${values.add(field.prefix, 'text')})`;
  const order = `${field.order === 'count' ? 'n desc, ' : ''}value collate "C"`;
  const missing = many ? `cardinality(${column}) = 0` : `${column} is null`;
  return `json_build_object('buckets', coalesce((select json_agg(json_build_array(value, n) order by ${order}) from (
      select e.value, count(*) as n from ${from} where e.value is not null${prefix}
       group by e.value having count(*) >= ${values.add(field.minCount, 'bigint')}
       order by ${field.order === 'count' ? 'n desc, ' : ''}e.value collate "C"
       limit ${values.add(field.limit, 'bigint')} offset ${values.add(field.offset, 'bigint')}) x), '[]'),
    'missing', (select count(*) filter (where ${missing}) from found))`;
}
