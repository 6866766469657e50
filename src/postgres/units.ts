import { nameKey } from '../model/names';
import type { ReadUnit, UnitOfWork } from '../repository/storage/storage';
import { aclWriter } from './objects/acls';
import { activityReader, activityWriter, type ActivityLimits } from './changes/activities';
import { annotationReader, annotationWriter } from './annotations/annotations';
import { avatarReader, avatarWriter } from './directory/avatars';
import { categoryReader, categoryWriter } from './annotations/categories';
import { changeReader } from './changes/changes';
import { downloadReader, downloadWriter } from './jobs/downloads';
import { changeWriter } from './changes/events';
import { filingWriter } from './objects/filing';
import { groupReader, groupWriter } from './directory/group-store';
import { nameReader } from './directory/name-reader';
import { navigationReader } from './navigation/navigation';
import { objectReader } from './objects/objects';
import { objectWriter } from './objects/object-writer';
import { peopleReader } from './directory/people';
import { personReader, personWriter } from './directory/person-store';
import { policyReader, policyWriter } from './objects/policies';
import { queryReader } from './query/reader';
import { relationshipReader } from './objects/relationships';
import { siteReader, siteWriter } from './directory/site-store';
import type { Session } from './unit/session';
import type { Shared } from './unit/transactor';
import { renditionReader, renditionWriter } from './jobs/renditions';
import { spellingReader } from './spelling';
import { tagReader, tagWriter } from './annotations/tags';
import { trashReader, trashWriter } from './trash/trash';
import { createTypeReader, createTypeWriter } from './types/types';
import { versionReader, versionWriter } from './objects/versions';

/** What is the same for every unit of a process. */
export interface UnitOptions {
  /** Counts are exact up to here and absent above. */
  readonly countLimit: number;
  /** Brings the change log up to what is committed. */
  readonly sequence: () => Promise<void>;
  readonly activities: ActivityLimits;
}

/** The gateways of one read. */
export function readUnit(session: Session, shared: Shared, options: UnitOptions): ReadUnit {
  return {
    caller: session.caller,
    get types() {
      return session.types;
    },
    repository: shared.repository,
    objects: objectReader(session),
    navigation: navigationReader(session, options),
    people: peopleReader(session),
    trashReader: trashReader(session),
    sites: siteReader(session),
    annotations: annotationReader(session),
    activities: activityReader(session, options.activities),
    tags: tagReader(session),
    categories: categoryReader(session),
    names: nameReader(session),
    spelling: spellingReader(session),
    downloads: downloadReader(session),
    renditions: renditionReader(session),
    avatars: avatarReader(session),
    directory: { ...personReader(session), ...groupReader(session) },
    versions: versionReader(session),
    relationships: relationshipReader(session, options),
    policies: policyReader(session),
    changes: changeReader(session, options),
    typeReader: createTypeReader(session),
    queries: queryReader(session, options),
  };
}

/** The gateways of one transaction. */
export function unitOfWork(
  session: Session,
  input: { readonly shared: Shared; readonly now: number; readonly options: UnitOptions },
): UnitOfWork {
  const { shared, now, options } = input;
  return Object.defineProperties(
    {
      now,
      writer: objectWriter(session, now),
      acls: aclWriter(session),
      trash: trashWriter(session, now),
      versionWriter: versionWriter(session, { now, nameKey }),
      filing: filingWriter(session, now),
      siteWriter: siteWriter(session, now),
      annotationWriter: annotationWriter(session, now),
      activityWriter: activityWriter(session, now),
      tagWriter: tagWriter(session),
      categoryWriter: categoryWriter(session),
      downloadWriter: downloadWriter(session, now),
      renditionWriter: renditionWriter(session),
      avatarWriter: avatarWriter(session, now),
      directoryWriter: { ...personWriter(session, now), ...groupWriter(session, now) },
      policyWriter: policyWriter(session),
      typeWriter: createTypeWriter(session),
      log: changeWriter(session, now),
    },
    // Copied as descriptors: `types` is a getter that follows the session.
    Object.getOwnPropertyDescriptors(readUnit(session, shared, options)),
  ) as UnitOfWork;
}
