import { CmisError } from '../../model/errors';
import { ALL_PERMISSIONS } from '../../model/permissions';
import { uuidv7 } from '../../model/uuid';
import type { NewObject } from '../../repository/storage/storage';
import type { StoredContent, StoredObject, StoredVersion } from '../../repository/values/stored-object';
import type { Statement } from '../connection/database';
import { tellOfEvents } from '../changes/activities';
import { insertEvents, eventRow } from '../changes/events';
import { copyText, insertRows, keepText, noteRows, textJob, textRows } from '../rows/fulltext';
import { mayBeDeleted, refuseDeletedTypes } from '../types/held-types';
import { baseNumber } from '../rows/object-row';
import type { Session } from '../unit/session';

/** Which parts an insert has; there is one statement for each combination that occurs. */
interface Shape {
  readonly claims: boolean;
  /** What its new content says is kept. */
  readonly says: boolean;
  readonly folder: boolean;
  readonly secondary: boolean;
  readonly event: boolean;
  /** It may be in a site. */
  readonly told: boolean;
  /** It is searched by words. */
  readonly text: boolean;
  /** The ACL row was made for this object. */
  readonly ownAcl: boolean;
}

const statements = new Map<string, Statement>();

function statementFor(shape: Shape): Statement {
  const name = `insert-object${shape.claims ? '-claim' : ''}${shape.says ? '-says' : ''}${shape.folder ? '-folder' : ''}${shape.secondary ? '-secondary' : ''}${shape.event ? '' : '-silent'}${shape.told ? '-told' : ''}${shape.ownAcl ? '-acl' : ''}${shape.text ? '-text' : ''}`;
  const known = statements.get(name);
  if (known) return known;
  const made = { name, text: insertText(shape) };
  statements.set(name, made);
  return made;
}

/*
 * Bindings: $1 object as JSON (columns of `objects`), $2 content to claim as JSON, $3 events as JSON, $4 time, $5 actor,
 * $6 rows of the word index as JSON, $7 what the content says, if it does.
 * The parts share one snapshot; foreign keys are checked when the statement ends, so their order does not matter.
 * A data-modifying part always runs; a selecting one (the lock on secondary types) runs because `obj` counts it.
 */
function insertText({ claims, says, folder, secondary, event, told, ownAcl, text }: Shape): string {
  const parts = [
    `input as (select * from jsonb_to_record($1::jsonb) as x (parent_id bigint, acl_id bigint, content_id bigint, pwc_of bigint, source_id bigint,
    target_id bigint, uuid uuid, series uuid, type_id int, base smallint, versioned boolean, is_major boolean, major int, minor int, pwc boolean,
    name text, name_key text, owner text, checked_out_by text, mime text, filename text, comment text, aspects int[], held int, props jsonb))`,
    `ids as (select nextval(pg_get_serial_sequence('objects', 'id')) as id)`,
  ];
  if (claims) {
    parts.push(
      `claimed as (delete from unclaimed_content u where u.key = $2::jsonb->>'key' returning u.key)`,
      `content as (insert into contents (uuid, keys, lengths, length, sha256, text_state, text_error, encoding)
    select ($2::jsonb->>'uuid')::uuid, array[k.key], array[($2::jsonb->>'length')::bigint], ($2::jsonb->>'length')::bigint, $2::jsonb->>'sha256', $2::jsonb->>'text', $2::jsonb->>'reason', $2::jsonb->>'encoding' from claimed k returning id, text_state)`,
      `awaited as (${textJob(`content c where c.text_state = 'pending'`)})`,
    );
    if (says) parts.push(`said as (${keepText('content c', '$7::text')})`);
  }
  if (folder) {
    // What the parent grants, as inherited entries: direct is what stands on the row's own object.
    parts.push(`acl as (insert into acls (parent_id, object_id, role, aces, entries, grants, readers, content_readers)
    select a.id, ids.id, 'content', '[]',
      coalesce((select jsonb_agg(e.value || '{"direct": false}' order by e.n) from jsonb_array_elements(a.entries) with ordinality e (value, n)), '[]'),
      a.grants, a.readers, a.content_readers from acls a, ids, input i where a.id = i.acl_id returning id)`);
  }
  if (ownAcl) parts.push(`own as (update acls a set object_id = ids.id from ids, input i where a.id = i.acl_id)`);
  if (secondary) {
    // Key-shared, so that a secondary type cannot be deleted while an object that carries it is on its way in.
    parts.push(
      `held as (select t.id from types t, input i where t.id = any (i.aspects) and t.declaration is not null for key share of t)`,
    );
  }
  parts.push(`obj as (insert into objects (id, parent_id, acl_id, content_id, pwc_of, source_id, target_id, created, modified, since, uuid, series,
      type_id, base, versioned, is_major, major, minor, top_major, top_minor, pwc, name, name_key, owner, created_by, modified_by, checked_out_by, mime, filename, comment, aspects, props)
    select ids.id, i.parent_id, ${folder ? '(select id from acl)' : 'i.acl_id'}, ${claims ? '(select id from content)' : 'i.content_id'},
      i.pwc_of, i.source_id, i.target_id, $4::timestamptz, $4::timestamptz, $4::timestamptz, i.uuid, i.series,
      i.type_id, i.base, i.versioned, i.is_major, i.major, i.minor, i.major, i.minor, i.pwc, i.name, i.name_key, i.owner, $5, $5, i.checked_out_by, i.mime, i.filename, i.comment, i.aspects, i.props
      from input i, ids
     where not exists (select 1 from filings g where g.folder_id = i.parent_id and g.name_key = i.name_key)
       ${claims ? 'and exists (select 1 from content)' : ''}
       ${secondary ? 'and (select count(*) from held) = i.held' : ''}
    returning id, acl_id, content_id)`);
  if (folder) {
    parts.push(`fold as (insert into folders (id, ancestors, acl_id)
    select o.id, f.ancestors || f.id, o.acl_id from obj o, input i, folders f where f.id = i.parent_id)`);
  }
  if (event) {
    parts.push(`ev as (${insertEvents('$3::jsonb', '$4::timestamptz', '$5')})`);
  }
  if (told) parts.push(`told as (${tellOfEvents('$3::jsonb', '$4::timestamptz', '$5')})`);
  if (text) parts.push(`ft as (${insertRows('obj', '$6::jsonb')})`);
  const unused = `${event ? '' : `, (select $3::text)`}${text ? '' : `, (select $6::text)`}`;
  const unclaimed = claims ? '(select count(*) from claimed)' : `1${', (select $2::text)'}`;
  return `with ${parts.join(',\n')}\nselect o.id, o.acl_id, o.content_id, ${unclaimed}${unused} from (select 1) one left join obj o on true`;
}

/** Inserts the object with all that comes with it and returns it as the caller, its owner, sees it. */
export async function insertObject(session: Session, now: number, object: NewObject): Promise<StoredObject> {
  const content = object.content;
  const claims = content !== undefined && 'sha256' in content;
  const contentUuid = uuidv7(now);
  const said = claims ? content.text?.text : undefined;
  const text = textRows(session.types, object, claims ? content.text : undefined);
  await noteRows(session.executor, text);
  const draft = draftOf(session, now, { object, contentUuid });
  const event = object.version?.workingCopyOf
    ? undefined
    : eventRow(session, draft, { kind: 'created', tells: mayBeTold(object) ? 'created' : undefined });
  const shape: Shape = {
    claims,
    says: said !== undefined,
    folder: object.type.baseId === 'cmis:folder',
    secondary: object.secondaryTypes.some(mayBeDeleted),
    event: event !== undefined,
    told: event?.told !== undefined,
    ownAcl: object.aclKey !== undefined && !object.folder && !object.version?.workingCopyOf,
    text: text.rows.length > 0,
  };
  const rows = await session.executor.run(statementFor(shape), [
    JSON.stringify(columnsOf(object, draft)),
    claims
      ? JSON.stringify({
          uuid: contentUuid,
          key: content.key,
          length: content.length,
          sha256: content.sha256,
          text: content.text?.state ?? 'pending',
          reason: content.text?.reason,
          encoding: content.text?.encoding,
        })
      : null,
    event ? JSON.stringify([event]) : null,
    new Date(now).toISOString(),
    session.caller.name,
    shape.text ? JSON.stringify(text) : null,
    ...(said !== undefined ? [said] : []),
  ]);
  const [key, aclKey, contentKey, claimed] = rows[0] ?? [];
  if (key === null || key === undefined) {
    if (claims && claimed !== '1')
      throw new CmisError('storage', 'The content took too long to arrive and was removed; send it again.');
    await refuseDeletedTypes(session, object.secondaryTypes);
    throw new CmisError('nameConstraintViolation', `An object named '${object.name}' already exists in the folder.`);
  }
  if (content && 'like' in content && shape.text && text.only === undefined)
    await copyText(session.executor, Number(key), content.contentKey);
  return {
    ...draft,
    key: Number(key),
    ...(aclKey && { aclKey: Number(aclKey) }),
    ...(draft.content && contentKey && { content: { ...draft.content, key: Number(contentKey) } }),
  };
}

/** Of a document that is created checked out it is told once it is there for others; what is in a site is below two folders. */
const mayBeTold = ({ folder, version, quiet }: NewObject): boolean =>
  quiet !== true && version?.workingCopy !== true && folder !== undefined && folder.ancestorKeys.length >= 2;

function columnsOf(object: NewObject, draft: StoredObject): Readonly<Record<string, unknown>> {
  const { content, version } = object;
  return {
    parent_id: object.folder?.key,
    acl_id: draft.aclKey,
    content_id: content && 'contentKey' in content ? content.contentKey : undefined,
    pwc_of: version?.workingCopyOf?.key,
    source_id: object.source?.key,
    target_id: object.target?.key,
    uuid: draft.uuid,
    series: draft.series,
    type_id: object.type.key,
    base: baseNumber(object.type.baseId),
    versioned: version?.versioned ?? false,
    is_major: version?.isMajor ?? true,
    major: draft.version?.major ?? 1,
    minor: draft.version?.minor ?? 0,
    pwc: version?.workingCopy ?? false,
    name: object.name,
    name_key: object.nameKey,
    owner: object.owner,
    checked_out_by: draft.version?.checkedOutBy,
    mime: content?.mimeType,
    // A content that is named as its document follows the document's name.
    filename: content?.fileName === object.name ? undefined : content?.fileName,
    comment: version?.comment,
    aspects: object.secondaryTypes.map((type) => type.key),
    held: object.secondaryTypes.filter(mayBeDeleted).length,
    props: object.properties,
  };
}

function draftOf(
  session: Session,
  now: number,
  input: { readonly object: NewObject; readonly contentUuid: string },
): StoredObject {
  const { object, contentUuid } = input;
  const uuid = uuidv7(now);
  const series = object.version?.workingCopyOf?.series ?? uuid;
  const version = versionOf(session, object);
  const folder = object.folder;
  const aclKey = object.aclKey ?? folder?.contentAclKey;
  const content = contentOf(object, contentUuid);
  return {
    key: 0,
    uuid,
    series,
    id: idOf(series, version),
    type: object.type,
    secondaryTypes: object.secondaryTypes,
    name: object.name,
    owner: object.owner,
    createdBy: session.caller.name,
    created: now,
    modifiedBy: session.caller.name,
    modified: now,
    changeToken: 1,
    ...(folder && { parentKey: folder.key, parentUuid: folder.uuid }),
    ...(folder && object.type.baseId === 'cmis:folder' && { path: childPath(folder, object.name) }),
    isRoot: false,
    immutable: false,
    retained: false,
    ...(version && { version }),
    ...(content && { content }),
    ...(object.source && { sourceId: object.source.id }),
    ...(object.target && { targetId: object.target.id }),
    properties: object.properties,
    ...(aclKey !== undefined && { aclKey }),
    access: object.owner === session.caller.name || session.standing.admin ? ALL_PERMISSIONS : (folder?.access ?? 0),
  };
}

/** Path of a child that is a folder. */
export function childPath(folder: StoredObject, name: string): string {
  return folder.path === '/' ? `/${name}` : `${folder.path ?? ''}/${name}`;
}

function idOf(series: string, version: StoredVersion | undefined): string {
  if (!version) return series;
  return version.isWorkingCopy ? `${series};pwc` : `${series};${version.major}.${version.minor}`;
}

function versionOf(session: Session, object: NewObject): StoredVersion | undefined {
  if (!object.version) return undefined;
  const { versioned, isMajor, workingCopy, workingCopyOf, comment } = object.version;
  return {
    // A first minor version is 0.1; what has no versions shows 1.0.
    major: workingCopyOf?.version?.major ?? (isMajor || !versioned ? 1 : 0),
    minor: workingCopyOf?.version?.minor ?? (isMajor || !versioned ? 0 : 1),
    versioned,
    isMajor: isMajor && !workingCopy,
    isLatest: !workingCopy,
    isLatestMajor: isMajor && !workingCopy,
    isWorkingCopy: workingCopy,
    ...(workingCopyOf && { workingCopyOf: workingCopyOf.key }),
    ...(workingCopy && { checkedOutBy: session.caller.name }),
    ...(comment !== undefined && { comment }),
  };
}

function contentOf(object: NewObject, uuid: string): StoredContent | undefined {
  const content = object.content;
  if (!content) return undefined;
  const named = { mimeType: content.mimeType, fileName: content.fileName };
  if ('like' in content) return { ...content.like, ...named };
  const { key, length, sha256, text } = content;
  return {
    ...{ key: 0, id: uuid, pieces: [{ key, length }], length, sha256, textState: text?.state ?? 'pending' },
    ...(text?.encoding !== undefined && { encoding: text.encoding }),
    ...named,
  };
}
