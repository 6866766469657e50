import type { IncomingMessage } from 'node:http';
import type { FormSurroundings } from '../../http/submitted-form';
import { CmisError } from '../../model/errors';
import type { Caller } from '../../model/principal';
import type { Repository } from '../../repository/repository';
import type { Request } from '../../repository/contract/request';
import { enumParameter, textParameter, booleanParameter, type Limits, type Parameters } from '../parameters';
import type { BrowserAddresses, Target } from './addresses';
import type { Exchange } from './exchange';
import type { DateTimeFormat } from './json-value';
import type { BrowserResults } from '../../repository/storage/results';
import type { FindObjectId, ObjectAddress } from './object-address';
import type { JsonStyle } from './object-json';

export interface BrowserParts {
  readonly repository: Repository;
  readonly repositoryId: string;
  readonly forms: FormSurroundings;
  readonly results: BrowserResults;
  /** @throws CmisError `unauthorized`. */
  readonly authenticate: (req: IncomingMessage) => Caller | Promise<Caller>;
  /** Scheme, host and prefix as the client used them. */
  readonly baseUrlOf: (req: IncomingMessage) => string;
  /** Told of errors that nobody foresaw. */
  readonly report: (error: unknown, req: IncomingMessage) => void;
  /** Whether `callback` is honoured. */
  readonly jsonp: boolean;
  readonly limits: Limits;
}

/** One request of a known caller. */
export interface Call {
  readonly parts: BrowserParts;
  readonly findObjectId: FindObjectId;
  readonly exchange: Exchange;
  readonly request: Request;
  readonly target: Target;
  readonly addresses: () => BrowserAddresses;
  /** Parameters of the address. */
  readonly query: Parameters;
}

/** @throws CmisError `notSupported` when the table has no such name. */
export function lookUp<T>(table: Readonly<Record<string, T>>, name: string | undefined, parameter: string): T {
  if (name === undefined) throw new CmisError('notSupported', `'${parameter}' is missing.`);
  const found = Object.hasOwn(table, name.toLowerCase()) ? table[name.toLowerCase()] : undefined;
  if (found === undefined) throw new CmisError('notSupported', `'${parameter}' is '${name}', which is not known here.`);
  return found;
}

/** The object that a request is about: by id, or else by its path. */
export function addressOf(parameters: Parameters, path: string): ObjectAddress {
  // CmisJS names a version series by its own id, which is also an id of its newest version.
  const objectId = textParameter(parameters, 'objectId') ?? textParameter(parameters, 'versionSeriesId');
  return objectId === undefined ? { path } : { objectId, path };
}

/** `simple` unless the client asks for texts. @throws CmisError `invalidArgument`. */
export function dateTimeFormat(parameters: Parameters): DateTimeFormat {
  return enumParameter(parameters, 'dateTimeFormat', ['simple', 'extended']) ?? 'simple';
}

/**
 * How the objects of an answer are written. What the client wants is read at once, so that nonsense does nothing; types
 * are looked at when the objects are there, and then known.
 */
export function styleOf(call: Call, parameters: Parameters): () => JsonStyle {
  const wanted = {
    succinct: booleanParameter(parameters, 'succinct', false),
    dateTimeFormat: dateTimeFormat(parameters),
    dialect: call.request.dialect,
  };
  return () => ({ types: call.parts.repository.knownTypes(), ...wanted });
}
