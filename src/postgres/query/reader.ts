import type { QueryHit, QueryPageInput, QueryReader } from '../../repository/storage/queries';
import type { StoredObject } from '../../repository/values/stored-object';
import { aclJson, frozenRow, liveRow, readRow, withRights, type AclRow, type Row } from '../rows/object-row';
import { isLasting } from '../rows/page-objects';
import { callerStatement, type Session } from '../unit/session';
import { compilePage, type Compiled, type CompileInput } from './compile';
import { askedBy, compileFacets, type FacetsAnswer } from './facets';
import { asOfNow, askUnlessSeenAsOf, currentSnapshot, keyOf, seenValues } from '../unit/unchanged';
import { exactCounts } from './exact-counts';
import { lookedUp } from './score-sql';
import { textsOfHits } from './texts';
import { askVerified, type Verifiable } from './verified';

/**
 * For each row four values per wanted table: key of the object, key of its frozen version, version of its live row and
 * key of its ACL; null where absent. The score comes last where it is selected.
 */
type FoundKeys = readonly (readonly (number | string | null)[])[];
const WIDTH = 4;

interface PageAnswer extends Verifiable {
  readonly rows: FoundKeys | null;
  readonly count: number | null;
  readonly snapshot: string;
}

/** Pages that seldom hold all: their statement counts, too, where the count is not known; another one costs more. */
const SMALL_PAGE = 50;

interface ObjectsByKey {
  readonly live: readonly (readonly [version: string, row: Row])[] | null;
  readonly frozen: readonly Row[] | null;
  readonly acls: Readonly<Record<string, AclRow>> | null;
}

// $2 keys of live rows, $3 keys of frozen versions, $4 with the entries of ACLs
const BY_KEYS = callerStatement({
  name: 'objects-by-keys',
  before: `found as (
    select k.id, null::bigint as frozen from unnest($2::bigint[]) k (id)
    union all select v.object_id, v.id from unnest($3::bigint[]) k (id) join versions v on v.id = k.id)`,
  body: `json_build_object(
    'live', (select json_agg(json_build_array(o.xmin::text, ${liveRow}))
      from found k join objects o on o.id = k.id left join contents c on c.id = o.content_id where k.frozen is null),
    'frozen', (select json_agg(${frozenRow})
      from found k join objects o on o.id = k.id join versions v on v.id = k.frozen left join contents c on c.id = v.content_id),
    'acls', (select json_object_agg(a.id, ${aclJson('$4::boolean')})
      from acls a where a.id in (select o.acl_id from found k join objects o on o.id = k.id)))`,
});

/** By their rows; some hundred bytes each. */
const seenPages = seenValues<PageAnswer>(30_000, ({ rows }) => 10 + (rows?.length ?? 0));

/**
 * A page of a query in two statements, keys and then objects that are not known, and a third that counts where neither
 * the page itself nor an earlier count tells how many there are. An object that goes in between is left out.
 */
export function queryReader(session: Session, options: { readonly countLimit: number }): QueryReader {
  const counts = exactCounts(session);
  const compiling = (input: QueryPageInput): Omit<CompileInput, 'folders' | 'texts'> => ({
    ...input,
    types: session.types,
    admin: session.caller.admin,
    countLimit: input.countLimit ?? options.countLimit,
    counted: input.page.maxItems <= SMALL_PAGE,
  });
  return {
    facets: async (groups) => {
      const { types, caller } = session;
      const answer = await askVerified<FacetsAnswer>(session, askedBy(groups), {
        compile: (found) => compileFacets({ types, admin: caller.admin, ...found, groups }),
      });
      return answer.answer.groups;
    },
    texts: (asked) => textsOfHits(session, asked),
    page: async (input) => {
      const { maxItems, skipCount } = input.page;
      const asked = compiling(input);
      const { countLimit } = asked;
      const { answer, compiled } = await askPage(session, asked);
      const found = answer.rows ?? [];
      const hasMoreItems = found.length > maxItems;
      const told = !hasMoreItems && (skipCount === 0 || found.length > 0);
      const count = told ? skipCount + found.length : await counts.of(answer, compiled);
      const keys = found.slice(0, maxItems);
      const tables = input.wanted.length;
      const { snapshot: asOf } = answer;
      const objects = await objectsByKeys(session, keys, { tables, withAcl: input.withAcl ?? false, asOf });
      return {
        hits: keys.flatMap((row) => hitOf(row, objects, tables) ?? []),
        hasMoreItems,
        ...(count <= countLimit && { numItems: count }),
      };
    },
    plan: async (input) => {
      const { compiled } = await askPage(session, { ...compiling(input), page: { maxItems: 0, skipCount: 0 } });
      const { statement, values } = compilePage({ ...compiled, page: input.page });
      // The name is that of the statement itself.
      const { name: _name, ...unnamed } = statement;
      const explain = { ...unnamed, text: `explain ${statement.text}` };
      const lines = await session.executor.run(explain, [session.caller.id, ...values]);
      return lines.map(([line]) => line ?? '');
    },
  };
}

/** The page with what its statement was compiled of, in one statement, or in a small one where it is seen already. */
async function askPage(
  session: Session,
  input: Omit<CompileInput, 'folders' | 'texts'>,
): Promise<{ readonly answer: PageAnswer; readonly compiled: CompileInput }> {
  const counts = exactCounts(session);
  const pages = seenPages(session);
  const keyOfPage = ({ statement, values }: Compiled): string => keyOf(session, statement.text, values);
  let key = '';
  const { answer, known } = await askVerified<PageAnswer>(session, lookedUp(input.query), {
    compile: (found) => {
      const compiling = { ...input, ...found };
      const page = compilePage(compiling);
      key = keyOfPage(page);
      if (pages.get(key) || !input.counted || !counts.isKnown(compiling)) return page;
      const uncounted = compilePage({ ...compiling, counted: false });
      key = keyOfPage(uncounted);
      return uncounted;
    },
    seen: async () => (pages.get(key) ? pages.take(key, await currentSnapshot(session)) : undefined),
  });
  pages.keep(key, { value: answer, snapshot: answer.snapshot });
  return { answer, compiled: { ...input, folders: known.folders, texts: known.texts } };
}

/** The objects of a row, undefined for a table without one in it; undefined when one of them is gone. */
function hitOf(
  keys: FoundKeys[number],
  found: ReadonlyMap<string, StoredObject>,
  tables: number,
): QueryHit | undefined {
  const objects: (StoredObject | undefined)[] = [];
  for (let at = 0; at < tables * WIDTH; at += WIDTH) {
    const object = found.get(name(keys[at], keys[at + 1]));
    if (!object && keys[at] !== null) return undefined;
    objects.push(object);
  }
  const score = keys[tables * WIDTH];
  return { objects, ...(typeof score === 'number' && { score }) };
}

// $2 keys, $3 with their entries
const ACLS = callerStatement({
  name: 'acls-by-keys',
  body: asOfNow(
    `(select json_object_agg(a.id, ${aclJson('$3::boolean')}) from acls a where a.id = any ($2::bigint[]))`,
  ),
});

interface WantedObjects {
  readonly tables: number;
  readonly withAcl: boolean;
  /** Snapshot of the rows. */
  readonly asOf: string;
}

/** Objects that are known by the versions of their rows, and the rest from one statement. */
async function objectsByKeys(
  session: Session,
  rows: FoundKeys,
  { tables, withAcl, asOf }: WantedObjects,
): Promise<ReadonlyMap<string, StoredObject>> {
  const known = new Map<number, { readonly object: StoredObject; readonly acl: number | null }>();
  const live = new Set<number>();
  const frozen = new Set<number>();
  for (const keys of rows) {
    for (let at = 0; at < tables * WIDTH; at += WIDTH) {
      const [key, frozenKey, version, acl] = keys.slice(at, at + WIDTH) as [
        number | null,
        number | null,
        string | null,
        number | null,
      ];
      if (frozenKey !== null) frozen.add(frozenKey);
      else if (key !== null) {
        const found = version === null ? undefined : knownRow(session, key, version);
        if (found) known.set(key, { object: found, acl });
        else live.add(key);
      }
    }
  }
  const objects = new Map<string, StoredObject>();
  for (const [key, object] of await withTheirRights(session, known, { withAcl, asOf }))
    objects.set(name(key, null), object);
  if (live.size + frozen.size === 0) return objects;
  const answer = (await session.ask(BY_KEYS, [[...live], [...frozen], withAcl])) as ObjectsByKey;
  const read = (row: Row): StoredObject => {
    const aclKey = row[17];
    const object = readRow(session, row, aclKey === null ? undefined : answer.acls?.[aclKey]);
    objects.set(name(object.key, object.version?.frozenKey), object);
    return object;
  };
  for (const [version, row] of answer.live ?? []) {
    const object = read(row);
    // Rights are never remembered.
    if (isLasting(row))
      session.known?.set(object.key, version, {
        types: session.types,
        object: withAcl ? readRow(session, row, undefined) : object,
      });
  }
  (answer.frozen ?? []).forEach(read);
  return objects;
}

/** What is known of a row in this version; a folder's path may have changed without its row. */
function knownRow(session: Session, key: number, version: string): StoredObject | undefined {
  const known = session.known?.get(key, version);
  return known?.types === session.types && known.object.path === undefined ? known.object : undefined;
}

/** The objects as the caller sees them; an administrator's rights need no ACL. */
async function withTheirRights(
  session: Session,
  known: ReadonlyMap<number, { readonly object: StoredObject; readonly acl: number | null }>,
  { withAcl, asOf }: Omit<WantedObjects, 'tables'>,
): Promise<readonly (readonly [number, StoredObject])[]> {
  const keys = new Set([...known.values()].flatMap(({ acl }) => acl ?? []));
  const acls =
    (session.standing.admin && !withAcl) || keys.size === 0
      ? undefined
      : await askUnlessSeenAsOf<ObjectsByKey['acls']>(session, { statement: ACLS, values: [[...keys], withAcl] }, asOf);
  return [...known].map(([key, { object, acl }]) => [
    key,
    withRights(session, object, acl === null ? undefined : acls?.[acl]),
  ]);
}

const name = (key: number | string | null | undefined, frozen: number | string | null | undefined): string =>
  `${key}:${frozen ?? ''}`;
