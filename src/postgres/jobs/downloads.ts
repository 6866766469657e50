import type { Caller } from '../../model/principal';
import type { DownloadReader, DownloadWriter, StoredDownload } from '../../repository/storage/downloads';
import type { Database } from '../connection/database';
import { callerOf } from '../rows/caller-row';
import { VISIBLE_ONE } from '../navigation/descendants';
import { callerStatement, type Session } from '../unit/session';

const FIND = callerStatement({
  name: 'download-of',
  body: `select json_build_object('status', d.status, 'roots', d.roots,
      'added', json_build_object('files', d.files_added, 'bytes', d.bytes_added),
      'total', json_build_object('files', d.total_files, 'bytes', d.total_bytes)) from downloads d where d.object_id = $2`,
});
const VISIBLE = `((select admin from me) or ${VISIBLE_ONE})`;
// $2 keys
const AMOUNT = callerStatement({
  name: 'amount-below',
  before: `met (id, base, content_id) as (
    select o.id, o.base, o.content_id from objects o where o.id = any ($2::bigint[])
    union all
    select x.id, x.base, x.content_id from met m cross join lateral (
      select o.id, o.base, o.content_id from objects o where o.parent_id = m.id and ${VISIBLE}
      union all
      select o.id, o.base, o.content_id from filings g join objects o on o.id = g.object_id where g.folder_id = m.id and ${VISIBLE}) x
     where m.base = 0)`,
  body: `select json_build_object('files', count(*), 'bytes', coalesce(sum(c.length), 0))
    from met m join contents c on c.id = m.content_id where m.base = 1`,
});

export function downloadReader(session: Session): DownloadReader {
  return {
    find: async ({ key }) => ((await session.ask(FIND, [key])) as StoredDownload | null) ?? undefined,
    amount: async (keys) => (await session.ask(AMOUNT, [keys])) as StoredDownload['total'],
  };
}

// $1 object, $2 principal, $3 roots, $4 time, $5 uuid
const ADD = {
  name: 'add-download',
  text: `with job as (insert into jobs (kind, key) values ('zip', $5))
    insert into downloads (object_id, principal_id, roots, created) values ($1, $2, $3::uuid[], $4)`,
};
// $1 object, $2 states, $3 state, $4 and $5 added, $6 and $7 total; null: as it is
const CHANGE = {
  name: 'change-download',
  text: `update downloads set status = $3, files_added = coalesce($4::bigint, files_added), bytes_added = coalesce($5::bigint, bytes_added),
      total_files = coalesce($6::bigint, total_files), total_bytes = coalesce($7::bigint, total_bytes)
    where object_id = $1 and status = any ($2::text[]) returning object_id`,
};

export function downloadWriter({ executor, caller }: Session, now: number): DownloadWriter {
  return {
    add: async ({ key, uuid }, roots) => {
      await executor.run(ADD, [key, caller.id, roots, new Date(now).toISOString(), uuid]);
    },
    change: async ({ key }, { from, status, added, total }) => {
      const amounts = [added?.files, added?.bytes, total?.files, total?.bytes].map((amount) => amount ?? null);
      return (await executor.run(CHANGE, [key, from, status, ...amounts])).length > 0;
    },
  };
}

const OWNER = {
  name: 'download-owner',
  text: `select p.id, p.name, p.epoch, p.admin from downloads d join objects o on o.id = d.object_id join principals p on p.id = d.principal_id
    where o.uuid = $1 and p.enabled`,
};
const OUTDATED = {
  name: 'outdated-downloads',
  text: `select o.uuid, p.id, p.name, p.epoch, p.admin from downloads d join objects o on o.id = d.object_id join principals p on p.id = d.principal_id
    where d.created < now() - $1::float8 * interval '1 millisecond' and p.enabled order by d.created limit 100`,
};

/** Whose an archive is, for those who make it and take it away again. */
export interface DownloadOwners {
  of(uuid: string): Promise<Caller | undefined>;
  outdated(ageMs: number): Promise<readonly { readonly uuid: string; readonly owner: Caller }[]>;
}

export const downloadOwners = (database: Database): DownloadOwners => ({
  of: async (uuid) => {
    const [row] = await database.run(OWNER, [uuid]);
    return row && callerOf(row);
  },
  outdated: async (ageMs) =>
    (await database.run(OUTDATED, [ageMs])).map(([uuid, ...owner]) => ({ uuid: uuid ?? '', owner: callerOf(owner) })),
});
