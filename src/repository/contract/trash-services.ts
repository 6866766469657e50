/** What a binding may ask of what was deleted. */
import type { PageRequest } from '../values/object-view';
import type { ContentAnswer } from './content-answer';
import type { Request } from './request';
import type { Counted } from '../storage/directory';
import type { TrashedObject } from '../storage/trash';

export interface TrashServices {
  /** What the caller has deleted, of administrators everything; what was deleted last comes first. */
  listTrash(request: Request, page: PageRequest): Promise<Counted<TrashedObject>>;
  getTrashed(request: Request, objectId: string): Promise<TrashedObject>;
  getTrashedContent(request: Request, objectId: string): Promise<ContentAnswer>;
  /** Puts it back where it was, or into another folder. */
  restoreTrashed(
    request: Request,
    input: { readonly objectId: string; readonly targetFolderId?: string },
  ): Promise<void>;
  purgeTrashed(request: Request, objectId: string): Promise<void>;
}
