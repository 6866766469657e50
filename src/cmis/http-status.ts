import { BusyError, type CmisError, type CmisErrorCode } from '../model/errors';

/** The HTTP status of each exception, the same in the browser and the AtomPub binding. CMIS 1.1 §3.2.3.1, §5.2.10. */
const HTTP_STATUS = {
  invalidArgument: 400,
  filterNotValid: 400,
  unauthorized: 401,
  permissionDenied: 403,
  streamNotSupported: 403,
  objectNotFound: 404,
  notSupported: 405,
  constraint: 409,
  contentAlreadyExists: 409,
  nameConstraintViolation: 409,
  updateConflict: 409,
  versioning: 409,
  runtime: 500,
  storage: 500,
} as const satisfies Record<CmisErrorCode, number>;

/** Status of an answer that another attempt may better. */
const BUSY = 503;

/** 503 where the server is busy, whatever the exception. */
export const httpStatus = (error: CmisError): number => (error instanceof BusyError ? BUSY : HTTP_STATUS[error.code]);
