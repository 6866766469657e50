/** The ports on pictures of people. Each function is one statement. */
import type { StoredBytes } from '../../content/content-store';
import type { StoredRendition } from './renditions';

export type StoredAvatar = Omit<StoredRendition, 'name' | 'width' | 'height'>;

export interface AvatarReader {
  /** `isThere`: whether there is such a person. */
  of(person: string): Promise<{ readonly isThere: boolean; readonly avatar?: StoredAvatar }>;
}

export interface AvatarWriter {
  /** Claims the bytes; those of the one before are let go. @throws CmisError `storage` when they are gone. */
  set(person: string, picture: StoredBytes & { readonly mimeType: string }): Promise<void>;
  remove(person: string): Promise<void>;
}
