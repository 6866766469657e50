/**
 * Who makes a request, as the credentials proved it. `epoch` is the state of the principal's row that was verified;
 * every statement compares it, so a new password or a disabled account acts at once. Groups are never held here:
 * each statement reads them.
 */
export interface Caller {
  readonly id: number;
  readonly name: string;
  readonly epoch: number;
  readonly admin: boolean;
}

/** Every authenticated user. Alfresco's spelling, announced as `principalIdAnyone`. */
export const ANYONE = 'GROUP_EVERYONE';
/** The anonymous principal: it may stand in an ACL but cannot log in. */
export const ANONYMOUS = 'guest';
export const ADMINISTRATORS = 'GROUP_ALFRESCO_ADMINISTRATORS';
/** The person that every repository begins with, who owns what belongs to nobody in particular. */
export const FIRST_ADMINISTRATOR = 'admin';
