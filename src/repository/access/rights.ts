import { lockForAcl, setDirect } from './acl';
import type { SetRights } from '../contract/set-rights';
import type { UnitOfWork } from '../storage/storage';

/** Direct entries and inheritance at once, by whoever could change them before. */
export async function setRights(uow: UnitOfWork, { objectId, aces, inherits }: SetRights): Promise<void> {
  const object = await lockForAcl(uow, objectId);
  if (inherits !== undefined) await uow.acls.setInheritance(object, inherits);
  if (aces !== undefined) await setDirect(uow, object, { aces });
  else if (inherits !== undefined) await uow.log.append({ object, kind: 'security' });
}
