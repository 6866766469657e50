import type { Counted } from '../../repository/storage/directory';

/**
 * JSON of a page and of how many rows there are. `$2` and `$3`: maxItems and skipCount. `row`: JSON of one row of
 * `source`, which is what stands after `from`.
 */
export const countedJson = (input: {
  readonly row: string;
  readonly source: string;
  readonly order: string;
}): string => `json_build_object(
    'items', coalesce((select json_agg(x.j order by x.n) from (
      select ${input.row} as j, row_number() over (order by ${input.order}) as n
        from ${input.source} order by ${input.order} limit $2::bigint offset $3::bigint) x), '[]'),
    'total', (select count(*) from ${input.source}))`;

/** The answer of a statement whose JSON has the form already. */
export const readCounted = <T>(answer: unknown): Counted<T> => answer as Counted<T>;
