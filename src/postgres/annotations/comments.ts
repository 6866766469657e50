import type { AnnotationReader, AnnotationWriter, StoredComment } from '../../repository/storage/annotations';
import { tellOfObject } from '../changes/activities';
import { countedJson, readCounted } from '../rows/counted';
import { PERSON_JSON } from '../directory/person-store';
import { callerStatement, type Session } from '../unit/session';

const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::bigint`;
const personOf = (column: string): string =>
  `(select ${PERSON_JSON} from principals p where p.name = ${column} and p.kind = 'person')`;

/** JSON of comment `t`. */
const COMMENT_JSON = `json_strip_nulls(json_build_object('key', t.id, 'uuid', t.uuid, 'objectKey', t.object_id, 'title', t.title,
    'content', t.content, 'created', ${ms('t.created')}, 'createdBy', t.created_by, 'creator', ${personOf('t.created_by')},
    'modified', ${ms('t.modified')}, 'modifiedBy', t.modified_by, 'modifier', ${personOf('t.modified_by')}))`;

// $4 key of the object
const COMMENTS = callerStatement({
  name: 'comments-of',
  body: countedJson({
    row: COMMENT_JSON,
    source: 'comments t where t.object_id = $4',
    order: 't.created desc, t.id desc',
  }),
});
// $2 uuid
const COMMENT = callerStatement({
  name: 'comment-of-uuid',
  body: `select ${COMMENT_JSON} from comments t where t.uuid = $2`,
});
// $2 uuid
const COMMENTED = callerStatement({
  name: 'commented-object',
  body: `select to_json(o.uuid) from comments t join objects o on o.id = t.object_id where t.uuid = $2`,
});

// $2 key of the object, $3 texts as JSON [{title, content}], $4 time
const ADD = callerStatement({
  name: 'add-comments',
  before: `t as (insert into comments (object_id, title, content, created, created_by, modified, modified_by)
    select $2::bigint, x.value->>'title', x.value->>'content', $4::timestamptz, me.name, $4::timestamptz, me.name
      from me cross join jsonb_array_elements($3::jsonb) with ordinality x (value, n) order by x.n returning *),
  told as (${tellOfObject({ from: 't', key: 't.object_id', at: 't.created', actor: 't.created_by', kind: `'comment-created'` })})`,
  body: `select json_agg(${COMMENT_JSON} order by t.id) from t`,
});
// $2 key, $3 title, $4 content, $5 time
const CHANGE = callerStatement({
  name: 'change-comment',
  before: `t as (update comments set title = coalesce($3::text, title), content = $4::text, modified = $5::timestamptz, modified_by = (select name from me)
    where id = $2 returning *),
  told as (${tellOfObject({ from: 't', key: 't.object_id', at: 't.modified', actor: 't.modified_by', kind: `'comment-updated'` })})`,
  body: `select ${COMMENT_JSON} from t`,
});
// $1 key, $2 time, $3 actor
const REMOVE = {
  name: 'remove-comment',
  text: `with t as (delete from comments where id = $1 returning object_id)
  ${tellOfObject({ from: 't', key: 't.object_id', at: '$2::timestamptz', actor: '$3', kind: `'comment-deleted'` })}`,
};

export function commentReader(session: Session): Pick<AnnotationReader, 'comments' | 'comment' | 'commented'> {
  return {
    comments: async ({ key }, page) =>
      readCounted<StoredComment>(await session.ask(COMMENTS, [page.maxItems, page.skipCount, key])),
    comment: async (uuid) => ((await session.ask(COMMENT, [uuid])) as StoredComment | null) ?? undefined,
    commented: async (uuid) => ((await session.ask(COMMENTED, [uuid])) as string | null) ?? undefined,
  };
}

type CommentWriter = Pick<AnnotationWriter, 'addComments' | 'changeComment' | 'removeComment'>;

export function commentWriter(session: Session, now: number): CommentWriter {
  const time = new Date(now).toISOString();
  return {
    addComments: async ({ key }, texts) =>
      ((await session.ask(ADD, [key, JSON.stringify(texts), time])) as readonly StoredComment[] | null) ?? [],
    changeComment: async ({ key }, { title, content }) =>
      ((await session.ask(CHANGE, [key, title ?? null, content, time])) as StoredComment | null) ?? undefined,
    removeComment: async ({ key }) => {
      await session.executor.run(REMOVE, [key, time, session.caller.name]);
    },
  };
}
