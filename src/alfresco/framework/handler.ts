/** The door of the Alfresco v1 REST API: from Node's request to its answer. `operation.ts` says how to add to it. */
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { sendJson } from '../../http/json';
import { dismissBody } from '../../http/request-body';
import { CmisError } from '../../model/errors';
import type { Request } from '../../repository/contract/request';
import { challengeOf, entityNotFound, failureOf, forbidden } from './api-error';
import { wrappedList, wrapped } from './envelopes';
import { jsonp, type Jsonp } from './jsonp';
import type { Answer, ApiParts, Call, List, Operation, OperationInfo } from './operation';
import { PAGING } from './parameters';
import { relatedTo, sourceOf } from './relations';
import { isForm, readBodies } from './request-body';
import { fieldsOf, queryValues, readParameters, relationsOf, type QueryValues } from './request-query';
import { createRouter, MethodNotAllowed, type Route, type Router } from './router';

export type AlfrescoApi = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

/** One request on its way. */
interface Exchange {
  readonly parts: ApiParts;
  readonly router: Router;
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  callback: Jsonp | undefined;
}

/** Answers every request below `/alfresco/api` that no other door answers, its errors included. */
export function createAlfrescoApi(parts: ApiParts, operations: readonly Operation[]): AlfrescoApi {
  const router = createRouter(operations);
  return async (req, res) => {
    const exchange: Exchange = { parts, router, req, res, callback: undefined };
    try {
      await answer(exchange);
    } catch (error) {
      await dismissBody(req);
      await fail(exchange, error);
    }
  };
}

async function answer(exchange: Exchange): Promise<void> {
  const { parts, router, req } = exchange;
  const url = req.url ?? '/';
  const mark = url.indexOf('?');
  const route = router.find(req.method ?? 'GET', mark < 0 ? url : url.slice(0, mark));
  const { operation } = route;
  const values = queryValues(mark < 0 ? '' : url.slice(mark + 1));
  exchange.callback = jsonp(values, { allowed: parts.jsonp, isRead: operation.method === 'GET' });
  parts.refuseForeignWrite(req);
  const request = await requestOf(exchange, operation, values);
  requireStorable(route);
  const read = { request, values, fields: fieldsOf(values, operation) };
  const call = await callOf(exchange, route, read);
  const run = operation.upload && isForm(req) ? operation.upload : operation.run;
  await send(exchange, { route, ...read, answer: await run(call) });
}

/** Nothing is called by what no database can hold. @throws ApiError 404. */
function requireStorable({ values }: Route): void {
  const unstorable = Object.values(values).find((value) => value.includes('\0'));
  if (unstorable !== undefined) throw entityNotFound(unstorable.slice(0, 200));
}

async function requestOf(
  { parts, req }: Exchange,
  operation: OperationInfo,
  values: QueryValues,
): Promise<Request | undefined> {
  if (operation.access === 'anyone') {
    if (req.headers.authorization === undefined && !values.has('alf_ticket')) return undefined;
    try {
      return { caller: await parts.authenticate(req), dialect: 'alfresco' };
    } catch (error) {
      // Who is not known is a stranger here, and a stranger may come in.
      if (error instanceof CmisError && error.code === 'unauthorized') return undefined;
      throw error;
    }
  }
  const request: Request = { caller: await parts.authenticate(req), dialect: 'alfresco' };
  if (operation.access === 'administrator' && !(await parts.repository.isAdministrator(request))) throw forbidden();
  return request;
}

interface Read {
  readonly request: Request | undefined;
  readonly values: QueryValues;
}

async function callOf({ parts, req, res }: Exchange, route: Route, { request, values }: Read): Promise<Call> {
  const { operation } = route;
  // Every read says what is wrong with a page, also where there is none.
  if (operation.method === 'GET') readParameters(values, PAGING);
  const query = readParameters(values, operation.parameters);
  const takesForm = operation.upload !== undefined && isForm(req);
  const bodies = takesForm
    ? [undefined]
    : await readBodies(req, operation, { maxBodyBytes: parts.forms.limits.maxBodyBytes, maxDepth: parts.maxDepth });
  return {
    parts,
    repository: parts.repository,
    // Where strangers are let in, operations are declared for it to be undefined.
    request: request as Request,
    path: route.values,
    query,
    body: bodies[0],
    bodies,
    req,
    res,
  };
}

interface Answering extends Read {
  readonly route: Route;
  readonly fields: ReadonlySet<string> | undefined;
  readonly answer: Answer;
}

async function send(exchange: Exchange, answering: Answering): Promise<void> {
  const { res } = exchange;
  const { answer: given, fields, route } = answering;
  const { status } = route.operation;
  switch (given.kind) {
    case 'sent':
      return;
    case 'nothing':
      res.writeHead(status, UNCACHED).end();
      return;
    case 'entry': {
      const [relations] = await relatedTo(exchange, { ...answering, entries: [given.entry], ofList: false });
      return sendBody(exchange, status, wrapped(given.entry, { fields, relations }));
    }
    case 'created': {
      const { entries } = given;
      const count = entries.length;
      const [only] = entries;
      if (count === 1 && only) return sendBody(exchange, status, wrapped(only, { fields }));
      const made = { entries, hasMoreItems: false, totalItems: count };
      return sendBody(exchange, status, wrappedList(made, { fields, skipCount: 0, maxItems: count }));
    }
    case 'list':
      return sendBody(exchange, status, await listBody(exchange, { ...answering, list: given.list }));
  }
}

async function listBody(
  exchange: Exchange,
  answering: Omit<Answering, 'answer'> & { readonly list: List },
): Promise<string> {
  const { list, fields, values, route } = answering;
  const { skipCount = 0, maxItems = list.entries.length }: { readonly skipCount?: number; readonly maxItems?: number } =
    list.page ?? readParameters(values, route.operation.parameters);
  const wantsSource = values.get('includeSource')?.toLowerCase() === 'true';
  return wrappedList(list, {
    fields,
    skipCount,
    maxItems,
    source: wantsSource ? await sourceOf(exchange, answering) : undefined,
    relations:
      relationsOf(values).size === 0
        ? undefined
        : await relatedTo(exchange, { ...answering, entries: list.entries, ofList: true }),
  });
}

const UNCACHED = {
  'Cache-Control': 'no-cache',
  Pragma: 'no-cache',
  Expires: 'Thu, 01 Jan 1970 00:00:00 GMT',
} as const;

async function sendBody({ req, res, callback }: Exchange, status: number, text: string): Promise<void> {
  const headers: OutgoingHttpHeaders = { ...UNCACHED, ...callback?.headers };
  await sendJson(req, res, { status, body: callback ? callback.script(text) : text, headers });
}

async function fail(exchange: Exchange, error: unknown): Promise<void> {
  const { parts, req, res } = exchange;
  const failure = failureOf(error);
  if (failure.unexpected) parts.report(error, req);
  if (res.headersSent) {
    // The client must not take what it got for the whole.
    res.destroy();
    return;
  }
  const headers = { ...UNCACHED, ...challengeOf(parts, failure.status), ...allowOf(error) };
  await sendJson(req, res, { status: failure.status, body: failure.body, headers });
}

const allowOf = (error: unknown): OutgoingHttpHeaders =>
  error instanceof MethodNotAllowed ? { Allow: error.allowed.join(', ') } : {};
