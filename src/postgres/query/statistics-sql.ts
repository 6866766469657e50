import type { Statistics } from '../../repository/storage/facets';
import type { SqlValues } from './sql-values';

/** JSON of `StatisticsAnswer` of a column of grouped rows. */
export function statisticsSql({ percentiles }: Statistics, column: string, values: SqlValues): string {
  const points = (): string =>
    values.add(
      percentiles.map((each) => each / 100),
      'float8[]',
    );
  return `json_strip_nulls(json_build_object('count', count(${column}), 'missing', count(*) - count(${column}),
    'distinct', count(distinct ${column}), 'min', min(${column}), 'max', max(${column}), 'sum', sum(${column}),
    'sumOfSquares', sum(${column}::numeric * ${column}), 'mean', avg(${column}), 'stddev', stddev_samp(${column}),
    'percentiles', ${percentiles.length === 0 ? 'null' : `percentile_cont(${points()}) within group (order by ${column}::float8)`}))`;
}
