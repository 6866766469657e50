import { propertyIndexHandler } from '../../src/jobs/property-index';
import { startJobRunner } from '../../src/jobs/runner';
import { jobQueue } from '../../src/postgres/jobs/job-queue';
import { propertyIndexes } from '../../src/postgres/schema/property-indexes';
import { compilePage } from '../../src/postgres/query/compile';
import { bind } from '../../src/query/bind';
import { parseCmisSql } from '../../src/query/cmis-sql/parse';
import { lockPrincipals } from '../../src/postgres/directory/memberships';
import { openTestRepository, maker, type TestRepository } from '../support/repository';

let test: TestRepository;
beforeAll(async () => {
  test = await openTestRepository();
});
afterAll(() => test.close());

const indexes = async (): Promise<readonly string[]> =>
  (
    await test.database.run({
      text: `select indexdef from pg_indexes where indexname like 'prop\\_%' order by tablename, indexdef`,
    })
  ).map(([definition]) => (definition ?? '').replace(/prop_[0-9a-f]+/, 'prop'));

async function runJobs(): Promise<void> {
  const errors: unknown[] = [];
  const runner = startJobRunner({
    queue: jobQueue(test.database),
    handlers: { 'property-index': propertyIndexHandler(propertyIndexes(test.database)) },
    pollMs: 20,
    onError: (error) => errors.push(error),
  });
  while ((await test.database.run({ text: `select from jobs where kind = 'property-index'` })).length > 0) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await runner.stop();
  expect(errors).toEqual([]);
}

const property = (id: string, propertyType: 'string' | 'decimal' | 'datetime' | 'boolean', multi = false) => ({
  id,
  propertyType,
  cardinality: multi ? ('multi' as const) : ('single' as const),
  queryable: true,
});

it('makes indexes for the properties of a new type, takes long values all the same, and drops them with the type', async () => {
  await test.repository.createType(test.admin, {
    id: 'x:indexed',
    parentId: 'cmis:document',
    propertyDefinitions: [
      property("x:te'xt", 'string'),
      property('x:number', 'decimal'),
      property('x:time', 'datetime'),
      property('x:flag', 'boolean'),
      property('x:many', 'string', true),
    ],
  });
  await runJobs();
  expect(await indexes()).toHaveLength(10);
  const make = maker(test, test.admin);
  const document = await make.document({
    name: 'long',
    type: 'x:indexed',
    properties: { "x:te'xt": 'y'.repeat(10_000), 'x:number': 1.5, 'x:many': ['z'.repeat(10_000)] },
  });
  await test.database.run({ text: 'set enable_seqscan = off' });
  const plan = await test.database.run({
    text: `explain select * from objects o where (o.props->>'x:number')::numeric = 1.5`,
  });
  expect(plan.join('\n')).toContain('prop_');
  await test.repository.deleteObject(test.admin, { objectId: document.id, allVersions: true });
  await test.repository.deleteType(test.admin, 'x:indexed');
  await runJobs();
  expect(await indexes()).toEqual([]);
});

it('answers conditions of queries from the indexes', async () => {
  await test.repository.createType(test.admin, {
    id: 'x:asked',
    parentId: 'cmis:document',
    propertyDefinitions: [
      property('x:text', 'string'),
      property('x:size', 'decimal'),
      property('x:words', 'string', true),
    ],
  });
  const { key } = await maker(test, test.admin).document({ name: 'first', type: 'x:asked', in: test.rootId });
  await test.database.run({
    text: `insert into objects (parent_id, acl_id, created, modified, uuid, series, type_id, base, name, name_key, owner, created_by, modified_by, props)
      select parent_id, acl_id, created, modified, u.u, u.u, type_id, base, name || n, name_key || n, owner, created_by, modified_by,
          jsonb_build_object('x:text', 'text ' || n, 'x:size', n, 'x:words', jsonb_build_array('word ' || n))
        from objects cross join generate_series(1, 3000) n cross join lateral (select gen_random_uuid() as u where n > 0) u where id = ${key}`,
  });
  await runJobs();
  const types = await test.repository.types(test.admin);
  const plan = async (condition: string): Promise<string> => {
    const written = parseCmisSql(`SELECT cmis:objectId FROM x:asked WHERE ${condition}`);
    const { statement, values } = compilePage({
      types,
      query: bind(types, written, { freeContains: false, freeOrderBy: false }),
      folders: new Map(),
      texts: new Map(),
      wanted: [0],
      admin: true,
      searchAllVersions: false,
      page: { maxItems: 10, skipCount: 0 },
      countLimit: 100,
    });
    const explain = { text: `explain ${statement.text}`, adHoc: true };
    return (await test.database.run(explain, [test.admin.caller.id, ...values])).join('\n');
  };
  const indexed = /Index Scan (using|on) "?prop_/;
  expect(await plan("x:text = 'text 7'")).toMatch(indexed);
  expect(await plan("x:text IN ('text 7', 'text 8')")).toMatch(indexed);
  expect(await plan('x:size = 7')).toMatch(indexed);
  expect(await plan("'word 7' = ANY x:words")).toMatch(indexed);
  // Longer texts are in no index.
  expect(await plan(`x:text = '${'y'.repeat(601)}'`)).not.toMatch(indexed);
  await test.database.run({
    text: `delete from objects where type_id = (select id from types where type_id = 'x:asked')`,
  });
  await test.repository.deleteType(test.admin, 'x:asked');
  await runJobs();
});

it('builds many indexes while other processes build, too', async () => {
  const propertyDefinitions = Array.from({ length: 12 }, (_, n) => property(`x:beside${n}`, 'string'));
  await test.repository.createType(test.admin, { id: 'x:beside', parentId: 'cmis:document', propertyDefinitions });
  await Promise.all([runJobs(), runJobs(), runJobs()]);
  expect(await indexes()).toHaveLength(24);
  await test.repository.deleteType(test.admin, 'x:beside');
  await Promise.all([runJobs(), runJobs(), runJobs()]);
  expect(await indexes()).toEqual([]);
});

it('lets people be made while an index is built', async () => {
  const propertyDefinitions = Array.from({ length: 12 }, (_, n) => property(`x:people${n}`, 'string'));
  await test.repository.createType(test.admin, { id: 'x:people', parentId: 'cmis:document', propertyDefinitions });
  const building = runJobs();
  let built = false;
  void building.finally(() => (built = true));
  let changes = 0;
  while (!built) {
    await test.database.transaction((executor) => lockPrincipals(executor));
    changes++;
  }
  await building;
  expect(changes).toBeGreaterThan(10);
});
