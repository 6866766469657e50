import type {
  CategoryReader,
  CategoryWants,
  CategoryWriter,
  StoredCategory,
} from '../../repository/storage/categories';
import { ADVISORY_LOCKS } from '../connection/advisory-locks';
import { countedJson, readCounted } from '../rows/counted';
import type { Statement } from '../connection/database';
import { callerStatement, type Session } from '../unit/session';
import { classifiedCount, namesOf, takeOffStatement } from './classified';

const CATEGORIES = 'categories g join objects o on o.id = g.object_id cross join me';

const COUNT = classifiedCount('cm:categories');
const PATH = `(with recursive up (id, parent_id, n) as (
    select p.object_id, p.parent_id, 1 from categories p where p.object_id = g.parent_id
    union all select p.object_id, p.parent_id, u.n + 1 from up u join categories p on p.object_id = u.parent_id)
  select coalesce(json_agg(a.name order by u.n desc), '[]') from up u join objects a on a.id = u.id)`;

const categoryJson = ({ count, path }: CategoryWants): string =>
  `json_strip_nulls(json_build_object('uuid', o.uuid, 'name', o.name, 'parent', (select p.uuid from objects p where p.id = g.parent_id),
    'hasChildren', exists (select from categories k where k.parent_id = g.object_id)${count ? `, 'count', ${COUNT}` : ''}${path ? `, 'path', ${PATH}` : ''}))`;

const suffix = ({ count, path }: CategoryWants): string => `${count ? '-counted' : ''}${path ? '-pathed' : ''}`;

/** Compared as a key, so that the index on parents is used. `place`: of the uuid of the parent. */
const isBelow = (place: string): string =>
  `case when ${place}::uuid is null then g.parent_id is null
    else g.parent_id = (select p.id from objects p where p.uuid = ${place}::uuid) end`;

const belowStatement = (wants: CategoryWants): Statement =>
  callerStatement({
    name: `categories-below${suffix(wants)}`,
    body: countedJson({
      row: categoryJson(wants),
      source: `${CATEGORIES} where ${isBelow('$4')}`,
      order: 'o.name_key, o.id',
    }),
  });

const findStatement = (wants: CategoryWants): Statement =>
  callerStatement({
    name: `categories-of-uuids${suffix(wants)}`,
    body: `select json_agg(${categoryJson(wants)} order by o.name_key, o.id) from ${CATEGORIES} where o.uuid = any ($2::uuid[])`,
  });

export const categoryReader = (session: Session): CategoryReader => ({
  below: async (parent, { page, wants }) => {
    const values = [page.maxItems, page.skipCount, parent ?? null];
    return readCounted<StoredCategory>(await session.ask(belowStatement(wants), values));
  },
  find: async (uuids, wants) => {
    if (uuids.length === 0) return [];
    return ((await session.ask(findStatement(wants), [uuids])) as readonly StoredCategory[] | null) ?? [];
  },
});

const LOCK = { name: 'lock-categories', text: `select pg_advisory_xact_lock(${ADVISORY_LOCKS.categories})` };
const REGISTER = {
  name: 'register-category',
  text: 'insert into categories (object_id, parent_id) values ($1, (select p.id from objects p where p.uuid = $2::uuid))',
};
const TAKEN = {
  name: 'category-names',
  text: `select o.name_key from categories g join objects o on o.id = g.object_id
    where ${isBelow('$1')} and o.name_key = any ($2::text[])`,
};
const TREE = {
  name: 'category-tree',
  text: `with recursive down (id, n) as (
      select g.object_id, 0 from categories g join objects o on o.id = g.object_id where o.uuid = $1::uuid
      union all select g.object_id, d.n + 1 from down d join categories g on g.parent_id = d.id)
    select o.uuid from down d join objects o on o.id = d.id order by d.n desc`,
};
const TAKE_OFF = takeOffStatement('take-off-categories', 'cm:categories');

export const categoryWriter = ({ executor }: Session): CategoryWriter => ({
  lock: async () => {
    await executor.run(LOCK);
  },
  register: async (objectKey, parent) => {
    await executor.run(REGISTER, [objectKey, parent ?? null]);
  },
  taken: async (parent, nameKeys) =>
    (await executor.run(TAKEN, [parent ?? null, nameKeys])).map(([nameKey]) => String(nameKey)),
  tree: async (uuid) => (await executor.run(TREE, [uuid])).map(([one]) => String(one)),
  takeOff: async (uuids) => {
    await executor.run(TAKE_OFF, [namesOf(uuids)]);
  },
});
