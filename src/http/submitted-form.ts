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

/** What all forms of a server have in common. */
export interface FormSurroundings {
  readonly staging: Staging;
  readonly limits: FormLimits;
}

export interface FormOptions extends FormSurroundings {
  /** The control, in lower case, whose part is the content when it has a type of its own; any other needs a file name. */
  readonly contentControl: string;
  /** Controls may come several times, as lists. */
  readonly mayRepeat?: boolean;
}
