/**
 * The objects of people and groups: items in no folder that everybody may read, made, changed and deleted in the
 * transaction that does so to their rows of `principals`.
 */
import { nameKey } from '../../model/names';
import { ANYONE, FIRST_ADMINISTRATOR } from '../../model/principal';
import type { ItemType, SecondaryType } from '../../model/type-definition';
import type { TypeRegistry } from '../../model/type-registry';
import { uuidv7 } from '../../model/uuid';
import type { StoredObject } from '../../repository/values/stored-object';
import { recomputeAcls } from '../rows/acl-inheritance';
import { authorityValues, type Authority } from './authority-values';
import type { Executor, RawRow } from '../connection/database';
import { appendEvents, eventRow } from '../changes/events';
import { textRows, vectorSql } from '../rows/fulltext';
import { aclJson, baseNumber, liveRow, readSingle, type SingleAnswer } from '../rows/object-row';
import { deleteObjects, updateObject } from '../objects/object-writer';
import type { Session } from '../unit/session';

const ACES = JSON.stringify([{ principalId: ANYONE, permissions: ['Consumer'], direct: true }]);
/** Objects made by one statement. */
const AT_ONCE = 500;

/** Who has an object: everybody is no group that anybody could look into. */
const HAS_OBJECT = `p.kind in ('person', 'group') and p.name <> '${ANYONE}'`;

const AUTHORITY = `select p.id, json_strip_nulls(json_build_object('name', p.name, 'kind', p.kind, 'displayName', p.display_name,
    'enabled', p.enabled, 'props', p.props)),
  case when o.id is not null then json_build_array(${liveRow}, (select ${aclJson('false')} from acls a where a.id = o.acl_id)) end
  from principals p left join objects o on o.id = p.object_id left join contents c on c.id = o.content_id where ${HAS_OBJECT}`;
// $1 names
const OF_NAMES = { name: 'authorities-of-names', text: `${AUTHORITY} and p.name = any ($1::text[]) order by p.id` };
// $1 how many
const WITHOUT_OBJECT = { text: `${AUTHORITY} and p.object_id is null order by p.id limit $1` };

// $1 objects as JSON, $2 entries of their ACLs, $3 time, $4 actor
const INSERT = {
  name: 'insert-authority-objects',
  text: `with input as (select * from jsonb_to_recordset($1::jsonb) as x (principal int, uuid uuid, type_id int, name text, name_key text,
    aspects int[], props jsonb, words jsonb)),
keyed as materialized (select nextval(pg_get_serial_sequence('objects', 'id')) as id, i.* from input i),
acl as (insert into acls (object_id, inherits, aces) select k.id, false, $2::jsonb from keyed k returning id, object_id),
obj as (insert into objects (id, acl_id, created, modified, since, uuid, series, type_id, base, name, name_key, owner, created_by, modified_by, aspects, props)
  select k.id, a.id, $3::timestamptz, $3::timestamptz, $3::timestamptz, k.uuid, k.uuid, k.type_id, ${baseNumber('cmis:item')},
    k.name, k.name_key, '${FIRST_ADMINISTRATOR}', $4, $4, k.aspects, k.props from keyed k join acl a on a.object_id = k.id),
ft as (insert into fulltext (object_id, version_id, part, whole, language, words, label)
  select k.id, 0, (r->>'part')::int, jsonb_array_length(k.words) = 1, l.language, ${vectorSql(`(r->>'words')`, 'l.language')}, r->>'label'
    from keyed k cross join jsonb_array_elements(k.words) r cross join (select language from repository offset 0) l),
linked as (update principals p set object_id = k.id from keyed k where p.id = k.principal)
select k.uuid, k.id, a.id from keyed k join acl a on a.object_id = k.id`,
};

interface Found {
  readonly principal: number;
  readonly authority: Authority;
  readonly object: StoredObject | undefined;
}

/** Makes the objects of these people and groups, or brings them up to what the directory says. */
export async function keepAuthorityObjects(session: Session, now: number, names: readonly string[]): Promise<void> {
  const found = readFound(session, await session.executor.run(OF_NAMES, [names]));
  await makeObjects(
    session,
    now,
    found.filter(({ object }) => object === undefined),
  );
  for (const { authority, object } of found) {
    if (object) await changeObject(session, now, { authority, object });
  }
}

/** Removes the objects of people and groups that are about to go. */
export async function dropAuthorityObjects(session: Session, now: number, names: readonly string[]): Promise<void> {
  const found = readFound(session, await session.executor.run(OF_NAMES, [names]));
  const objects = found.flatMap(({ object }) => object ?? []);
  // Whoever takes away a group may lose rights by it: that decides what comes next, not this.
  await deleteObjects(unquestioned(session), now, { objects, releases: true });
}

/** Makes the objects of all people and groups that have none yet. */
export async function makeMissingAuthorityObjects(executor: Executor, types: TypeRegistry): Promise<void> {
  const session = ownSession(executor, types);
  for (let all = false; !all;) {
    const found = readFound(session, await executor.run(WITHOUT_OBJECT, [AT_ONCE]));
    await makeObjects(session, Date.now(), found);
    all = found.length < AT_ONCE;
  }
}

/** What the repository itself does, for no caller. */
export function ownSession(executor: Executor, types: TypeRegistry): Session {
  const standing = { name: FIRST_ADMINISTRATOR, admin: true, authorities: [] };
  return unquestioned({
    caller: { id: 0, name: FIRST_ADMINISTRATOR, epoch: 0, admin: true },
    executor,
    types,
    standing,
    ask: () => Promise.resolve(null),
  });
}

/** Asks without looking whether the caller is still who it was. */
const unquestioned = (session: Session): Session => ({
  ...session,
  ask: async (statement, values = []) => {
    const [row] = await session.executor.run(statement, [session.caller.id, ...values]);
    const answer = row?.at(-1);
    return typeof answer === 'string' ? (JSON.parse(answer) as unknown) : null;
  },
});

const readFound = (session: Session, rows: readonly RawRow[]): readonly Found[] =>
  rows.map(([principal, authority, object]) => ({
    principal: Number(principal),
    authority: JSON.parse(String(authority)) as Authority,
    object: typeof object === 'string' ? readSingle(session, JSON.parse(object) as SingleAnswer) : undefined,
  }));

interface Wanted {
  readonly type: ItemType;
  readonly secondaryTypes: readonly SecondaryType[];
  readonly properties: StoredObject['properties'];
}

function wantedOf(types: TypeRegistry, authority: Authority): Wanted {
  const { typeId, aspects, properties } = authorityValues(authority);
  const type = types.findOfBase(typeId, 'cmis:item');
  if (!type) throw new Error(`The type '${typeId}' is not there.`);
  const ids = [...type.mandatorySecondaryTypeIds, ...aspects];
  return { type, secondaryTypes: ids.flatMap((id) => types.findSecondary(id) ?? []), properties };
}

async function makeObjects(session: Session, now: number, found: readonly Found[]): Promise<void> {
  if (found.length === 0) return;
  const { types, executor, caller } = session;
  const drafts = new Map(found.map((each) => [uuidv7(now), { ...each, wanted: wantedOf(types, each.authority) }]));
  const rows = [...drafts].map(
    ([
      uuid,
      {
        principal,
        authority: { name },
        wanted,
      },
    ]) => ({
      principal,
      uuid,
      type_id: wanted.type.key,
      name,
      name_key: nameKey(name),
      aspects: wanted.secondaryTypes.map(({ key }) => key),
      props: wanted.properties,
      words: textRows(types, { ...wanted, name }).rows,
    }),
  );
  const at = new Date(now).toISOString();
  const made = await executor.run(INSERT, [JSON.stringify(rows), ACES, at, caller.name]);
  await recomputeAcls(
    executor,
    made.map(([, , acl]) => Number(acl)),
  );
  const events = made.flatMap(([uuid, key, acl]) => {
    const draft = drafts.get(String(uuid));
    if (!draft) return [];
    const { authority, wanted } = draft;
    const keys = { uuid: String(uuid), key: Number(key), aclKey: Number(acl) };
    return [
      eventRow(session, newObject(session, now, { ...keys, ...wanted, name: authority.name }), { kind: 'created' }),
    ];
  });
  await appendEvents(session, now, events);
}

type NewAuthority = Pick<StoredObject, 'uuid' | 'key' | 'name'> & Wanted & { readonly aclKey: number };

const newObject = ({ caller }: Session, now: number, made: NewAuthority): StoredObject => ({
  ...made,
  series: made.uuid,
  id: made.uuid,
  owner: FIRST_ADMINISTRATOR,
  createdBy: caller.name,
  created: now,
  modifiedBy: caller.name,
  modified: now,
  changeToken: 1,
  isRoot: false,
  immutable: false,
  retained: false,
  access: 0,
});

async function changeObject(
  session: Session,
  now: number,
  { authority, object: before }: { readonly authority: Authority; readonly object: StoredObject },
): Promise<void> {
  const { properties, secondaryTypes } = wantedOf(session.types, authority);
  if (alike(before, { properties, secondaryTypes })) return;
  const secondaryTypeKeys = secondaryTypes.map(({ key }) => key);
  const object = await updateObject(session, now, { object: before, changes: { properties, secondaryTypeKeys } });
  await appendEvents(session, now, [eventRow(session, object, { kind: 'updated' })]);
}

type Said = Pick<StoredObject, 'properties' | 'secondaryTypes'>;
const alike = (one: Said, other: Said): boolean => said(one) === said(other);
const said = ({ properties, secondaryTypes }: Said): string =>
  JSON.stringify([Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1)), secondaryTypes.map(({ id }) => id)]);
