import { BUILT_IN_TYPES } from '../../src/model/alfresco-types';
import type { Caller } from '../../src/model/principal';
import { openDatabase, type Database, type Executor } from '../../src/postgres/connection/database';
import { openSession, TypesChanged } from '../../src/postgres/unit/session';
import { createTypeReader, createTypeWriter, loadRegistry, seedTypes } from '../../src/postgres/types/types';
import type { UnitOfWork } from '../../src/repository/storage/storage';
import {
  createType,
  deleteType,
  getTypeChildren,
  getTypeDefinition,
  getTypeDescendants,
  updateType,
} from '../../src/repository/types';
import { createDatabase, type TestDatabase } from '../support/database';

const refusal = (code: string) => expect.objectContaining({ code }) as Error;
const ALL = { maxItems: 1000, skipCount: 0 };

let testDatabase: TestDatabase;
let database: Database;
let admin: Caller;
let user: Caller;

beforeEach(async () => {
  testDatabase = await createDatabase();
  database = openDatabase({ url: testDatabase.url, connections: 4 });
  await database.run({ text: `insert into repository (id, secret) values ('-default-', '\\x00')` });
  await database.transaction(seedTypes);
  admin = await person('admin', true);
  user = await person('user', false);
});

afterEach(async () => {
  await database.close();
  await testDatabase.drop();
});

async function person(name: string, isAdmin: boolean): Promise<Caller> {
  const [row] = await database.run(
    { text: `insert into principals (name, kind, admin) values ($1, 'person', $2) returning id` },
    [name, isAdmin],
  );
  return { id: Number(row?.[0]), name, epoch: 0, admin: isAdmin };
}

async function unit(executor: Executor, caller: Caller): Promise<UnitOfWork> {
  const session = openSession({ caller, executor, types: await loadRegistry(executor) });
  return {
    caller,
    get types() {
      return session.types;
    },
    typeReader: createTypeReader(session),
    typeWriter: createTypeWriter(session),
  } as UnitOfWork;
}

/** As a transactor does, from the start when types changed meanwhile. */
async function write<T>(work: (uow: UnitOfWork) => Promise<T>, caller = admin): Promise<T> {
  try {
    return await database.transaction(async (executor) => work(await unit(executor, caller)));
  } catch (error) {
    if (error instanceof TypesChanged) return write(work, caller);
    throw error;
  }
}

const column = async (text: string): Promise<readonly (string | null | undefined)[]> =>
  (await database.run({ text })).map(([value]) => value);

const contract = (id = 't:contract') =>
  ({ id, parentId: 'cmis:document', propertyDefinitions: [{ id: 't:party', propertyType: 'string' }] }) as const;

async function insertObject(executor: Executor, typeId: string, aspects: readonly number[] = []): Promise<void> {
  await executor.run(
    {
      text: `insert into objects (created, modified, uuid, series, type_id, base, name, name_key, owner, created_by, modified_by, aspects)
        select now(), now(), u, u, t.id, 1, 'n', 'n', 'admin', 'admin', 'admin', $2 from types t, gen_random_uuid() u where t.type_id = $1`,
    },
    [typeId, aspects],
  );
}

describe('types in the database', () => {
  test('hold every built-in type with its parent, however often they are seeded', async () => {
    const version = await column('select registry_version from repository');
    await database.transaction(seedTypes);
    const types = await loadRegistry(database);
    expect([...types.all()].map((type) => type.id)).toEqual(BUILT_IN_TYPES.map((type) => type.id));
    expect(await column('select registry_version from repository')).toEqual(version);
    expect(await column('select count(*) from types where parent_id is null')).toEqual(['6']);
    expect(types.version).toBe(Number(version[0]));
  });

  test('that clients made are read back as they were made, with a version that moved on', async () => {
    const before = await loadRegistry(database);
    const made = await write((uow) => createType(uow, contract()));
    const after = await loadRegistry(database);
    expect(after.find('t:contract')).toEqual(made);
    expect(after.version).toBeGreaterThan(before.version);
    expect([...made.propertyDefinitions.keys()].at(-1)).toBe('t:party');
  });

  test('a change that is rolled back leaves nothing', async () => {
    const failing = write(async (uow) => {
      await createType(uow, contract());
      throw new Error('stop');
    });
    await expect(failing).rejects.toThrow('stop');
    expect((await loadRegistry(database)).find('t:contract')).toBeUndefined();
  });
});

describe('reading types', () => {
  test('children, descendants and definitions', async () => {
    const uow = await unit(database, user);
    const bases = await getTypeChildren(uow, { page: { maxItems: 2, skipCount: 1 } });
    expect(bases).toMatchObject({
      items: [{ id: 'cmis:folder' }, { id: 'cmis:relationship' }],
      hasMoreItems: true,
      numItems: 6,
    });
    const forum = await getTypeChildren(uow, { typeId: 'P:cm:titled', page: ALL });
    expect(forum.items.every((type) => type.parentId === 'P:cm:titled')).toBe(true);
    const everything = await getTypeDescendants(uow, { depth: 1 });
    expect(JSON.stringify(everything)).toContain('"P:cm:dublincore"');
    expect(await getTypeDescendants(uow, { typeId: 'cmis:item', depth: 1 })).toEqual(
      expect.arrayContaining([expect.objectContaining({ children: [] })]),
    );
    expect(await getTypeDefinition(uow, 'cmis:item')).toMatchObject({ id: 'cmis:item' });
  });

  test.each([0, -2])('a depth of %i below a type is refused', async (depth) => {
    const uow = await unit(database, user);
    await expect(getTypeDescendants(uow, { typeId: 'cmis:item', depth })).rejects.toThrow(refusal('invalidArgument'));
  });

  test('unknown types are not found', async () => {
    const uow = await unit(database, user);
    await expect(getTypeDefinition(uow, 't:no')).rejects.toThrow(refusal('objectNotFound'));
    await expect(getTypeChildren(uow, { typeId: 't:no', page: ALL })).rejects.toThrow(refusal('objectNotFound'));
    await expect(getTypeDescendants(uow, { typeId: 't:no', depth: 1 })).rejects.toThrow(refusal('objectNotFound'));
  });
});

describe('changing types', () => {
  test('is for administrators', async () => {
    await expect(write((uow) => createType(uow, contract()), user)).rejects.toThrow(refusal('permissionDenied'));
    await expect(write((uow) => updateType(uow, contract()), user)).rejects.toThrow(refusal('permissionDenied'));
    await expect(write((uow) => deleteType(uow, 'cmis:item'), user)).rejects.toThrow(refusal('permissionDenied'));
  });

  test('keeps built-in types as they are', async () => {
    await expect(write((uow) => updateType(uow, { ...contract('cmis:item') }))).rejects.toThrow(refusal('constraint'));
    await expect(write((uow) => deleteType(uow, 'P:exif:exif'))).rejects.toThrow(refusal('constraint'));
  });

  test('an updated type has the added property', async () => {
    await write((uow) => createType(uow, contract()));
    const updated = await write((uow) =>
      updateType(uow, { id: 't:contract', propertyDefinitions: [{ id: 't:end', propertyType: 'datetime' }] }),
    );
    expect([...updated.propertyDefinitions.keys()].slice(-2)).toEqual(['t:party', 't:end']);
    expect((await loadRegistry(database)).find('t:contract')).toEqual(updated);
  });

  test('a type with subtypes is neither changed nor deleted', async () => {
    await write((uow) => createType(uow, contract()));
    await write((uow) => createType(uow, { id: 't:lease', parentId: 't:contract', propertyDefinitions: [] }));
    await expect(write((uow) => updateType(uow, contract()))).rejects.toThrow(refusal('constraint'));
    await expect(write((uow) => deleteType(uow, 't:contract'))).rejects.toThrow(refusal('constraint'));
  });

  test('a type that a relationship type names is not deleted', async () => {
    await write((uow) => createType(uow, contract()));
    await write((uow) =>
      createType(uow, {
        id: 't:link',
        parentId: 'cmis:relationship',
        allowedSourceTypes: ['t:contract'],
        propertyDefinitions: [],
      }),
    );
    await expect(write((uow) => deleteType(uow, 't:contract'))).rejects.toThrow(refusal('constraint'));
  });

  test('ids and query names are free again after deletion, for another generation of the type', async () => {
    const first = await write((uow) => createType(uow, contract()));
    await write((uow) => deleteType(uow, 't:contract'));
    await expect(write((uow) => getTypeDefinition(uow, 't:contract'))).rejects.toThrow(refusal('objectNotFound'));
    const second = await write((uow) =>
      createType(uow, { ...contract(), propertyDefinitions: [{ id: 't:party', propertyType: 'integer' }] }),
    );
    expect(second.key).not.toBe(first.key);
  });

  test('two at once of the same id: one is made, one refused', async () => {
    const results = await Promise.allSettled([1, 2].map(() => write((uow) => createType(uow, contract()))));
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find((result) => result.status === 'rejected')).toMatchObject({ reason: { code: 'constraint' } });
  });
});

describe('properties of types that clients make', () => {
  test('have an index wanted when they are queryable', async () => {
    await write((uow) =>
      createType(uow, {
        ...contract(),
        propertyDefinitions: [
          { id: 't:party', propertyType: 'string' },
          { id: 't:note', propertyType: 'string', queryable: false },
        ],
      }),
    );
    expect(await column(`select property_id || ' ' || state from property_indexes order by 1`)).toEqual([
      't:note none',
      't:party wanted',
    ]);
    expect(await column(`select kind from jobs`)).toEqual(['property-index']);
  });

  test('keep their data type while a type defines them', async () => {
    await write((uow) => createType(uow, contract()));
    const other = write((uow) =>
      createType(uow, { ...contract('t:other'), propertyDefinitions: [{ id: 't:party', propertyType: 'integer' }] }),
    );
    await expect(other).rejects.toThrow(refusal('constraint'));
    await write((uow) => createType(uow, contract('t:other')));
    await write((uow) => deleteType(uow, 't:contract'));
    expect(await column('select property_id from property_indexes')).toEqual(['t:party']);
    await write((uow) => deleteType(uow, 't:other'));
    expect(await column('select property_id from property_indexes')).toEqual([]);
  });
});

describe('deleting a type that objects use', () => {
  test('is refused', async () => {
    await write((uow) => createType(uow, contract()));
    await insertObject(database, 't:contract');
    await expect(write((uow) => deleteType(uow, 't:contract'))).rejects.toThrow(refusal('constraint'));
  });

  test('is refused for secondary types', async () => {
    const { key } = await write((uow) =>
      createType(uow, { id: 't:mark', parentId: 'cmis:secondary', propertyDefinitions: [] }),
    );
    await insertObject(database, 'cmis:document', [key]);
    await expect(write((uow) => deleteType(uow, 't:mark'))).rejects.toThrow(refusal('constraint'));
  });

  test('waits for whoever is about to use it', async () => {
    const { key } = await write((uow) =>
      createType(uow, { id: 't:mark', parentId: 'cmis:secondary', propertyDefinitions: [] }),
    );
    let deletion: Promise<void> | undefined;
    await database.transaction(async (executor) => {
      await hold(executor, key);
      deletion = write((uow) => deleteType(uow, 't:mark'));
      deletion.catch(() => undefined);
      await blocked();
      await insertObject(executor, 'cmis:document', [key]);
    });
    await expect(deletion).rejects.toThrow(refusal('constraint'));
  });

  test('leaves nothing to use to whoever comes too late', async () => {
    const { key } = await write((uow) =>
      createType(uow, { id: 't:mark', parentId: 'cmis:secondary', propertyDefinitions: [] }),
    );
    let late: Promise<number> | undefined;
    await write(async (uow) => {
      await deleteType(uow, 't:mark');
      late = database.transaction((executor) => hold(executor, key));
      late.catch(() => undefined);
      await blocked();
    });
    expect(await late).toBe(0);
  });
});

/** What every statement that gives an object a secondary type does to the type's row; how many rows it got. */
const hold = async (executor: Executor, key: number): Promise<number> =>
  (await executor.run({ text: 'select id from types where id = $1 for key share' }, [key])).length;

/** Until some connection waits for a lock. */
async function blocked(): Promise<void> {
  const waiting = `select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
  for (const end = Date.now() + 20_000; Date.now() < end;) {
    if ((await column(waiting))[0] !== '0') return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('Nobody waits for a lock.');
}
