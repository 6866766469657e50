import { findObject } from './found';
import type { PageRequest, Rendition } from './object-view';
import type { ReadUnit } from './storage';
import type { StoredObject } from './stored-object';

/** Renditions of the object that the filter lets through. The server makes none yet, so no object has any, and `capabilityRenditions` says `none`. */
export function renditionsOf(_object: StoredObject, _filter: string): readonly Rendition[] {
  return [];
}

/** getRenditions, CMIS 1.1 §2.2.4.20. */
export async function getRenditions(
  uow: ReadUnit,
  input: { readonly objectId: string; readonly renditionFilter?: string; readonly page: PageRequest },
): Promise<readonly Rendition[]> {
  const object = await findObject(uow, input.objectId);
  const { skipCount, maxItems } = input.page;
  return renditionsOf(object, input.renditionFilter ?? '*').slice(skipCount, skipCount + maxItems);
}
