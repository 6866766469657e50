/** Errors as AtomPub's clients read them. CMIS 1.1 §3.2.3. */
import { BusyError, CmisError, type CmisErrorCode } from '../../model/errors';
import { httpStatus } from '../http-status';
import { escapeXml } from '../xml/writer';

/** What AtomPub adds to the statuses of the exceptions. */
const ALSO = { unsupportedMediaType: 415, unprocessable: 422, preconditionFailed: 412, noSuchMethod: 405 } as const;

/** An error with a status that no exception of CMIS has; clients that look into the body find the nearest one. */
export class HttpError extends CmisError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(kind: keyof typeof ALSO, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(NEAREST[kind], message);
    this.status = ALSO[kind];
    this.headers = headers;
  }
}

const NEAREST = {
  unsupportedMediaType: 'invalidArgument',
  unprocessable: 'invalidArgument',
  preconditionFailed: 'updateConflict',
  noSuchMethod: 'notSupported',
} as const satisfies Record<keyof typeof ALSO, CmisErrorCode>;

export interface ErrorAnswer {
  readonly status: number;
  readonly exception: CmisErrorCode;
  readonly headers: Readonly<Record<string, string>>;
  readonly html: string;
  /** Nobody foresaw it: for the log. */
  readonly unexpected: boolean;
}

/** What the client is told; of an error that is not a `CmisError` nothing but that there was one. */
export function errorAnswer(error: unknown): ErrorAnswer {
  const known = error instanceof CmisError ? error : new CmisError('runtime', 'Internal error.');
  const status = known instanceof HttpError ? known.status : httpStatus(known);
  return {
    status,
    exception: known.code,
    headers: known instanceof HttpError ? known.headers : {},
    html: page(status, known),
    unexpected: status >= 500 && !(known instanceof BusyError),
  };
}

/**
 * A page for people, with the markers in which the clients of Apache Chemistry look for the exception: several share
 * one status.
 */
function page(status: number, error: CmisError): string {
  const message = escapeXml(error.message);
  return (
    `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${status} ${error.code}</title></head><body>` +
    `<h1>${status} <!--exception-->${error.code}<!--/exception--></h1>` +
    `<p><!--message-->${message}<!--/message--></p></body></html>`
  );
}
