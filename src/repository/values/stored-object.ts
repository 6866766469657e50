import type { Ace } from '../../model/permissions';
import type { TextState } from '../../text/text-extractor';
import type { Properties } from '../../model/properties';
import type { PrimaryType, SecondaryType } from '../../model/type-definition';

/** Bytes of a document version. */
export interface StoredContent {
  /** Row key. */
  readonly key: number;
  /** Public, opaque: `cmis:contentStreamId`. */
  readonly id: string;
  /** Pieces in the content store, in order. */
  readonly pieces: readonly { readonly key: string; readonly length: number }[];
  readonly length: number;
  readonly sha256?: string;
  readonly mimeType: string;
  readonly fileName: string;
  /** What is known of the words in it. */
  readonly textState: TextState;
  /** In which characters a plain text is written, as far as it is known not to be UTF-8. */
  readonly encoding?: string;
}

/** State of a document as a member of a version series. */
export interface StoredVersion {
  readonly major: number;
  readonly minor: number;
  /** False for documents that have no versions: they show the label 1.0. */
  readonly versioned: boolean;
  readonly isMajor: boolean;
  readonly isLatest: boolean;
  readonly isLatestMajor: boolean;
  readonly isWorkingCopy: boolean;
  /** Row key of a frozen version; absent on the live row and on working copies. */
  readonly frozenKey?: number;
  /** Row key of the live document that this is the working copy of. */
  readonly workingCopyOf?: number;
  /** The working copy's owner is not the document's. */
  readonly isBorrowed?: boolean;
  readonly checkedOutBy?: string;
  readonly comment?: string;
}

/**
 * One object as it is stored, seen by one caller. Every binding serialises this; the storage layout behind it is known
 * to `postgres/object-row.ts` alone.
 */
export interface StoredObject {
  /** Row key of the live row (also for a frozen version). */
  readonly key: number;
  readonly uuid: string;
  /** Uuid of the version series; of documents only different from `uuid` on a working copy. */
  readonly series: string;
  /** The id that clients see: `{uuid}`, `{uuid};{label}` or `{uuid};pwc`. */
  readonly id: string;
  readonly type: PrimaryType;
  readonly secondaryTypes: readonly SecondaryType[];
  readonly name: string;
  readonly owner: string;
  readonly createdBy: string;
  readonly created: number;
  /** Of a document that has got new versions: when it was made itself. */
  readonly seriesCreated?: { readonly at: number; readonly by: string };
  readonly modifiedBy: string;
  readonly modified: number;
  readonly changeToken: number;
  /** Row key of the primary folder; absent for the root and for what is unfiled. */
  readonly parentKey?: number;
  readonly parentUuid?: string;
  /** Folders only: absolute CMIS path. */
  readonly path?: string;
  readonly isRoot: boolean;
  readonly immutable: boolean;
  /** Held, or retained beyond now: the content may not change and the object may not go. */
  readonly retained: boolean;
  readonly version?: StoredVersion;
  readonly content?: StoredContent;
  /** Relationships only: the ends' ids. */
  readonly sourceId?: string;
  readonly targetId?: string;
  /** Custom and secondary properties. */
  readonly properties: Properties;
  readonly aclKey?: number;
  /** Effective permission bits of the caller who read it. */
  readonly access: number;
  /** Every value as a change event remembers it; then nothing is read from the other members. */
  readonly remembered?: Properties;
  /** What the object was read from: the same thing when nothing but rights may differ, for those who remember what they made of it. */
  readonly source?: object;
  /** Whether policies are applied to it and whether relationships end at it, seen by the caller or not; only when that was asked for. */
  readonly attached?: { readonly policies: boolean; readonly relationships: boolean; readonly renditions: boolean };
  /** Effective entries, only when they were asked for. */
  readonly acl?: readonly Ace[];
  /** Whether rights are handed down to it; read with `acl`. */
  readonly inheritsAcl?: boolean;
}
