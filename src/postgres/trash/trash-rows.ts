import { ALL_PERMISSIONS } from '../../model/permissions';
import type { TrashedObject } from '../../repository/storage/trash';
import { readRow, type Row } from '../rows/object-row';
import type { Session } from '../unit/session';

/** An object in the trash `t`, as it was. */
export const FROM_TRASH = `from trash t join trash_rows tr on tr.trash_id = t.id and tr.kind = 'objects' and tr.id = t.id
    cross join lateral jsonb_populate_record(null::objects, tr.row) o left join contents c on c.id = o.content_id`;
/** People see what they have deleted themselves, administrators everything. */
export const MINE = '(me.admin or t.deleted_by = me.name)';

export type TrashRow = readonly [row: Row, deleted: string, deletedBy: string];

export function trashedOf(session: Session, [row, deleted, deletedBy]: TrashRow): TrashedObject {
  const object = { ...readRow(session, row, undefined), access: ALL_PERMISSIONS };
  return { object, deleted: Date.parse(deleted), deletedBy };
}
