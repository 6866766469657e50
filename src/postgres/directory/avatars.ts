import { CmisError } from '../../model/errors';
import { uuidv7 } from '../../model/uuid';
import type { AvatarReader, AvatarWriter } from '../../repository/storage/avatars';
import { callerStatement, type Session } from '../unit/session';

// $2 name
const OF = callerStatement({
  name: 'avatar-of',
  body: `select json_strip_nulls(json_build_object('isThere', true, 'avatar', (
      select json_build_object('id', a.uuid, 'key', a.key, 'length', a.length, 'sha256', a.sha256, 'mimeType', a.mime,
        'made', (extract(epoch from a.made) * 1000)::bigint) from avatars a where a.principal_id = p.id)))
    from principals p where p.name = $2 and p.kind = 'person'`,
});

export const avatarReader = (session: Session): AvatarReader => ({
  of: async (person) =>
    ((await session.ask(OF, [person])) as Awaited<ReturnType<AvatarReader['of']>> | null) ?? { isThere: false },
});

// $1 name, $2 uuid, $3 key, $4 length, $5 sha256, $6 media type, $7 time
const SET = {
  name: 'set-avatar',
  text: `with person as (select id from principals where name = $1 and kind = 'person' for no key update),
claimed as (delete from unclaimed_content u using person where u.key = $3 returning u.key),
old as (select a.key from avatars a join person p on p.id = a.principal_id),
freed as (insert into unclaimed_content (key) select key from old where exists (select from claimed))
insert into avatars (principal_id, uuid, key, length, sha256, mime, made)
  select p.id, $2, c.key, $4, $5, $6, $7 from person p cross join claimed c
  on conflict (principal_id) do update set uuid = excluded.uuid, key = excluded.key, length = excluded.length,
    sha256 = excluded.sha256, mime = excluded.mime, made = excluded.made
returning principal_id`,
};
// Who changes the picture of the same person waits here, and sees in the next statement what the other has done.
const LOCK = { name: 'lock-person', text: `select id from principals where name = $1 for no key update` };
const REMOVE = {
  name: 'remove-avatar',
  text: `with gone as (delete from avatars a using principals p where p.id = a.principal_id and p.name = $1 returning a.key)
    insert into unclaimed_content (key) select key from gone`,
};

export function avatarWriter({ executor }: Session, now: number): AvatarWriter {
  return {
    set: async (person, { key, length, sha256, mimeType }) => {
      await executor.run(LOCK, [person]);
      const values = [person, uuidv7(now), key, length, sha256, mimeType, new Date(now).toISOString()];
      if ((await executor.run(SET, values)).length === 0)
        throw new CmisError('storage', 'The picture took too long to arrive and was removed; send it again.');
    },
    remove: async (person) => {
      await executor.run(LOCK, [person]);
      await executor.run(REMOVE, [person]);
    },
  };
}
