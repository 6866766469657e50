/** The ports on what people did in sites. */
import type { SiteRole } from '../../model/site';
import type { PageRequest } from '../values/object-view';
import type { Counted } from './directory';

/** What becomes of a document or folder in a site, and of what is said of it. */
type ObjectActivity =
  | 'document-created'
  | 'document-updated'
  | 'document-deleted'
  | 'folder-created'
  | 'folder-deleted'
  | 'comment-created'
  | 'comment-updated'
  | 'comment-deleted'
  | 'document-liked'
  | 'folder-liked';

export type MemberActivity =
  'person-joined' | 'person-left' | 'person-role-changed' | 'group-joined' | 'group-left' | 'group-role-changed';

export type ActivityKind = ObjectActivity | MemberActivity;

interface PersonNames {
  readonly firstName?: string;
  readonly lastName?: string;
}

export interface StoredActivity {
  readonly id: number;
  readonly at: number;
  readonly kind: ActivityKind;
  /** Who did it, with the names that the person has now. */
  readonly actor: string;
  readonly actorNames: PersonNames;
  /** Short name of the site. */
  readonly site: string;
  /** Uuids of the object and of the folder that it was in, and its name, as it was then. */
  readonly object?: string;
  readonly parent?: string;
  readonly title?: string;
  /** Of a membership: the person or group, and the role that it has now or had last. */
  readonly member?: string;
  readonly memberNames?: PersonNames;
  readonly role?: SiteRole;
}

export interface ActivityFeed {
  readonly person: string;
  readonly page: PageRequest;
  /** Short name of the only site. */
  readonly site?: string | undefined;
  /** What the person did, or what all others did; undefined: both. */
  readonly who?: 'me' | 'others' | undefined;
}

export interface ActivityReader {
  /**
   * What happened in the sites that the person belongs to, newest first, of objects that the person may read; of those
   * that are gone: could read in the end. Undefined when there is no such person.
   */
  ofPerson(feed: ActivityFeed): Promise<Counted<StoredActivity> | undefined>;
}

export interface ActivityWriter {
  /** What becomes of objects is told by what writes them. */
  ofMember(
    site: { readonly key: number },
    activity: { readonly kind: MemberActivity; readonly member: string; readonly role: SiteRole },
  ): Promise<void>;
}
