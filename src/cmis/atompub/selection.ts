/** What of objects and pages requests ask for, beyond what every binding knows. */
import type { ObjectSelection } from '../../repository/values/object-view';
import { PLAIN } from '../../repository/values/object-view';
import { booleanParameter, propertyFilter, textParameter, type Parameters } from '../parameters';

const ARGUMENTS = [
  'filter',
  'includeAllowableActions',
  'includeRelationships',
  'includePolicyIds',
  'includeACL',
  'renditionFilter',
] as const;

/** The arguments that shape an entry, from `&` on, as they were given. */
export function selectionArguments(query: Parameters): string {
  let text = '';
  for (const name of ARGUMENTS) {
    const value = textParameter(query, name);
    if (value !== undefined) text += `&${name}=${encodeURIComponent(value)}`;
  }
  return text;
}

/** For services that know no argument for extras but a filter. */
export function filterOnly(query: Parameters): ObjectSelection {
  const filter = propertyFilter(query.get('filter'));
  return filter ? { ...PLAIN, filter } : PLAIN;
}

/** For services that know a filter and allowable actions. */
export function filterAndActions(query: Parameters): ObjectSelection {
  return { ...filterOnly(query), includeAllowableActions: booleanParameter(query, 'includeAllowableActions', false) };
}
