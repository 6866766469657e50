import type { Counted } from '../../repository/storage/directory';
import { list, type Answer, type Json } from './operation';

interface Paging {
  readonly skipCount: number;
  readonly maxItems: number;
}

/** The answer to a list of which the core has counted the whole. */
export const countedList = <T>(
  { items, total }: Counted<T>,
  { skipCount }: Paging,
  entryOf: (item: T) => Json,
): Answer => list({ entries: items.map(entryOf), hasMoreItems: skipCount + items.length < total, totalItems: total });
