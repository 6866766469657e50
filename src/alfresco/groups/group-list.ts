/** What lists of groups take: paging, order, conditions. */
import type { GroupColumn, GroupFilter, Ordering } from '../../repository/storage/directory';
import { badRequest, invalidQuery } from '../framework/api-error';
import { include, orderBy, type Sorting } from '../framework/parameters';
import { isTrue, unsupportedPredicate, type Predicate, type Where } from '../framework/where';
import { DEFAULT_ZONE, OWN_ZONE, SITE_ZONE } from './group-entry';

export const GROUP_ORDER = orderBy('id', 'displayName');
export const GROUP_INCLUDES = include('parentIds', 'zones', 'hasSubgroups', 'description');

/** @throws ApiError 400 for more than one column. */
export function groupOrder([first, ...more]: readonly Sorting[]): Ordering<GroupColumn> {
  if (more.length > 0) throw badRequest('Multiple sort fields not allowed.');
  if (!first) return { by: 'displayName', descending: false };
  return { by: first.column as GroupColumn, descending: first.descending };
}

/** Undefined: nothing can fulfil it. */
export function groupFilter(given: Where | undefined): GroupFilter | undefined {
  if (given?.joinedBy === 'or') throw invalidQuery('OR is not supported here');
  let filter: GroupFilter | undefined = {};
  for (const predicate of given?.predicates ?? []) {
    const more = filterOf(predicate);
    filter = filter && more && agreeing(filter, more) ? { ...filter, ...more } : undefined;
  }
  return filter;
}

const agreeing = (one: GroupFilter, other: GroupFilter): boolean =>
  (['isRoot', 'ofSite'] as const).every(
    (name) => one[name] === undefined || other[name] === undefined || one[name] === other[name],
  );

function filterOf(predicate: Predicate): GroupFilter | undefined {
  const { kind, property, negated } = predicate;
  if (negated) throw badRequest(`Cannot use NOT for ${kind === 'compare' ? 'EQUALS' : kind.toUpperCase()} comparison.`);
  if (kind === 'compare' && predicate.operator === '=' && property === 'isRoot')
    return { isRoot: isTrue(predicate.value) };
  if (kind !== 'in' || (property !== 'zones' && property !== 'displayName')) throw unsupportedPredicate(predicate);
  const [value, ...more] = predicate.values;
  if (value === undefined || more.length > 0) throw badRequest(`'${property}' takes a single value`);
  return property === 'zones' ? zoneFilter(value) : { displayName: value };
}

function zoneFilter(zone: string): GroupFilter | undefined {
  if (zone === OWN_ZONE) return {};
  if (zone === SITE_ZONE) return { ofSite: true };
  return zone === DEFAULT_ZONE ? { ofSite: false } : undefined;
}

export const NO_GROUPS = { items: [], total: 0 } as const;
