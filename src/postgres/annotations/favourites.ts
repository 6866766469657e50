import type {
  FavouriteColumn,
  FavouriteKind,
  FavouriteList,
  FavouriteReader,
  FavouriteWriter,
  StoredFavourite,
} from '../../repository/storage/favourites';
import type { Counted } from '../../repository/storage/directory';
import type { StoredSite } from '../../repository/storage/sites';
import type { Statement } from '../connection/database';
import { objectsJson, readObjects, VISIBLE, type ObjectsAnswer } from '../rows/object-row';
import { callerStatement, type Session } from '../unit/session';
import { SITE_JSON, VISIBLE_SITES } from '../directory/site-sql';
import { asOfNow, askUnlessSeenAsOf } from '../unit/unchanged';

const KIND = `case when exists (select from sites s where s.object_id = o.id) then 'site' when o.base = 0 then 'folder' else 'file' end`;
const COLUMNS: Readonly<Record<FavouriteColumn, string>> = {
  type: KIND,
  createdAt: 'v.created',
  title: `lower(coalesce(o.props->>'cm:title', o.name))`,
};
const USUAL: FavouriteList['order'] = [
  { by: 'type', descending: false },
  { by: 'createdAt', descending: true },
];

/** `$4`: kinds, `$5`: uuid of the only object, null for all. */
const SOURCE = `favourites v join objects o on o.id = v.object_id left join acls a on a.id = o.acl_id cross join me
  where v.principal_id = me.id and ${VISIBLE} and ${KIND} = any ($4::text[]) and ($5::uuid is null or o.uuid = $5::uuid)`;

function statementFor({ order }: FavouriteList): Statement {
  const given = order.length === 0 ? USUAL : order;
  const by = [...given.map((one) => `${COLUMNS[one.by]}${one.descending ? ' desc' : ''}`), 'o.name_key', 'o.id'].join(
    ', ',
  );
  return callerStatement({
    name: `favourites-${given.map((one) => `${one.by}${one.descending ? '-down' : ''}`).join('-')}`.slice(0, 60),
    before: `hits as materialized (select o.id, ${KIND} as kind, v.created, row_number() over (order by ${by}) as n
      from ${SOURCE} order by ${by} limit $2::bigint offset $3::bigint)`,
    body: `json_build_object(
  'rows', (select json_agg(json_build_array(h.id, h.kind, (extract(epoch from h.created) * 1000)::bigint,
      case when h.kind = 'site' then (select ${SITE_JSON} from ${VISIBLE_SITES} and s.object_id = h.id) end)) from hits h),
  'found', ${objectsJson('false')},
  'total', (select count(*) from ${SOURCE}))`,
  });
}

// $2 keys
const AMONG = callerStatement({
  name: 'favourites-among',
  body: asOfNow(
    '(select json_agg(v.object_id) from favourites v cross join me where v.principal_id = me.id and v.object_id = any ($2::bigint[]))',
  ),
});

interface Answer {
  readonly rows:
    readonly (readonly [key: number, kind: FavouriteKind, created: number, site: StoredSite | null])[] | null;
  readonly found: ObjectsAnswer;
  readonly total: number;
}

export function favouriteReader(session: Session): Pick<FavouriteReader, 'favourites' | 'favouritesAmong'> {
  return {
    favourites: async (input): Promise<Counted<StoredFavourite>> => {
      const { page, kinds, uuid } = input;
      const values = [page.maxItems, page.skipCount, kinds, uuid ?? null];
      const { rows, found, total } = (await session.ask(statementFor(input), values)) as Answer;
      const byKey = new Map((rows ?? []).map((row) => [row[0], row]));
      const items = readObjects(session, found).flatMap((object): readonly StoredFavourite[] => {
        const row = byKey.get(object.key);
        return row ? [{ object, kind: row[1], created: row[2], ...(row[3] && { site: row[3] }) }] : [];
      });
      return { items, total };
    },
    favouritesAmong: async (keys, asOf) => {
      if (keys.length === 0) return new Set();
      const asked = { statement: AMONG, values: [keys] };
      return new Set(await askUnlessSeenAsOf<readonly number[] | null>(session, asked, asOf));
    },
  };
}

// $1 principal, $2 object, $3 time
const ADD = {
  name: 'add-favourite',
  text: 'insert into favourites (principal_id, object_id, created) values ($1, $2, $3) on conflict do nothing',
};
const REMOVE = {
  name: 'remove-favourite',
  text: 'delete from favourites where principal_id = $1 and object_id = $2 returning object_id',
};

export function favouriteWriter(
  { executor, caller }: Session,
  now: number,
): Pick<FavouriteWriter, 'addFavourite' | 'removeFavourite'> {
  return {
    addFavourite: async ({ key }) => {
      await executor.run(ADD, [caller.id, key, new Date(now).toISOString()]);
    },
    removeFavourite: async ({ key }) => (await executor.run(REMOVE, [caller.id, key])).length > 0,
  };
}
