import type { Caller } from '../../model/principal';

type Column = string | null | undefined;

/** Of the columns id, name, epoch and admin of a principal. */
export const callerOf = ([id, name, epoch, admin]: readonly Column[]): Caller => ({
  id: Number(id),
  name: name ?? '',
  epoch: Number(epoch),
  admin: admin === 't',
});
