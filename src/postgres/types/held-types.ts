import { constraint } from '../../model/errors';
import type { SecondaryType } from '../../model/type-definition';
import type { Session } from '../unit/session';

/** Types that came with the program stay, so nothing needs to hold them. */
export const mayBeDeleted = (type: Pick<SecondaryType, 'typeMutability'>): boolean => type.typeMutability.delete;

// $1 keys
const LEFT = { name: 'types-left', text: 'select id from types where id = any ($1::int[])' };

/** When a write that holds these types did nothing: was it for want of one? @throws CmisError `constraint`. */
export async function refuseDeletedTypes(session: Session, types: readonly SecondaryType[]): Promise<void> {
  const held = types.filter(mayBeDeleted);
  if (held.length === 0) return;
  const left = new Set((await session.executor.run(LEFT, [held.map(({ key }) => key)])).map(([key]) => Number(key)));
  const gone = held.find(({ key }) => !left.has(key));
  if (gone) throw constraint(`The type '${gone.id}' has been deleted in the meantime.`);
}
