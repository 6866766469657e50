import { permissionDenied } from '../../model/errors';
import { nobody } from './people';
import type { ReadUnit } from '../storage/storage';
import type { ActivityFeed, StoredActivity } from '../storage/activities';
import type { Counted } from '../storage/directory';

/**
 * What happened in the sites of a person: one's own, and for administrators anybody's.
 * @throws CmisError `objectNotFound`, `permissionDenied`.
 */
export async function listActivities(uow: ReadUnit, input: ActivityFeed): Promise<Counted<StoredActivity>> {
  const found = await uow.activities.ofPerson(input);
  if (!found) return nobody(input.person);
  if (uow.caller.name !== input.person && !uow.caller.admin)
    throw permissionDenied(`You may not read the activities of '${input.person}'.`);
  return found;
}
