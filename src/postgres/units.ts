import { nameKey } from '../model/names';
import type { ReadUnit, UnitOfWork } from '../repository/storage';
import { aclWriter } from './acls';
import { activityReader, activityWriter, type ActivityLimits } from './activities';
import { annotationReader, annotationWriter } from './annotations';
import { avatarReader, avatarWriter } from './avatars';
import { categoryReader, categoryWriter } from './categories';
import { changeReader } from './changes';
import { downloadReader, downloadWriter } from './downloads';
import { changeWriter } from './events';
import { filingWriter } from './filing';
import { groupReader, groupWriter } from './group-store';
import { nameReader } from './name-reader';
import { navigationReader } from './navigation';
import { objectReader } from './objects';
import { objectWriter } from './object-writer';
import { peopleReader } from './people';
import { personReader, personWriter } from './person-store';
import { policyReader, policyWriter } from './policies';
import { queryReader } from './query/reader';
import { relationshipReader } from './relationships';
import { siteReader, siteWriter } from './site-store';
import type { Session } from './session';
import type { Shared } from './transactor';
import { renditionReader, renditionWriter } from './storage-renditions';
import { spellingReader } from './spelling';
import { tagReader, tagWriter } from './tags';
import { trashReader, trashWriter } from './trash';
import { createTypeReader, createTypeWriter } from './types';
import { versionReader, versionWriter } from './versions';

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
