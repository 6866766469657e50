import type { ActivityKind, StoredActivity } from '../../repository/storage/activities';
import { dateText } from '../framework/dates';
import type { Json } from '../framework/operation';

/** What clients look for to say it in their language. */
const TYPES: Readonly<Record<ActivityKind, string>> = {
  'document-created': 'org.alfresco.documentlibrary.file-added',
  'document-updated': 'org.alfresco.documentlibrary.file-updated',
  'document-deleted': 'org.alfresco.documentlibrary.file-deleted',
  'folder-created': 'org.alfresco.documentlibrary.folder-added',
  'folder-deleted': 'org.alfresco.documentlibrary.folder-deleted',
  'comment-created': 'org.alfresco.comments.comment-created',
  'comment-updated': 'org.alfresco.comments.comment-updated',
  'comment-deleted': 'org.alfresco.comments.comment-deleted',
  'document-liked': 'org.alfresco.documentlibrary.file-liked',
  'folder-liked': 'org.alfresco.documentlibrary.folder-liked',
  'person-joined': 'org.alfresco.site.user-joined',
  'person-left': 'org.alfresco.site.user-left',
  'person-role-changed': 'org.alfresco.site.user-role-changed',
  'group-joined': 'org.alfresco.site.group-added',
  'group-left': 'org.alfresco.site.group-removed',
  'group-role-changed': 'org.alfresco.site.group-role-changed',
};

/** An activity in the feed of that person. */
export function activityEntry(activity: StoredActivity, feedPersonId: string): Json {
  const { id, at, kind, actor, site } = activity;
  return {
    postedAt: dateText(at),
    feedPersonId,
    postPersonId: actor,
    siteId: site,
    activitySummary: activity.member === undefined ? ofObject(activity) : ofMember(activity, activity.member),
    id,
    activityType: TYPES[kind],
  };
}

const ofObject = ({ actorNames, object, parent, title }: StoredActivity): Json => ({
  ...actorNames,
  parentObjectId: parent,
  title,
  objectId: object,
});

function ofMember({ kind, role, memberNames, actorNames }: StoredActivity, member: string): Json {
  if (kind.startsWith('group-')) return { ...actorNames, role, title: member, groupName: member };
  const { firstName = '', lastName = '' } = memberNames ?? {};
  return {
    role,
    memberFirstName: firstName,
    memberLastName: lastName,
    memberPersonId: member,
    title: `${firstName} ${lastName}`.trim() || member,
  };
}
