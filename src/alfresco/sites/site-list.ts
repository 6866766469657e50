/** What lists of sites take. */
import { VISIBILITIES } from '../../model/site';
import type { Ordering } from '../../repository/storage/directory';
import type { SiteColumn, SiteList } from '../../repository/storage/sites';
import { badRequest, invalidQuery } from '../framework/api-error';
import type { Sorting } from '../framework/parameters';
import { unsupportedPredicate, where, type Where } from '../framework/where';

export const SITE_WHERE = where("visibility='PUBLIC' and preset='…', joined by OR");

export const siteOrder = (sorting: readonly Sorting[]): readonly Ordering<SiteColumn>[] =>
  sorting.map(({ column, descending }) => ({ by: column as SiteColumn, descending }));

/** @throws ApiError 400. */
export function siteFilter(given: Where | undefined): SiteList['filter'] {
  const { predicates = [], joinedBy } = given ?? {};
  if (joinedBy === 'and' && predicates.length > 1) throw invalidQuery('AND is not supported here');
  const visibilities: string[] = [];
  const presets: string[] = [];
  for (const predicate of predicates) {
    if (predicate.negated) throw badRequest('Cannot use NOT for EQUALS comparison.');
    if (predicate.kind !== 'compare' || predicate.operator !== '=') throw unsupportedPredicate(predicate);
    if (predicate.property === 'preset') presets.push(predicate.value);
    else if (predicate.property === 'visibility') visibilities.push(visibilityOf(predicate.value));
    else throw unsupportedPredicate(predicate);
  }
  return { visibilities, presets };
}

function visibilityOf(text: string): string {
  const found = VISIBILITIES.find((one) => one === text.toUpperCase());
  if (!found) throw badRequest(`There is no visibility '${text.slice(0, 100)}'`);
  return found;
}
