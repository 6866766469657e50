import { BUILT_IN_TYPES } from '../../model/alfresco-types';
import { constraint } from '../../model/errors';
import type { TypeDeclaration } from '../../model/type-definition';
import { TypeRegistry, type KeyedDeclaration } from '../../model/type-registry';
import type { TypeReader, TypeWriter } from '../../repository/storage/storage';
import type { Executor, Statement } from '../connection/database';
import { callerStatement, type Session } from '../unit/session';
import { PURGE_OF_TYPE } from '../rows/trash-purge';

const builtIn: ReadonlyMap<string, TypeDeclaration> = new Map(BUILT_IN_TYPES.map((type) => [type.id, type]));

const SEED: Statement = {
  text: `with added as (
    insert into types (type_id, query_name, base)
    select id, query_name, base
      from unnest($1::text[], $2::text[], $3::text[]) with ordinality as t (id, query_name, base, position)
     order by position
    on conflict do nothing
    returning 1
  )
  update repository set registry_version = registry_version + 1 where exists (select from added)`,
};
const SEED_PARENTS: Statement = {
  text: `update types set parent_id = parent.id
    from unnest($1::text[], $2::text[]) as t (id, parent_id) join types parent on parent.type_id = t.parent_id
   where types.type_id = t.id and types.parent_id is null and types.declaration is null`,
};

/** Gives every type that comes with the program its row; those that have one keep it. Two statements, repeatable. */
export async function seedTypes(executor: Executor): Promise<void> {
  await executor.run(SEED, [
    BUILT_IN_TYPES.map((type) => type.id),
    BUILT_IN_TYPES.map((type) => type.queryName.toLowerCase()),
    BUILT_IN_TYPES.map((type) => type.baseId),
  ]);
  const children = BUILT_IN_TYPES.filter((type) => type.parentId !== undefined);
  await executor.run(SEED_PARENTS, [children.map((type) => type.id), children.map((type) => type.parentId)]);
}

const LOAD: Statement = {
  name: 'load-types',
  text: `select coalesce((select registry_version from repository), 0), id, type_id, declaration from types order by id`,
};

/** All types as of now, in one statement. Rows of built-in types that only a newer release knows are left out. */
export async function loadRegistry(executor: Executor): Promise<TypeRegistry> {
  const rows = await executor.run(LOAD);
  const declarations = rows.flatMap(([, key, id, text]): readonly KeyedDeclaration[] => {
    const declaration = typeof text === 'string' ? (JSON.parse(text) as TypeDeclaration) : builtIn.get(String(id));
    return declaration ? [{ key: Number(key), declaration }] : [];
  });
  return new TypeRegistry(Number(rows[0]?.[0] ?? 0), declarations);
}

const IN_USE: Statement = {
  name: 'type-in-use',
  text: `select exists (select from objects where type_id = $1) or exists (select from versions where type_id = $1)
    or exists (select from objects where aspects @> array[$1::int])
    or exists (select from versions where aspects @> array[$1::int])`,
};

/** Asks for nothing: every statement of a session checks caller and registry version. */
const CURRENT = callerStatement({ name: 'current', body: 'null::json' });

export function createTypeReader(session: Session): TypeReader {
  return {
    current: async () => {
      await session.ask(CURRENT);
    },
    inUse: async (typeKey) => (await session.executor.run(IN_USE, [typeKey]))[0]?.[0] === 't',
  };
}

const LOCK: Statement = { text: 'select registry_version from repository for no key update' };
// Whoever gives an object a type or secondary type holds that row `for key share`, so neither comes in unseen.
const LOCK_TYPE: Statement = { text: 'select id from types where type_id = $1 for update' };
const changing = (change: string): Statement => ({
  text: `with changed as (${change} returning 1)
    update repository set registry_version = registry_version + 1 where exists (select from changed) returning 1`,
});
const CREATE = changing(`insert into types (type_id, query_name, base, parent_id, declaration)
  select $1, $2, $3, (select id from types where type_id = $4), $5::jsonb on conflict do nothing`);
const UPDATE = changing('update types set declaration = $2::jsonb where type_id = $1 and declaration is not null');
const DELETE = changing('delete from types where type_id = $1 and declaration is not null');

/** One row per property id that clients' types define; a conflicting claim changes nothing and returns no row. */
const CLAIM: Statement = {
  text: `insert into property_indexes as claimed (property_id, property_type, cardinality, name, state)
    values ($1, $2, $3, 'prop_' || md5(concat_ws(' ', $1::text, $2::text, $3::text)), $4)
    on conflict (property_id) do update
      set state = case when claimed.state = 'none' then excluded.state else claimed.state end
      where claimed.property_type = excluded.property_type and claimed.cardinality = excluded.cardinality
    returning name, state`,
};
/** Whoever runs the job compares the index with the row: makes what is wanted, drops what has no row. */
const ENQUEUE: Statement = {
  text: `insert into jobs (kind, key, payload) select 'property-index', name, '{}' from unnest($1::text[]) as name
    on conflict (kind, key) do update set run_at = now(), lease_until = null, attempts = 0, error = null`,
};
const RELEASE: Statement = {
  text: `delete from property_indexes where property_id = any($1::text[]) returning name, state`,
};

export function createTypeWriter(session: Session): TypeWriter {
  const { executor } = session;
  const reload = async (): Promise<void> => {
    session.types = await loadRegistry(executor);
  };
  const change = async (statement: Statement, values: readonly unknown[]): Promise<boolean> => {
    const changed = (await executor.run(statement, values)).length > 0;
    if (changed) await reload();
    return changed;
  };

  return {
    lock: async (typeId) => {
      await executor.run(LOCK);
      if (typeId !== undefined) await executor.run(LOCK_TYPE, [typeId]);
      await reload();
    },
    create: async (type) => {
      const values = [type.id, type.queryName.toLowerCase(), type.baseId, type.parentId, JSON.stringify(type)];
      if (!(await change(CREATE, values))) {
        throw constraint(`The type id '${type.id}' or the query name '${type.queryName}' is taken.`);
      }
    },
    update: async (type) => {
      if (!(await change(UPDATE, [type.id, JSON.stringify(type)]))) {
        throw constraint(`The type '${type.id}' cannot be changed.`);
      }
    },
    delete: async (typeId) => {
      const properties = [...(session.types.find(typeId)?.propertyDefinitions.keys() ?? [])];
      // What is in the trash keeps no type alive, and cannot come back without it.
      await executor.run(PURGE_OF_TYPE, [typeId]);
      if (!(await change(DELETE, [typeId]))) throw constraint(`The type '${typeId}' cannot be deleted.`);
      const released = await executor.run(RELEASE, [properties.filter((id) => !session.types.property(id))]);
      const built = released.filter(([, state]) => state !== 'none').map(([name]) => name);
      if (built.length > 0) await executor.run(ENQUEUE, [built]);
    },
    claimProperty: async ({ id, propertyType, cardinality, indexed }) => {
      const [claim] = await executor.run(CLAIM, [id, propertyType, cardinality, indexed ? 'wanted' : 'none']);
      if (!claim) throw constraint(`The property id '${id}' is in use with another data type or cardinality.`);
      if (claim[1] === 'wanted') await executor.run(ENQUEUE, [[claim[0]]]);
    },
  };
}
