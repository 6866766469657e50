import { SEE } from '../../model/permissions';
import type { ObjectId } from '../../repository/values/object-id';
import type { ObjectReader, StoredFolder } from '../../repository/storage/storage';
import type { StoredObject } from '../../repository/values/stored-object';
import {
  aclJson,
  frozenRow,
  liveRow,
  readSingle,
  withRights,
  PATH,
  readRow,
  type AclRow,
  type Row,
  type SingleAnswer,
} from '../rows/object-row';
import { isLasting } from '../rows/page-objects';
import type { Statement } from '../connection/database';
import { callerStatement, type Session } from '../unit/session';

const CONTENT_OF = (row: string): string => `left join contents c on c.id = ${row}.content_id`;
const acl = (withEntries: string): string => `(select ${aclJson(withEntries)} from acls a where a.id = o.acl_id)`;
const single = (row: string, withEntries: string): string => `json_build_array(${row}, ${acl(withEntries)})`;

/** Whether policies are applied to row `o`, whether it is an end of relationships, whether its content has renditions. */
const ATTACHED = `json_build_array(exists (select from applied_policies p where p.object_id = o.id),
  exists (select from objects r where r.source_id = o.id) or exists (select from objects r where r.target_id = o.id),
  o.content_id is not null and exists (select from renditions r where r.content_id = o.content_id))`;
type AttachedRow = readonly [policies: boolean, relationships: boolean, renditions: boolean];

/** Statements by whether they look for what is attached: what a statement might need costs it each time. */
const eachWay = (make: (attached: boolean) => Statement): readonly [Statement, Statement] => [make(false), make(true)];

// $2 uuid, $3 major, $4 minor (both null: no label), $5 with entries; 0 for a document whose live row has another label
const BY_ID = eachWay((attached) =>
  callerStatement({
    name: `object-by-id${attached ? '-attached' : ''}`,
    body: `select case when $3::int is null or o.base <> 1 or not o.pwc and o.major = $3 and o.minor = $4
        then json_build_array(${liveRow}, ${acl('$5::boolean')}, o.xmin::text${attached ? `, ${ATTACHED}` : ''}) else '0' end
       from objects o ${CONTENT_OF('o')} where o.uuid = $2`,
  }),
);

// $2 uuid, $3 major, $4 minor, $5 with entries. By itself: what a statement might need costs it each time.
const FROZEN_BY_ID = callerStatement({
  name: 'version-by-id',
  body: `select ${single(frozenRow, '$5::boolean')}
     from objects o join versions v on v.object_id = o.id and v.major = $3 and v.minor = $4 ${CONTENT_OF('v')}
    where o.uuid = $2`,
});

// $2 key, $3 version, $4 with entries. 0 for a row that changed; who may do what with one that did not, and where it is.
const isKnown = (kind: 'object' | 'folder'): readonly [Statement, Statement] =>
  eachWay((attached) =>
    callerStatement({
      name: `known-${kind}${attached ? '-attached' : ''}`,
      body: `select case when o.xmin::text = $3 then json_build_array(${acl('$4::boolean')},
        ${kind === 'folder' ? PATH : 'null'}, ${attached ? ATTACHED : 'null'}) else '0' end from objects o where o.id = $2`,
    }),
  );
const IS_KNOWN = isKnown('object');
const IS_KNOWN_FOLDER = isKnown('folder');

// $2 uuid of the series (or of the copy itself), $3 with entries
const WORKING_COPY = callerStatement({
  name: 'working-copy-by-id',
  body: `select ${single(liveRow, '$3::boolean')}
     from objects o ${CONTENT_OF('o')}
    where o.pwc and (o.uuid = $2 or o.pwc_of = (select s.id from objects s where s.uuid = $2))`,
});

// $2 name keys from the root, $3 with entries. A step goes through the primary folder or a further filing.
const BY_PATH = callerStatement({
  name: 'object-by-path',
  before: `walk (id, step) as (
    select r.root_id, 0 from repository r
    union all
    (select x.id, w.step + 1 from walk w cross join lateral (
       select o.id from objects o where o.parent_id = w.id and o.name_key = ($2::text[])[w.step + 1]
       union all
       select g.object_id from filings g where g.folder_id = w.id and g.name_key = ($2::text[])[w.step + 1]
       limit 1) x
     where w.step < cardinality($2::text[])))`,
  body: `select ${single(liveRow, '$3::boolean')}
     from walk w join objects o on o.id = w.id ${CONTENT_OF('o')}
    where w.step = cardinality($2::text[])`,
});

// $2 ids as JSON [{uuid, major, minor, pwc}], $3 with entries
const BY_IDS = callerStatement({
  name: 'objects-by-ids',
  before: `wanted as (
    select w.n, (w.value->>'uuid')::uuid uuid, (w.value->>'major')::int major, (w.value->>'minor')::int minor, coalesce((w.value->>'pwc')::boolean, false) pwc
      from jsonb_array_elements($2::jsonb) with ordinality w (value, n))`,
  body: `select json_agg(x.found order by x.n) from (
    select w.n, coalesce(
      (select ${single(liveRow, '$3::boolean')} from objects o ${CONTENT_OF('o')}
        where not w.pwc and o.uuid = w.uuid and (w.major is null or o.base <> 1 or not o.pwc and o.major = w.major and o.minor = w.minor)),
      (select ${single(liveRow, '$3::boolean')} from objects o ${CONTENT_OF('o')}
        where w.pwc and o.pwc and (o.uuid = w.uuid or o.pwc_of = (select s.id from objects s where s.uuid = w.uuid))),
      (select ${single(frozenRow, '$3::boolean')}
         from objects o join versions v on v.object_id = o.id and v.major = w.major and v.minor = w.minor ${CONTENT_OF('v')}
        where o.uuid = w.uuid)) as found
      from wanted w) x where x.found is not null`,
});

const LOCK = { name: 'lock-live-row', text: 'select id from objects where uuid = $1 for update' };
const LOCK_SERIES = {
  name: 'lock-series',
  text: 'select id from objects where uuid = $1 or pwc_of = (select s.id from objects s where s.uuid = $1) order by id for update',
};
// $2 uuid. Locked in the same statement: what waiting could make stale, the folder's own row, is read again after it.
const FOLDER = callerStatement({
  name: 'share-folder',
  body: `select json_build_object('single', ${single(liveRow, 'false')}, 'contentAcl', f.acl_id, 'ancestors', f.ancestors)
    from objects o join folders f on f.id = o.id cross join (select null::bigint as id, null::uuid as uuid, null::text[] as keys,
        null::bigint[] as lengths, null::bigint as length, null::text as sha256, null::text as text_state, null::text as encoding) c where o.uuid = $2 for key share of o`,
});

interface FolderAnswer {
  readonly single: SingleAnswer;
  readonly contentAcl: number;
  readonly ancestors: readonly number[];
}

export function objectReader(session: Session): ObjectReader {
  const byId: ObjectReader['byId'] = async (id, options) => {
    const withAcl = options?.withAcl ?? false;
    const label = id.label;
    if (label === 'pwc') {
      return readSingle(session, (await session.ask(WORKING_COPY, [id.uuid, withAcl])) as SingleAnswer);
    }
    const withAttached = options?.withAttached ?? false;
    const known = await knownById(session, { uuid: id.uuid, label, withAcl, withAttached });
    if (known !== 'unknown') return known;
    const values = [id.uuid, label?.major ?? null, label?.minor ?? null, withAcl];
    const answer = (await session.ask(BY_ID[withAttached ? 1 : 0], values)) as ByIdAnswer;
    if (answer === null) return undefined;
    if (answer === 0) return readSingle(session, (await session.ask(FROZEN_BY_ID, values)) as SingleAnswer);
    const [row, aclRow, version, attached] = answer;
    const object = readRow(session, row, aclRow ?? undefined);
    if (isLasting(row)) {
      // Entries are the ACL's, which changes by itself.
      const { acl: _entries, inheritsAcl: _inherits, ...itself } = object;
      session.known?.set(object.key, version, { types: session.types, object: itself });
    }
    return withWhatIsAttached(object, attached);
  };
  return {
    byId,
    byIds: async (ids, options) => {
      if (ids.length === 0) return [];
      const answer = (await session.ask(BY_IDS, [JSON.stringify(ids.map(plainId)), options?.withAcl ?? false])) as
        readonly SingleAnswer[] | null;
      return (answer ?? []).flatMap((one) => readSingle(session, one) ?? []).filter(isSeen);
    },
    byPath: async (keys, options) => {
      const answer = await session.ask(BY_PATH, [keys, options?.withAcl ?? false]);
      const object = readSingle(session, answer as SingleAnswer);
      return object && isSeen(object) ? object : undefined;
    },
    lock: async (id) => {
      await session.executor.run(id.label === 'pwc' ? LOCK_SERIES : LOCK, [id.uuid]);
      return byId(id);
    },
    shareFolder: async (id) => {
      const answer = (await session.ask(FOLDER, [id.uuid])) as FolderAnswer | null;
      const object = answer && readSingle(session, answer.single);
      if (!answer || !object) return undefined;
      return { ...object, contentAclKey: answer.contentAcl, ancestorKeys: answer.ancestors } satisfies StoredFolder;
    },
  };
}

type ByIdAnswer = readonly [row: Row, acl: AclRow | null, version: string, attached?: AttachedRow] | 0 | null;
type IsKnownAnswer = readonly [acl: AclRow | null, path: string | null, attached: AttachedRow | null] | 0 | null;

interface Asked {
  readonly uuid: string;
  readonly label: Exclude<ObjectId['label'], 'pwc'>;
  readonly withAcl: boolean;
  readonly withAttached: boolean;
}

/** The object, when it is known by its live row and that has not changed since; undefined when it went. */
async function knownById(
  session: Session,
  { uuid, label, withAcl, withAttached }: Asked,
): Promise<StoredObject | 'unknown' | undefined> {
  const known = session.known?.find(uuid);
  if (!known || !isLabelled(known.object, label)) return 'unknown';
  const { path } = known.object;
  const statements = path === undefined ? IS_KNOWN : IS_KNOWN_FOLDER;
  const values = [known.key, known.version, withAcl];
  const answer = (await session.ask(statements[withAttached ? 1 : 0], values)) as IsKnownAnswer;
  if (answer === null) return undefined;
  const still = session.known?.get(known.key, known.version);
  // A folder is elsewhere when one above it was moved or renamed.
  if (answer === 0 || still?.types !== session.types || (answer[1] ?? undefined) !== path) return 'unknown';
  return withWhatIsAttached(withRights(session, still.object, answer[0] ?? undefined), answer[2] ?? undefined);
}

const withWhatIsAttached = (object: StoredObject, attached: AttachedRow | undefined): StoredObject =>
  attached
    ? { ...object, attached: { policies: attached[0], relationships: attached[1], renditions: attached[2] } }
    : object;

/** Whether an id with this label is that of the live row. */
const isLabelled = ({ version }: StoredObject, label: Asked['label']): boolean =>
  label === undefined ||
  version === undefined ||
  (!version.isWorkingCopy && version.major === label.major && version.minor === label.minor);

const isSeen = (object: StoredObject): boolean => (object.access & SEE) !== 0;

const plainId = (id: ObjectId): Readonly<Record<string, unknown>> =>
  id.label === 'pwc' ? { uuid: id.uuid, pwc: true } : { uuid: id.uuid, ...id.label };
