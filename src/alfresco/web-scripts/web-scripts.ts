/** The addresses that Alfresco has from before its v1 API, of which clients and scripts still use `api/classes/{name}` and `api/login`. */
import { STATUS_CODES, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import { sendJson } from '../../http/json';
import { dismissBody } from '../../http/request-body';
import type { Caller } from '../../model/principal';
import type { Repository } from '../../repository/repository';
import { ApiError, challengeOf, entityNotFound, failureOf, notFound, unsupported } from '../framework/api-error';
import { classAnswer, classByName } from './class-answer';
import { followedAspect } from './followed-aspects';
import { logIn, type LoginParts } from './login';
import { answerTicket } from './login-ticket';

/** All spellings of the same. */
export const WEB_SCRIPTS: readonly string[] = ['/alfresco/s', '/alfresco/service'];

export interface WebScriptParts extends LoginParts {
  readonly repository: Repository;
  /** @throws CmisError `unauthorized`. */
  readonly authenticate: (req: IncomingMessage) => Caller | Promise<Caller>;
  readonly report: (error: unknown, req: IncomingMessage) => void;
  readonly basicChallenge: boolean;
}

export type WebScripts = (req: IncomingMessage, res: ServerResponse, mount: string) => Promise<void>;

/** Answers every request below the addresses of web scripts that no other door answers, its errors included. */
export function createWebScripts(parts: WebScriptParts): WebScripts {
  return async (req, res, mount) => {
    const path = (req.url ?? '').replace(/\?.*$/s, '').slice(mount.length);
    const isLogin = LOGIN.test(path);
    const [, ticket] = TICKET.exec(path) ?? [];
    try {
      if (isLogin) return await logIn(parts, req, res);
      if (ticket !== undefined) return await answerTicket(parts, { req, res, ticket });
      const name = classIn(req, path);
      const caller = await parts.authenticate(req);
      const types = await parts.repository.types({ caller, dialect: 'alfresco' });
      const type = classByName(types, name);
      const shown = type ? classAnswer(types, type) : followedAspect(name);
      if (!shown) throw entityNotFound(name.slice(0, 200));
      await sendJson(req, res, { status: 200, body: shown, headers: UNCACHED });
    } catch (error) {
      await dismissBody(req);
      const allow = isLogin ? 'GET, POST' : ticket === undefined ? 'GET, HEAD' : 'GET, HEAD, DELETE';
      await fail(parts, { req, res, error, allow });
    }
  };
}

const LOGIN = /^\/api\/login(\.json|\.xml)?\/?$/;
/** Tickets are made of nothing that would be encoded. */
const TICKET = /^\/api\/login\/ticket\/(\w+)\/?$/;
const UNCACHED = { 'Cache-Control': 'no-cache' } as const;

/** The name of the class that is asked for. @throws ApiError 404, 405. */
function classIn(req: IncomingMessage, path: string): string {
  const [, part] = /^\/api\/classes\/([^/]+)\/?$/.exec(path) ?? [];
  if (part === undefined) throw notFound(path.slice(0, 200));
  if (req.method !== 'GET' && req.method !== 'HEAD') throw unsupported();
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ApiError(400, `'${part.slice(0, 100)}' is no percent-encoded UTF-8`);
  }
}

/** In the form that web scripts have for errors. */
async function fail(
  parts: WebScriptParts,
  failed: {
    readonly req: IncomingMessage;
    readonly res: ServerResponse;
    readonly error: unknown;
    readonly allow: string;
  },
): Promise<void> {
  const { req, res, error, allow } = failed;
  const { status, message, unexpected } = failureOf(error);
  if (unexpected) parts.report(error, req);
  const headers: OutgoingHttpHeaders = {
    ...UNCACHED,
    ...challengeOf(parts, status),
    ...(status === 405 && { Allow: allow }),
  };
  const name = STATUS_CODES[status] ?? '';
  const body = { status: { code: status, name, description: name }, message, exception: '', callstack: [] };
  await sendJson(req, res, { status, body, headers });
}
