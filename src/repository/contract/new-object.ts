/** What doors make objects of. */
import type { PropertyChanges } from '../../model/properties';
import type { AceChange } from './ace-change';
import type { NewContent } from '../storage/storage';

/** Bytes that are already durable and unclaimed, with what the client said of them. */
export interface StagedContent extends NewContent {
  readonly mimeType?: string;
  readonly fileName?: string;
}

export type VersioningState = 'none' | 'checkedout' | 'minor' | 'major';

export interface NewVersion {
  readonly major: boolean;
  readonly comment?: string;
}

interface CreateCommon {
  readonly properties: PropertyChanges;
  /** Id of the folder; undefined: unfiled. */
  readonly folderId?: string;
  readonly policies?: readonly string[];
  readonly addACEs?: readonly AceChange[];
  readonly removeACEs?: readonly AceChange[];
  /** It comes with something else of which is told. */
  readonly quiet?: boolean;
}

export interface CreateDocument extends CreateCommon {
  readonly content?: StagedContent;
  readonly versioningState?: VersioningState;
  /** Of the first version. */
  readonly checkinComment?: string;
}

export interface CreateDocumentFromSource extends CreateDocument {
  readonly sourceId: string;
}

export type CreateObject = CreateCommon;
