import type { Properties } from './properties';

export const LOCK_TYPE = 'cm:lockType';
export const LOCK_OWNER = 'cm:lockOwner';
export const LOCK_EXPIRY = 'cm:expiryDate';
export const LOCK_LIFETIME = 'cm:lockLifetime';
export const LOCKABLE = 'P:cm:lockable';

/** `WRITE_LOCK`: its owner may change the object; `READ_ONLY_LOCK`: nobody may. */
export type LockType = 'WRITE_LOCK' | 'READ_ONLY_LOCK';

/** Whether somebody has locked the object and the lock has not expired. */
export function isLocked(properties: Properties): boolean {
  if (properties[LOCK_TYPE] === undefined) return false;
  const expiry = properties[LOCK_EXPIRY];
  return typeof expiry !== 'number' || expiry > Date.now();
}

/** Whether a lock keeps this person from changing the object. */
export const isLockedFor = (properties: Properties, name: string): boolean =>
  isLocked(properties) && !(properties[LOCK_TYPE] === 'WRITE_LOCK' && properties[LOCK_OWNER] === name);

const MEMBERS = new Set([LOCK_TYPE, LOCK_OWNER, LOCK_EXPIRY, LOCK_LIFETIME]);

/** The properties as they are when nobody has locked the object. */
export const withoutLock = (properties: Properties): Properties =>
  Object.fromEntries(Object.entries(properties).filter(([id]) => !MEMBERS.has(id)));
