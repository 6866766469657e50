import type { StoredBytes } from '../content/content-store';
import type { Staging } from '../content/staging';

export interface FormField {
  /** As it was sent; no two names of a form differ in case alone, unless controls may repeat. */
  readonly name: string;
  readonly value: string;
}

/** The part of a form that is a file: staged bytes with what the client said of them. */
export interface FormContent extends StoredBytes {
  /** With its parameters. */
  readonly mimeType?: string;
  /** Without a folder. */
  readonly fileName?: string;
}

export interface Form {
  readonly fields: readonly FormField[];
  readonly content?: FormContent;
}

export interface FormLimits {
  /** All that is not content, unpacked. */
  readonly maxBodyBytes: number;
  readonly maxFormFields: number;
  /** How long a client may send nothing. */
  readonly idleMs?: number;
}

export interface FormOptions {
  readonly staging: Staging;
  readonly limits: FormLimits;
  /** Controls may come several times, as lists. */
  readonly mayRepeat?: boolean;
}
