/** How working copies are called: as their documents, with a label by which people tell the two apart. */
import { nameKey } from '../../model/names';
import type { UnitOfWork } from '../storage/storage';
import type { StoredObject } from '../values/stored-object';

const COPY_LABEL = /^(.*?) \(Working Copy(?: \d+)?\)(\.[^.]*)?$/s;

/** Of a name, in UTF-16 units. */
const MAX_LENGTH = 255;
/** What comes after the last dot of a longer one is no ending that a program knows a file by. */
const LONGEST_ENDING = 50;

/** `report (Working Copy).txt`, with a number where a sibling has that name. */
export async function freeCopyName(uow: UnitOfWork, { name, parentKey }: StoredObject): Promise<string> {
  const dot = name.lastIndexOf('.');
  const end = dot > 0 && name.length - dot <= LONGEST_ENDING ? dot : name.length;
  const [stem, ending] = [name.slice(0, end), name.slice(end)];
  for (let number = 1; ; number++) {
    const label = number === 1 ? ' (Working Copy)' : ` (Working Copy ${number})`;
    // What is cut off here comes back at check-in, from the document.
    const wanted = `${stem.slice(0, MAX_LENGTH - label.length - ending.length)}${label}${ending}`;
    if (parentKey === undefined || !(await uow.filing.isTaken(parentKey, nameKey(wanted)))) return wanted;
  }
}

/** The working copy's name without the label; of one that was cut, and has not been renamed, the document's. */
export function nameAtCheckIn(copy: StoredObject, original: StoredObject): string {
  const [, stem, ending = ''] = COPY_LABEL.exec(copy.name) ?? [];
  if (stem === undefined) return copy.name;
  const stripped = stem + ending;
  const wasCut = copy.name.length >= MAX_LENGTH && stripped.length < original.name.length;
  return wasCut && original.name.startsWith(stem) ? original.name : stripped;
}
