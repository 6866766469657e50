/** How working copies are called: as their documents, with a label by which people tell the two apart. */
import { nameKey } from '../../model/names';
import type { UnitOfWork } from '../storage/storage';
import type { StoredObject } from '../values/stored-object';

const COPY_LABEL = /^(.*?) \(Working Copy(?: \d+)?\)(\.[^.]*)?$/s;

/** `report (Working Copy).txt`, with a number where a sibling has that name. */
export async function freeCopyName(uow: UnitOfWork, object: StoredObject): Promise<string> {
  const dot = object.name.lastIndexOf('.');
  const stem = dot > 0 ? object.name.slice(0, dot) : object.name;
  const extension = dot > 0 ? object.name.slice(dot) : '';
  for (let number = 1; ; number++) {
    const label = number === 1 ? ' (Working Copy)' : ` (Working Copy ${number})`;
    // Names have a greatest length; what is cut off here comes back at check-in, from the document.
    const name = `${stem.slice(0, 255 - label.length - extension.length)}${label}${extension}`;
    if (object.parentKey === undefined || !(await uow.filing.isTaken(object.parentKey, nameKey(name)))) return name;
  }
}

/** The working copy's name without the label; the document's own where the copy was not renamed. */
export function nameAtCheckIn(copy: StoredObject, original: StoredObject | undefined): string {
  const parts = COPY_LABEL.exec(copy.name);
  if (!parts) return copy.name;
  const stripped = `${parts[1] ?? ''}${parts[2] ?? ''}`;
  return original &&
    original.name.startsWith(parts[1] ?? '') &&
    stripped.length < original.name.length &&
    copy.name.length >= 255
    ? original.name
    : stripped;
}
