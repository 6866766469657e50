import { renditionNamed } from '../../renditions/definitions';
import { Permission } from '../../model/permissions';
import type { Rendition } from '../values/object-view';
import type { ReadUnit } from '../storage/storage';
import type { StoredRendition } from '../storage/renditions';
import type { StoredObject } from '../values/stored-object';

/** The renditions that a filter asks for, by object; none of what the caller may not read. One statement at most. */
export async function renditionsOf(
  uow: ReadUnit,
  objects: readonly StoredObject[],
  filter: string,
): Promise<ReadonlyMap<StoredObject, readonly Rendition[]>> {
  const stored = await storedRenditions(uow, objects);
  const isWanted = matching(filter);
  return new Map([...stored].map(([object, found]) => [object, found.map(shown).filter(isWanted)]));
}

/** What has been made of the contents of these objects, as far as the caller may read these. One statement at most. */
export async function storedRenditions(
  uow: ReadUnit,
  objects: readonly StoredObject[],
): Promise<ReadonlyMap<StoredObject, readonly StoredRendition[]>> {
  const readable = objects.flatMap((object) =>
    object.content && object.attached?.renditions !== false && (object.access & Permission.ReadContent) !== 0
      ? [{ object, key: object.content.key }]
      : [],
  );
  if (readable.length === 0) return new Map();
  const found = await uow.renditions.ofContents([...new Set(readable.map(({ key }) => key))]);
  return new Map(readable.map(({ object, key }) => [object, found.get(key) ?? []]));
}

const shown = ({ name, id, mimeType, length, width, height }: StoredRendition): Rendition => ({
  streamId: id,
  mimeType,
  length,
  kind: renditionNamed(name)?.kind ?? name,
  title: name,
  ...(width !== undefined && { width }),
  ...(height !== undefined && { height }),
});

/** Kinds and media types between commas, `image/*`; CMIS 1.1 §2.2.1.2.4.1. */
function matching(filter: string): (rendition: Rendition) => boolean {
  const terms = filter.split(',').map((term) => term.trim());
  const matches = ({ kind, mimeType }: Rendition, term: string): boolean =>
    term === '*' ||
    term === kind ||
    term.toLowerCase() === mimeType ||
    (term.endsWith('/*') && mimeType.startsWith(term.slice(0, -1).toLowerCase()));
  return (rendition) => terms.some((term) => matches(rendition, term));
}
