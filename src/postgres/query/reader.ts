import type { QueryReader } from '../../repository/storage';
import type { StoredObject } from '../../repository/stored-object';
import { readRow, type AclRow, type ObjectsAnswer } from '../object-row';
import type { Session } from '../session';
import { compile } from './compile';
import { queriedFolders } from './folders';

interface QueryAnswer {
  /** For each row two numbers per wanted table: key of the object and key of its frozen version, null where absent. */
  readonly rows: readonly (readonly (number | null)[])[] | null;
  readonly more: boolean;
  readonly count: number;
  readonly live: ObjectsAnswer['objects'];
  readonly frozen: ObjectsAnswer['objects'];
  readonly acls: Readonly<Record<string, AclRow>> | null;
}

export function queryReader(session: Session, options: { readonly countLimit: number }): QueryReader {
  return {
    page: async (input) => {
      const { statement, values } = compile({
        ...input,
        types: session.types,
        folders: await queriedFolders(session.executor, input.query.where),
        admin: session.caller.admin,
        countLimit: options.countLimit,
      });
      return readAnswer(session, (await session.ask(statement, values)) as QueryAnswer, options.countLimit);
    },
  };
}

function readAnswer(
  session: Session,
  answer: QueryAnswer,
  countLimit: number,
): Awaited<ReturnType<QueryReader['page']>> {
  const objects = new Map<string, StoredObject>();
  for (const row of [...(answer.live ?? []), ...(answer.frozen ?? [])]) {
    const aclKey = row[17];
    const object = readRow(session, row, aclKey === null ? undefined : answer.acls?.[aclKey]);
    objects.set(name(object.key, object.version?.frozenKey), object);
  }
  return {
    hits: (answer.rows ?? []).map((keys) => {
      const row: (StoredObject | undefined)[] = [];
      for (let at = 0; at < keys.length; at += 2) row.push(objects.get(name(keys[at], keys[at + 1])));
      return row;
    }),
    hasMoreItems: answer.more,
    ...(answer.count <= countLimit && { numItems: answer.count }),
  };
}

const name = (key: number | null | undefined, frozen: number | null | undefined): string => `${key}:${frozen ?? ''}`;
