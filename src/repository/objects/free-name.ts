import { nameKey } from '../../model/names';
import { findFolder } from '../access/found';
import type { UnitOfWork } from '../storage/storage';

/**
 * The name, or where a sibling has it the first of `name-1.txt`, `name-2.txt` … that nothing has. The number stands
 * before the last dot; a name of nothing but an ending becomes `1.txt`.
 */
export async function freeName(
  uow: UnitOfWork,
  input: { readonly folderId: string; readonly name: string },
): Promise<string> {
  const folder = await findFolder(uow, input.folderId);
  const { name } = input;
  if (!(await uow.filing.isTaken(folder.key, nameKey(name)))) return name;
  const dot = name.lastIndexOf('.');
  const start = dot < 0 ? `${name}-` : dot === 0 ? '' : `${name.slice(0, dot)}-`;
  const end = dot < 0 ? '' : name.slice(dot);
  const number = await uow.filing.freeNumber(folder.key, { start: nameKey(start), end: nameKey(end) });
  return `${start}${number}${end}`;
}
