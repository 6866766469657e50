import { Client } from 'pg';
import type { Request } from '../../src/repository/contract/request';
import type { StoredObject } from '../../src/repository/values/stored-object';
import { maker, openTestRepository, type TestRepository } from './repository';

/** A folder with many documents that were made by SQL alone, and a session to look at plans in. */
export interface LargeFolder {
  readonly test: TestRepository;
  readonly client: Client;
  readonly folder: StoredObject;
  readonly reader: Request;
  close(): Promise<void>;
}

export async function openLargeFolder(
  children: number,
  options: Parameters<typeof openTestRepository>[0] = {},
): Promise<LargeFolder> {
  const test = await openTestRepository(options);
  const reader = await test.person('reader');
  const folder = await maker(test, test.admin).folder({ name: 'large' });
  const { rows } = await test.database.pool.query<{ current_database: string }>({ text: 'select current_database()' });
  const url = new URL(process.env['TRIPTYCH_TEST_ADMIN_URL'] ?? '');
  url.pathname = `/${rows[0]?.current_database}`;
  const client = new Client({ connectionString: url.href });
  await client.connect();
  await client.query(
    `insert into objects (parent_id, acl_id, created, modified, uuid, series, type_id, base, name, name_key, owner, created_by, modified_by)
     select f.id, f.acl_id, now(), now() - n * interval '1 second', u, u, t.id, 1, 'document ' || n, 'document ' || n, 'admin', 'admin', 'admin'
       from folders f, types t, generate_series(1, $2::int) n, lateral (select gen_random_uuid() as u where n > 0) x
      where f.id = $1 and t.type_id = 'cmis:document'`,
    [folder.key, children],
  );
  const close = async (): Promise<void> => {
    await client.end();
    await test.close();
  };
  return { test, client, folder, reader, close };
}
