import { invalidArgument } from '../model/errors';
import { AUTHORITY_FIELDS, authorityCondition } from '../query/afts/authorities';
import { searchReading } from './search-reading';
import type { SearchRequest, SearchSort } from './search-request';
import type { ReadUnit } from './storage';
import type { AuthorityQuery, FoundAuthority } from './storage-authorities';
import type { Counted } from './storage-directory';

/**
 * People and groups, where a search in `afts` is for nothing else; everybody may know who there is. Undefined: it may
 * find other things, so `search` is to be asked. @throws CmisError `invalidArgument`.
 */
export async function findAuthorities(
  uow: ReadUnit,
  input: SearchRequest,
): Promise<Counted<FoundAuthority> | undefined> {
  if (input.language !== 'afts' || input.scope === 'versions') return undefined;
  const texts = [input.query, ...(input.filters ?? []).map(({ query }) => query)];
  const condition = authorityCondition(searchReading(uow, input), texts);
  if (condition === undefined) return undefined;
  if (input.facets) throw invalidArgument('There are no facets of people and groups.');
  const order = (input.sort ?? []).flatMap((sort) => (sort.field === 'score' ? [] : [orderBy(sort)]));
  return uow.authorities.find({ condition, order, page: input.page });
}

function orderBy({ field, descending }: SearchSort): AuthorityQuery['order'][number] {
  const name = field.replace(/^@?(?:cm:)?/u, '');
  const by = AUTHORITY_FIELDS.find((each) => each === name);
  if (!by) throw invalidArgument(`People and groups cannot be sorted by '${field}'.`);
  return { by, descending };
}
