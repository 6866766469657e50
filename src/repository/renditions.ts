import { findObject } from './found';
import type { PageRequest, Rendition } from './object-view';
import type { ReadUnit } from './storage';

/** What every object has until the server makes renditions; `capabilityRenditions` says `none`. */
export const NO_RENDITIONS: readonly Rendition[] = [];

/** getRenditions, CMIS 1.1 §2.2.4.20. */
export async function getRenditions(
  uow: ReadUnit,
  input: { readonly objectId: string; readonly renditionFilter?: string; readonly page: PageRequest },
): Promise<readonly Rendition[]> {
  await findObject(uow, input.objectId);
  return NO_RENDITIONS;
}
