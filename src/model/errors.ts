/** The exceptions of CMIS 1.1 §2.2.1.4, and `unauthorized` for credentials that are missing, wrong or no longer valid. */
export type CmisErrorCode =
  | 'invalidArgument'
  | 'notSupported'
  | 'objectNotFound'
  | 'permissionDenied'
  | 'runtime'
  | 'constraint'
  | 'contentAlreadyExists'
  | 'filterNotValid'
  | 'nameConstraintViolation'
  | 'storage'
  | 'streamNotSupported'
  | 'updateConflict'
  | 'versioning'
  | 'unauthorized';

/** The only error that the core throws on purpose; its message names the offending value and is fit for a user. */
export class CmisError extends Error {
  readonly code: CmisErrorCode;

  constructor(code: CmisErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'CmisError';
    this.code = code;
  }
}

/** Nothing is wrong but the moment: the same request may succeed later. */
export class BusyError extends CmisError {
  constructor(message: string, options?: { readonly cause?: unknown }) {
    super('runtime', message, options);
    this.name = 'BusyError';
  }
}

export const invalidArgument = (message: string): CmisError => new CmisError('invalidArgument', message);
export const constraint = (message: string): CmisError => new CmisError('constraint', message);
export const objectNotFound = (id: string): CmisError => new CmisError('objectNotFound', `There is no object '${id}'.`);
export const permissionDenied = (message: string): CmisError => new CmisError('permissionDenied', message);
