import { randomUUID } from 'node:crypto';
import { BusyError, CmisError, type CmisErrorCode } from '../../model/errors';

const KEY = 'framework.exception.';

/** What operations of this API say besides the core's errors: a status, and the text that clients show. */
export class ApiError extends Error {
  readonly status: number;
  readonly key: string;

  /** `key` as Alfresco's clients know it; the text itself where there is none. */
  constructor(status: number, message: string, key = message) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.key = key;
  }
}

export const badRequest = (message: string): ApiError => new ApiError(400, message);
export const invalidArgument = (message: string): ApiError =>
  new ApiError(400, `An invalid argument was received ${message}`, `${KEY}InvalidArgument`);
export const forbidden = (message = 'Permission was denied'): ApiError =>
  new ApiError(403, message, `${KEY}PermissionDenied`);
export const entityNotFound = (id: string): ApiError =>
  new ApiError(404, `The entity with id: ${id} was not found`, `${KEY}EntityNotFound`);
export const relationshipNotFound = (id: string, relationshipId: string): ApiError =>
  new ApiError(
    404,
    `The relationship resource was not found for the entity with id: ${id} and a relationship id of ${relationshipId}`,
    `${KEY}RelationshipNotFound`,
  );
export const notFound = (what: string): ApiError => new ApiError(404, `${what} was not found`, `${KEY}NotFound`);
export const unsupported = (message = 'The operation is unsupported'): ApiError =>
  new ApiError(405, message, `${KEY}UnsupportedResourceOperation`);
export const conflict = (message: string): ApiError => new ApiError(409, message, `${KEY}ConstraintViolated`);
export const unprocessable = (message: string): ApiError => new ApiError(422, message);
export const tooLarge = (message: string): ApiError => new ApiError(413, message, `${KEY}RequestEntityTooLarge`);
export const unsupportedMediaType = (message: string): ApiError => new ApiError(415, message);
export const invalidQuery = (message: string): ApiError =>
  new ApiError(400, `An invalid WHERE query was received. ${message}`, `${KEY}InvalidQuery`);
export const invalidInclude = (message: string): ApiError =>
  new ApiError(400, `An invalid INCLUDE query was received. ${message}`, `${KEY}InvalidSelect`);
export const unauthenticated = (message = 'Authentication failed'): ApiError => new ApiError(401, message);

interface Meaning {
  readonly status: number;
  readonly key: string;
}

/** The one table from the core's errors to this API's. */
const MEANINGS: Readonly<Record<CmisErrorCode, Meaning>> = {
  invalidArgument: { status: 400, key: `${KEY}InvalidArgument` },
  filterNotValid: { status: 400, key: `${KEY}InvalidArgument` },
  unauthorized: { status: 401, key: `${KEY}ApiDefault` },
  permissionDenied: { status: 403, key: `${KEY}PermissionDenied` },
  objectNotFound: { status: 404, key: `${KEY}EntityNotFound` },
  notSupported: { status: 405, key: `${KEY}UnsupportedResourceOperation` },
  contentAlreadyExists: { status: 409, key: `${KEY}ConstraintViolated` },
  nameConstraintViolation: { status: 409, key: `${KEY}ConstraintViolated` },
  updateConflict: { status: 409, key: `${KEY}StaleEntity` },
  versioning: { status: 409, key: `${KEY}ConstraintViolated` },
  streamNotSupported: { status: 400, key: `${KEY}InvalidArgument` },
  constraint: { status: 422, key: `${KEY}ConstraintViolated` },
  runtime: { status: 500, key: `${KEY}ApiDefault` },
  storage: { status: 507, key: `${KEY}InsufficientStorage` },
};

export interface Failure {
  readonly status: number;
  readonly message: string;
  readonly body: unknown;
  readonly logId: string;
  /** Nobody foresaw it: an operator should know, and the client learns nothing of the inside. */
  readonly unexpected: boolean;
}

/** An error as the envelope has it; reference: Alfresco's `ErrorResponse`. */
export function failureOf(error: unknown): Failure {
  const { status, key, message } = meaningOf(error);
  const logId = randomUUID();
  const body = {
    error: {
      errorKey: key,
      statusCode: status,
      briefSummary: `${logNumber()} ${message}`,
      stackTrace:
        'For security reasons the stack trace is no longer displayed, but the property is kept for previous versions',
      descriptionURL: 'https://api-explorer.alfresco.com',
      logId,
    },
  };
  return { status, message, body, logId, unexpected: status === 500 || status === 507 };
}

/** A browser would open its own dialog over a client's for `Basic`. */
export const challengeOf = (
  { basicChallenge }: { readonly basicChallenge: boolean },
  status: number,
): Readonly<Record<string, string>> =>
  status === 401
    ? { 'WWW-Authenticate': `${basicChallenge ? 'Basic' : 'AlfTicket'} realm="Alfresco -default- tenant"` }
    : {};

function meaningOf(error: unknown): Meaning & { readonly message: string } {
  if (error instanceof ApiError) return { status: error.status, key: error.key, message: error.message };
  if (error instanceof BusyError) return { status: 503, key: `${KEY}ApiDefault`, message: error.message };
  if (error instanceof CmisError) return { ...MEANINGS[error.code], message: error.message };
  return { status: 500, key: `${KEY}ApiDefault`, message: 'Unknown error calling the Rest API' };
}

let failures = 0;

/** Month counted from 0, day, and how many errors this process has answered: clients cut the eight digits off. */
function logNumber(): string {
  failures = (failures + 1) % 10_000;
  const now = new Date();
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(now.getUTCMonth())}${two(now.getUTCDate())}${String(failures).padStart(4, '0')}`;
}
