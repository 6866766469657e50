import type { StoredPerson } from '../../repository/storage/directory';
import { ANONYMOUS } from '../../model/principal';
import { dateText } from '../framework/dates';
import type { Json } from '../framework/operation';

/** What an answer about one person includes. */
export const WITH_CAPABILITIES: ReadonlySet<string> = new Set(['capabilities']);

/**
 * A person as entries show it. Those made by other means may lack what this API demands of people and clients read
 * without looking: their first name is then that by which they are shown, their address the one on this host. Clients
 * read the fields of the company, too, so there always is one.
 */
export function personEntry(person: StoredPerson, include: ReadonlySet<string> = new Set()): Json {
  const { name, displayName = name, enabled, admin, profile } = person;
  const { statusUpdatedAt, company = {}, emailNotificationsEnabled = true, ...texts } = profile;
  return {
    id: name,
    ...texts,
    email: texts.email ?? `${name}@localhost`,
    firstName: texts.firstName ?? displayName,
    displayName,
    company,
    ...(statusUpdatedAt !== undefined && { statusUpdatedAt: dateText(statusUpdatedAt) }),
    enabled,
    emailNotificationsEnabled,
    ...(include.has('capabilities') && {
      capabilities: { isAdmin: admin, isGuest: name === ANONYMOUS, isMutable: true },
    }),
  };
}
