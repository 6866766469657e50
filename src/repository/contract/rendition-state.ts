import { renditionNamed, type RenditionDefinition } from '../../renditions/definitions';
import type { StoredRendition } from '../storage/renditions';

/** A document, or a version of one, whose renditions are meant. */
export interface RenditionsOf {
  readonly objectId: string;
  readonly inTrash?: boolean;
}

/** A rendition that a document has, or could have. */
export interface RenditionState {
  readonly definition: RenditionDefinition;
  /** Undefined: nobody has asked for it yet, or it is being made. */
  readonly made: StoredRendition | undefined;
}

/** Whether renditions of this name exist at all; which of them a content may have depends on its type. */
export const isRenditionName = (name: string): boolean => renditionNamed(name) !== undefined;
