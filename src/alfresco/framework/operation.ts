/**
 * How to add an operation to the Alfresco v1 REST API.
 *
 * 1. Write it with `operation({…})` in the file of its resource (`../nodes/…`, `../people/…`): method, path template, summary,
 *    the version of Alfresco that introduced it, success status, parameters, the shape of its body, and what it answers (a
 *    name of `entities.ts`, for the API reference). Its `run` gets a
 *    `Call` whose `path`, `query` and `body` are checked and typed by what was declared, and returns an `Answer`:
 *    `entry(…)`, `list(…)`, `created(…)`, `nothing`, or `sent` when it wrote to the response itself (content).
 * 2. Put it into the list that the file exports, and that list into `../operations.ts`. Routing, authentication, parameter
 *    checks, envelopes, `fields`, `relations`, `includeSource`, errors and the API reference follow from the table.
 * 3. Reach the core through `call.repository`; several writes that belong together through
 *    `call.repository.together(call.request, async (operations) => …)`, one transaction. An operation that takes arrays
 *    says `many: true` and finds all bodies in `call.bodies`: it makes them all in one transaction and answers
 *    `created(entries)`. What the core cannot do yet is added there (`src/repository`, `src/postgres`), with its rights.
 * 4. Nodes are shown by `nodeEntries` in `../nodes/entries.ts`, many at once, so that a page costs the same statements
 *    whatever it holds. Node ids and aliases (`-root-`, `-my-`, `-shared-`) are read by `nodeIdOf` in `../nodes/node-id.ts`,
 *    person ids (`-me-`) by `personIdOf` in `../people/person-id.ts`.
 * 5. Throw the core's `CmisError`s or an `ApiError` made by the functions of `api-error.ts`; statuses are decided there.
 * 6. Tests: `test/alfresco`, through `alfrescoClient`. `every-operation.test.ts` tries each of the table by itself; who may
 *    do what with a node stands in `node-access.test.ts`, where a new operation on nodes is added.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BasicAuthenticator } from '../../identity/basic';
import type { Directory } from '../../identity/directory';
import type { Allowance } from '../../identity/allowance';
import type { PasswordResets } from '../../identity/password-resets';
import type { Tickets } from '../../identity/tickets';
import type { FormSurroundings } from '../../http/submitted-form';
import type { ClientPages } from '../../mail/client-pages';
import type { Outbox } from '../../mail/mail';
import type { Caller } from '../../model/principal';
import type { Repository } from '../../repository/repository';
import type { Request } from '../../repository/contract/request';
import type { EntityName } from './entities';
import type { Parameters, ReadParameters } from './parameters';
import type { Shape, ShapeDescription } from './shapes';
import type { WrittenEntry } from './written-entry';

export type Json = Readonly<Record<string, unknown>>;
/** An entry of an answer, as it is or as the text of it. */
export type Entry = Json | WrittenEntry;

export type Api = 'core' | 'authentication' | 'discovery' | 'search' | 'model' | 'rules';
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** How mails are sent, and the pages of clients that they lead to. */
export interface MailParts {
  readonly outbox: Outbox;
  readonly resets: PasswordResets;
  readonly sharedLinkUrls: ClientPages;
  readonly passwordResetUrls: ClientPages;
  /** How often strangers at one address may ask for keys, and try them. */
  readonly resetRequests: Allowance;
  readonly resetAttempts: Allowance;
}

/** What the whole door works with. */
export interface ApiParts {
  readonly repository: Repository;
  readonly rootId: string;
  readonly directory: Directory;
  readonly basic: BasicAuthenticator;
  readonly tickets: Tickets;
  readonly forms: FormSurroundings;
  readonly maxDepth: number;
  readonly version: string;
  /** Undefined while reads and writes work. */
  readonly ready: () => Promise<string | undefined>;
  /** @throws CmisError `unauthorized`. */
  readonly authenticate: (req: IncomingMessage) => Caller | Promise<Caller>;
  /** @throws CmisError `permissionDenied` for writes of pages of strangers. */
  readonly refuseForeignWrite: (req: IncomingMessage) => void;
  readonly clientAddressOf: (req: IncomingMessage) => string;
  readonly baseUrlOf: (req: IncomingMessage) => string;
  readonly report: (error: unknown, req: IncomingMessage) => void;
  readonly jsonp: boolean;
  /** Whether strangers are asked for `Basic` credentials, for which browsers open a dialog. */
  readonly basicChallenge: boolean;
  /** Undefined: this server sends no mails. */
  readonly mail: MailParts | undefined;
}

/** A request of an operation with everything in it that was declared, read and checked. */
export interface Call<P extends Parameters = Parameters, B = unknown, R = Request> {
  readonly parts: ApiParts;
  readonly repository: Repository;
  /** The caller; undefined for strangers, where those are let in. */
  readonly request: R;
  /** Values of the path template by name, decoded. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: ReadParameters<P>;
  readonly body: B;
  /** With `many`: all elements of the body, at least one. */
  readonly bodies: readonly B[];
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
}

export type Answer =
  | { readonly kind: 'entry'; readonly entry: Entry }
  | { readonly kind: 'list'; readonly list: List }
  | { readonly kind: 'created'; readonly entries: readonly Json[] }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'sent' };

export interface List {
  readonly entries: readonly Entry[];
  readonly hasMoreItems: boolean;
  /** Undefined where it is not known. */
  readonly totalItems?: number;
  /** The entity whose list this is, made only when the client wants it. */
  readonly source?: () => Promise<Json | undefined>;
  /** Of search. */
  readonly context?: Json;
  /** Where the body said which page was wanted, not the address. */
  readonly page?: { readonly skipCount: number; readonly maxItems: number };
}

export const entry = (value: Entry): Answer => ({ kind: 'entry', entry: value });
export const list = (value: List): Answer => ({ kind: 'list', list: value });
/** One element is answered as an entry, several as a list. */
export const created = (entries: readonly Json[]): Answer => ({ kind: 'created', entries });
export const nothing: Answer = { kind: 'nothing' };
/** The operation has answered by itself. */
export const sent: Answer = { kind: 'sent' };

/** What the table, the router and the API reference know of an operation. */
export interface OperationInfo {
  readonly id: string;
  readonly method: Method;
  /** Below the API's address; `{name}` stands for one segment. */
  readonly path: string;
  readonly api: Api;
  readonly summary: string;
  /** Version of Alfresco that introduced it. */
  readonly since: string;
  /** Strangers only where Alfresco lets them in. */
  readonly access: 'anyone' | 'user' | 'administrator';
  readonly status: 200 | 201 | 202 | 204;
  readonly parameters: Parameters;
  /** JSON; read for `POST` and `PUT` alone. */
  readonly body?: Shape<unknown>;
  /** A body for the API reference, where people change it and try it. */
  readonly example?: Json;
  /** Without a body the shape reads `undefined`. */
  readonly bodyIsOptional?: boolean;
  /** Arrays are taken, too. */
  readonly many?: boolean;
  /** The parts of a `multipart/form-data` that is taken instead of JSON, by `upload`. */
  readonly form?: ShapeDescription;
  /** What the entries of its answers are; undefined where it answers none. */
  readonly answers?: EntityName;
  /** Answers a list, though it takes no page from the query. */
  readonly isList?: boolean;
  /** Writes to the response by itself: content. */
  readonly rawAnswer?: boolean;
  /** Reads the body by itself. */
  readonly rawBody?: boolean;
  /** `relations` that are not the operation's own path and the relation's name: path templates with `{id}`. */
  readonly relations?: Readonly<Record<string, string>>;
}

/** An operation as the handler runs it: what `Call` says of its types has been seen to. */
export interface Operation extends OperationInfo {
  readonly run: (call: Call) => Promise<Answer>;
  readonly upload?: (call: Call) => Promise<Answer>;
}

type Declared = Omit<OperationInfo, 'parameters' | 'body' | 'access'>;

interface Declaration<P extends Parameters, B, R> extends Declared {
  readonly access?: 'user' | 'administrator';
  readonly parameters?: P;
  readonly body?: Shape<B>;
  readonly run: (call: Call<P, B, R>) => Promise<Answer>;
  /** Answers `multipart/form-data`, which it reads by itself. */
  readonly upload?: (call: Call<P, B, R>) => Promise<Answer>;
}

/** An operation for people who have logged in; `access` narrows it to administrators. */
export function operation<P extends Parameters = Record<never, never>, B = undefined>(
  declaration: Declaration<P, B, Request>,
): Operation {
  return erased(declaration, declaration.access ?? 'user');
}

/** An operation that strangers may call, too. */
export function openOperation<P extends Parameters = Record<never, never>, B = undefined>(
  declaration: Omit<Declaration<P, B, Request | undefined>, 'access'>,
): Operation {
  return erased(declaration, 'anyone');
}

function erased<P extends Parameters, B, R>(
  declaration: Declaration<P, B, R>,
  access: OperationInfo['access'],
): Operation {
  const { run, upload, parameters, ...rest } = declaration;
  return {
    ...rest,
    access,
    parameters: parameters ?? {},
    // The handler makes the call by this very declaration.
    run: run as unknown as Operation['run'],
    ...(upload && { upload: upload as unknown as NonNullable<Operation['upload']> }),
  };
}
