import { BusyError, CmisError, type CmisErrorCode } from '../../model/errors';
import { httpStatus } from '../http-status';

export interface ErrorAnswer {
  readonly status: number;
  readonly exception: CmisErrorCode;
  readonly message: string;
  /** Nobody foresaw it: an operator should know, and the client learns nothing of the inside. */
  readonly unexpected: boolean;
}

/** What the client is told; of an error that is not a `CmisError` nothing but that there was one. */
export function errorAnswer(error: unknown): ErrorAnswer {
  if (error instanceof CmisError) {
    const status = httpStatus(error);
    const unexpected = status >= 500 && !(error instanceof BusyError);
    return { status, exception: error.code, message: error.message, unexpected };
  }
  return { status: 500, exception: 'runtime', message: 'Internal error.', unexpected: true };
}

/** The error object of CMIS 1.1 §5.2.10. */
export const errorJson = (error: ErrorAnswer): string =>
  JSON.stringify({ exception: error.exception, message: error.message });
