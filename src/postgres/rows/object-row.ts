import type { Ace } from '../../model/permissions';
import { isLockedFor } from '../../model/lock';
import { ALL_PERMISSIONS, LOCKED, PERMISSION_BITS, Permission, SEE } from '../../model/permissions';
import type { Properties } from '../../model/properties';
import type { SecondaryType } from '../../model/type-definition';
import type { TextState } from '../../text/text-extractor';
import type { StoredContent, StoredObject, StoredVersion } from '../../repository/values/stored-object';
import { effectiveBits, type Session, type Standing } from '../unit/session';

/**
 * The one place that knows how an object lies in the tables. `liveRow` and `frozenRow` are SQL expressions that make a
 * JSON array of an object; `readRow` makes the object. Positions are those of `Row`.
 */
export type Row = readonly [
  key: number,
  uuid: string,
  series: string,
  typeKey: number,
  name: string,
  owner: string,
  createdBy: string,
  created: string,
  modifiedBy: string,
  modified: string,
  token: number,
  aspects: readonly number[],
  props: Properties,
  parentKey: number | null,
  parentUuid: string | null,
  path: string | null,
  flags: string,
  aclKey: number | null,
  version: VersionRow | null,
  content: ContentRow | null,
  ends: EndsRow | null,
  /** Of a document that has got new versions. */
  first: FirstRow | null,
];
type VersionRow = readonly [
  major: number,
  minor: number,
  flags: string,
  frozenKey: number | null,
  workingCopyOf: number | null,
  checkedOutBy: string | null,
  comment: string | null,
];
type ContentRow = readonly [
  key: number,
  uuid: string,
  keys: readonly string[],
  lengths: readonly number[],
  length: number,
  sha256: string | null,
  mime: string,
  /** null: named as the document. */
  filename: string | null,
  textState: TextState,
  encoding: string | null,
];
type FirstRow = readonly [created: string, createdBy: string];
type EndRow = readonly [
  uuid: string,
  base: number,
  major: number,
  minor: number,
  pwc: boolean,
  grants: Grants | null,
  owner: string,
];
type EndsRow = readonly [source: EndRow, target: EndRow];
export type Grants = Readonly<Record<string, number>>;
/** An `acls` row as `aclJson` gives it; `entries` null when they were not asked for. */
export type AclRow = readonly [
  grants: Grants,
  entries: readonly StoredAce[] | null,
  objectKey: number | null,
  /** Read with the entries. */
  inherits: boolean | null,
];
export interface StoredAce {
  readonly principalId: string;
  readonly permissions: readonly string[];
  readonly direct: boolean;
  readonly objectOnly?: boolean;
}

export const BASES = ['cmis:folder', 'cmis:document', 'cmis:item', 'cmis:policy', 'cmis:relationship'] as const;
/** How the tables write a base type, `objects.base`; -1 for what is none. */
export const baseNumber = (baseId: string): number => (BASES as readonly string[]).indexOf(baseId);

/** Absolute path of folder `o` with `folders` row `f`. */
export const PATH = `(select case when o.parent_id is null then '/' else coalesce((
    select string_agg('/' || n.name, '' order by a.ord)
      from unnest(f.ancestors[2:] || o.id) with ordinality a (id, ord) join objects n on n.id = a.id), '/') end
  from folders f where f.id = o.id)`;

const END = (
  column: string,
): string => `(select json_build_array(e.uuid, e.base, e.major, e.minor, e.pwc, a.grants, e.owner)
    from objects e left join acls a on a.id = e.acl_id where e.id = ${column})`;

const CONTENT = (row: string): string =>
  `case when c.id is not null then json_build_array(c.id, c.uuid, c.keys, c.lengths, c.length, c.sha256, ${row}.mime, ${row}.filename, c.text_state, c.encoding) end`;

const flag = (condition: string, letter: string): string => `case when ${condition} then '${letter}' else '' end`;

/** A working copy that somebody made of a document of another's. */
const BORROWED = 'o.pwc_of is not null and o.owner <> (select s.owner from objects s where s.id = o.pwc_of)';

const FIRST = 'case when o.series_created is not null then json_build_array(o.series_created, o.series_created_by) end';

/** Object `o` (row of `objects`), with `c` left joined as its content. */
export const liveRow = `json_build_array(o.id, o.uuid, o.series, o.type_id, o.name, o.owner, o.created_by, o.created,
  o.modified_by, o.modified, o.token, o.aspects, o.props, o.parent_id,
  (select p.uuid from objects p where p.id = o.parent_id),
  case when o.base = 0 then ${PATH} end,
  ${flag('o.immutable', 'i')} || ${flag('o.held or o.retain_until > now()', 'r')}, o.acl_id,
  case when o.base = 1 then json_build_array(o.major, o.minor,
    ${flag('o.versioned', 'v')} || ${flag('o.is_major', 'm')} || ${flag('o.pwc', 'w')} || ${flag(BORROWED, 'b')} || ${flag('not o.pwc', 'l')} || ${flag('o.is_major and not o.pwc', 'L')},
    null, o.pwc_of, o.checked_out_by, o.comment) end,
  ${CONTENT('o')},
  case when o.base = 4 then json_build_array(${END('o.source_id')}, ${END('o.target_id')}) end, ${FIRST})`;

/** Frozen version `v` of the live document `o`, with `c` left joined as the version's content. */
export const frozenRow = `json_build_array(o.id, o.uuid, o.series, v.type_id, v.name, o.owner, v.created_by, v.created,
  v.modified_by, v.modified, v.token, v.aspects, v.props, o.parent_id,
  (select p.uuid from objects p where p.id = o.parent_id),
  null, ${flag('v.held or v.retain_until > now()', 'r')}, o.acl_id,
  json_build_array(v.major, v.minor,
    ${flag('v.versioned', 'v')} || ${flag('v.is_major', 'm')} || ${flag(
      `v.is_major and not o.is_major and not exists (select 1 from versions n where n.object_id = o.id and n.is_major and (n.major, n.minor) > (v.major, v.minor))`,
      'L',
    )},
    v.id, null, o.checked_out_by, v.comment),
  ${CONTENT('v')}, null, ${FIRST})`;

/** JSON of `acls` row `a`; `withEntries` is an SQL condition. */
export const aclJson = (withEntries: string): string =>
  `json_build_array(a.grants, case when ${withEntries} then a.entries end, a.object_id, case when ${withEntries} then
    case when a.role = 'self' then (select p.inherits from acls p where p.id = a.parent_id) else a.inherits end end)`;

/** Whether the caller `me` may see the object of a row whose ACL row is `acl`. Relationships are judged by their ends. */
export const visibleRow = (object: string, acl: string): string =>
  `(me.admin or ${object}.owner = me.name or ${acl}.readers && me.authorities)`;

/** As `visibleRow`, of object `o` with ACL row `a`. */
export const VISIBLE = visibleRow('o', 'a');

/** Key of the document that a working copy was made of; everything else has its own, which older versions share. */
export const liveKey = ({ key, version }: StoredObject): number => version?.workingCopyOf ?? key;

const CHANGE_SOURCE = PERMISSION_BITS['cmis:write'] ?? 0;

/** Makes the object of its row; `acl` is the row that the object's ACL key names. */
export function readRow(session: Session, row: Row, acl: AclRow | undefined): StoredObject {
  const [key, uuid, series, typeKey, name, owner, createdBy, created, modifiedBy, modified, token, aspects, props] =
    row;
  const [, , , , , , , , , , , , , parentKey, parentUuid, path, flags, aclKey, version, content, ends, first] = row;
  const type = session.types.primaryByKey(typeKey);
  if (!type) throw new Error(`Object ${uuid} has the type key ${typeKey}, which no type has.`);
  const state = version ? readVersion(version) : undefined;
  return {
    key,
    uuid,
    series,
    id: publicId(series, version),
    type,
    secondaryTypes: secondaryTypes(session, aspects),
    name,
    owner,
    createdBy,
    created: Date.parse(created),
    modifiedBy,
    modified: Date.parse(modified),
    changeToken: token,
    ...(parentKey !== null && { parentKey }),
    ...(parentUuid !== null && { parentUuid }),
    ...(path !== null && { path }),
    isRoot: path === '/',
    immutable: flags.includes('i'),
    retained: flags.includes('r'),
    ...(state && { version: state }),
    ...(first && { seriesCreated: { at: Date.parse(first[0]), by: first[1] } }),
    ...(content && { content: readContent(content, name) }),
    ...(ends && { sourceId: endId(ends[0]), targetId: endId(ends[1]) }),
    properties: props,
    ...(aclKey !== null && { aclKey }),
    access: ends
      ? relationshipAccess(session.standing, ends)
      : accessTo(session, { owner, properties: props, ...(state && { version: state }) }, acl?.[0] ?? null),
    ...(acl?.[1] && entriesFor(acl, version?.[4] ?? key)),
  };
}

/** The object as the session's caller sees it who may be another than the one that it was read for. No relationship. */
export function withRights(session: Session, object: StoredObject, acl: AclRow | undefined): StoredObject {
  const access = accessTo(session, object, acl?.[0] ?? null);
  const last = seen.get(object);
  const same = last?.access === access ? last : { ...object, source: object, access };
  if (same !== last) seen.set(object, same);
  return acl?.[1] ? { ...same, ...entriesFor(acl, liveKey(object)) } : same;
}

/** What each object without entries became for those who saw it last: mostly the next have the same rights. */
const seen = new WeakMap<StoredObject, StoredObject>();

const NO_SECONDARY_TYPES: readonly SecondaryType[] = [];

function secondaryTypes(session: Session, keys: readonly number[]): readonly SecondaryType[] {
  if (keys.length === 0) return NO_SECONDARY_TYPES;
  return keys.flatMap((typeKey) => {
    const type = session.types.byKey(typeKey);
    return type?.baseId === 'cmis:secondary' ? [type] : [];
  });
}

function publicId(series: string, version: VersionRow | null): string {
  if (!version) return series;
  return version[2].includes('w') ? `${series};pwc` : `${series};${version[0]}.${version[1]}`;
}

function readVersion([
  major,
  minor,
  flags,
  frozenKey,
  workingCopyOf,
  checkedOutBy,
  comment,
]: VersionRow): StoredVersion {
  return {
    major,
    minor,
    versioned: flags.includes('v'),
    isMajor: flags.includes('m') && !flags.includes('w'),
    isLatest: flags.includes('l'),
    isLatestMajor: flags.includes('L'),
    isWorkingCopy: flags.includes('w'),
    ...(frozenKey !== null && { frozenKey }),
    ...(workingCopyOf !== null && { workingCopyOf }),
    ...(flags.includes('b') && { isBorrowed: true }),
    ...(checkedOutBy !== null && { checkedOutBy }),
    ...(comment !== null && { comment }),
  };
}

function readContent(
  [key, id, keys, lengths, length, sha256, mimeType, fileName, textState, encoding]: ContentRow,
  name: string,
): StoredContent {
  return {
    key,
    id,
    pieces: keys.map((piece, index) => ({ key: piece, length: lengths[index] ?? 0 })),
    length,
    ...(sha256 !== null && { sha256 }),
    mimeType,
    fileName: fileName ?? name,
    textState,
    ...(encoding !== null && { encoding }),
  };
}

function endId([uuid, base, major, minor, pwc]: EndRow): string {
  if (base !== 1) return uuid;
  return pwc ? `${uuid};pwc` : `${uuid};${major}.${minor}`;
}

/** Rights on what has an ACL. */
function accessTo(
  { standing }: Session,
  object: Pick<StoredObject, 'owner' | 'version' | 'properties'>,
  grants: Grants | null,
): number {
  const locked = isLockedFor(object.properties, standing.name) ? LOCKED : 0;
  if (!object.version?.isBorrowed) return effectiveBits(standing, grants, object.owner) | locked;
  const granted = effectiveBits(standing, grants, null) | locked;
  return object.owner === standing.name ? granted | borrowedBits(granted) : granted;
}

/**
 * Who checked out a document of another's may do everything with the working copy but what reaches the document itself:
 * its rights are the document's, and a check-in needs that the document may be written still.
 */
const borrowedBits = (granted: number): number =>
  ALL_PERMISSIONS &
  ~(Permission.ChangePermissions | Permission.TakeOwnership) &
  ~(granted & Permission.WriteProperties ? 0 : Permission.CheckIn);

/** A relationship is seen by who may read both ends and changed by who may write the source. */
function relationshipAccess(standing: Standing, [source, target]: EndsRow): number {
  const onSource = effectiveBits(standing, source[5], source[6]);
  const onTarget = effectiveBits(standing, target[5], target[6]);
  if (!(onSource & SEE) || !(onTarget & SEE)) return 0;
  if (onSource === ALL_PERMISSIONS || onSource & Permission.WriteProperties) return CHANGE_SOURCE;
  return SEE | Permission.ReadPermissions;
}

/** Entries as seen on one object, or on the working copy of it: direct only on the object that owns the row. */
function entriesFor(
  [, entries, objectKey, inherits]: AclRow,
  key: number,
): { readonly acl: readonly Ace[]; readonly inheritsAcl: boolean } {
  const isOwn = objectKey === key;
  return {
    acl: (entries ?? []).map((entry) => (entry.direct && !isOwn ? { ...entry, direct: false } : entry)),
    inheritsAcl: !isOwn || inherits === true,
  };
}

/** Answer of `objectsJson`. */
export interface ObjectsAnswer {
  readonly objects: readonly Row[] | null;
  readonly acls: Readonly<Record<string, AclRow>> | null;
}

/**
 * JSON of live objects in the order of `hits(id, n)`, a common table expression, with each ACL row once.
 * `withEntries` is an SQL condition.
 */
export const objectsJson = (withEntries: string, hits = 'hits'): string => `json_build_object(
  'objects', (select json_agg(${liveRow} order by h.n)
    from ${hits} h join objects o on o.id = h.id left join contents c on c.id = o.content_id),
  'acls', (select json_object_agg(a.id, ${aclJson(withEntries)})
    from acls a where a.id in (select o.acl_id from ${hits} h join objects o on o.id = h.id)))`;

/** The objects of `objectsJson`, in its order. */
export function readObjects(session: Session, answer: ObjectsAnswer): readonly StoredObject[] {
  return (answer.objects ?? []).map((row) => {
    const aclKey = row[17];
    return readRow(session, row, aclKey === null ? undefined : answer.acls?.[aclKey]);
  });
}

/** Answer of a single-object statement: the row with its ACL row. */
export type SingleAnswer = readonly [row: Row, acl: AclRow | null] | null;

/** The object of a statement that answers with one; undefined where it found none. */
export function readSingle(session: Session, answer: SingleAnswer): StoredObject | undefined {
  return answer ? readRow(session, answer[0], answer[1] ?? undefined) : undefined;
}
