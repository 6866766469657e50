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

interface Reading {
  readonly session: Session;
  readonly options: UnitOptions;
}
interface Writing extends Reading {
  readonly now: number;
}

type Gateways<U, G, K extends keyof U> = { readonly [N in K]: (given: G) => U[N] };

type Plain = 'caller' | 'types' | 'repository' | 'now';

const READERS: Gateways<ReadUnit, Reading, Exclude<keyof ReadUnit, Plain>> = {
  objects: ({ session }) => objectReader(session),
  navigation: ({ session, options }) => navigationReader(session, options),
  people: ({ session }) => peopleReader(session),
  trashReader: ({ session }) => trashReader(session),
  sites: ({ session }) => siteReader(session),
  annotations: ({ session }) => annotationReader(session),
  activities: ({ session, options }) => activityReader(session, options.activities),
  tags: ({ session }) => tagReader(session),
  categories: ({ session }) => categoryReader(session),
  names: ({ session }) => nameReader(session),
  spelling: ({ session }) => spellingReader(session),
  downloads: ({ session }) => downloadReader(session),
  renditions: ({ session }) => renditionReader(session),
  avatars: ({ session }) => avatarReader(session),
  directory: ({ session }) => ({ ...personReader(session), ...groupReader(session) }),
  versions: ({ session }) => versionReader(session),
  relationships: ({ session, options }) => relationshipReader(session, options),
  policies: ({ session }) => policyReader(session),
  changes: ({ session, options }) => changeReader(session, options),
  typeReader: ({ session }) => createTypeReader(session),
  queries: ({ session, options }) => queryReader(session, options),
};

const WRITERS: Gateways<UnitOfWork, Writing, Exclude<keyof UnitOfWork, keyof ReadUnit | Plain>> = {
  writer: ({ session, now }) => objectWriter(session, now),
  acls: ({ session }) => aclWriter(session),
  trash: ({ session, now }) => trashWriter(session, now),
  versionWriter: ({ session, now }) => versionWriter(session, { now, nameKey }),
  filing: ({ session, now }) => filingWriter(session, now),
  siteWriter: ({ session, now }) => siteWriter(session, now),
  annotationWriter: ({ session, now }) => annotationWriter(session, now),
  activityWriter: ({ session, now }) => activityWriter(session, now),
  tagWriter: ({ session }) => tagWriter(session),
  categoryWriter: ({ session }) => categoryWriter(session),
  downloadWriter: ({ session, now }) => downloadWriter(session, now),
  renditionWriter: ({ session }) => renditionWriter(session),
  avatarWriter: ({ session, now }) => avatarWriter(session, now),
  directoryWriter: ({ session, now }) => ({ ...personWriter(session, now), ...groupWriter(session, now) }),
  policyWriter: ({ session }) => policyWriter(session),
  typeWriter: ({ session }) => createTypeWriter(session),
  log: ({ session, now }) => changeWriter(session, now),
};

/** What a unit is made for, and which of its gateways have been asked for. */
interface Made<G> {
  readonly given: G;
  readonly made: Record<string, unknown>;
}

/** Gateways that are made when they are asked for: of all that there are, a read uses one or two. */
function gateways<G extends Reading>(makers: Readonly<Record<string, (given: G) => unknown>>): object {
  const unit = {
    get types() {
      return (this as unknown as Made<G>).given.session.types;
    },
  };
  for (const [name, make] of Object.entries(makers)) {
    Object.defineProperty(unit, name, {
      get(this: Made<G>) {
        return (this.made[name] ??= make(this.given));
      },
    });
  }
  return unit;
}

const READ_UNIT = gateways<Reading>(READERS);
const UNIT_OF_WORK = gateways<Writing>({ ...READERS, ...WRITERS });

/** The gateways of one read. */
export const readUnit = (session: Session, shared: Shared, options: UnitOptions): ReadUnit =>
  unitOf(READ_UNIT, { session, options }, shared) as ReadUnit;

/** The gateways of one transaction. */
export function unitOfWork(
  session: Session,
  { shared, now, options }: { readonly shared: Shared; readonly now: number; readonly options: UnitOptions },
): UnitOfWork {
  return Object.assign(unitOf(UNIT_OF_WORK, { session, options, now }, shared), { now }) as UnitOfWork;
}

const unitOf = <G extends Reading>(gatewaysOf: object, given: G, { repository }: Shared): object =>
  Object.assign(Object.create(gatewaysOf) as object, { given, made: {}, caller: given.session.caller, repository });
