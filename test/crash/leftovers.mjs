import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** Files of the content store that no object names, be it in the trash, and pieces that one names and that have no file. */
export async function leftovers(server, { waitMs }) {
  let result;
  for (const end = Date.now() + waitMs; ; await sleep(250)) {
    result = await compare(server);
    if ((result.files.length === 0 && result.missing.length === 0) || Date.now() > end) return result;
  }
}

async function compare(server) {
  const database = new pg.Client({ connectionString: server.databaseUrl() });
  await database.connect();
  const { rows } = await database.query(
    `select distinct unnest(c.keys) as key from contents c
      where exists (select from objects o where o.content_id = c.id) or exists (select from versions v where v.content_id = c.id)
         or exists (select from trash_contents t where t.content_id = c.id)
     union select key from renditions union select key from avatars`,
  );
  await database.end();
  const named = new Set(rows.map(({ key }) => key));
  const stored = new Set(
    readdirSync(join(server.dataDir, 'content'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map((entry) => entry.name),
  );
  return {
    files: [...stored].filter((name) => !named.has(name)),
    missing: [...named].filter((key) => !stored.has(key)),
  };
}
