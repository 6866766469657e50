/** The door of the CMIS browser binding, CMIS 1.1 §5: from Node's request to its answer. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { BASIC_CHALLENGE } from '../../http/credentials';
import { dismissBody } from '../../http/request-body';
import { CmisError } from '../../model/errors';
import { parseQuery } from '../parameters';
import { browserAddresses, target, type BrowserMount, type Target } from './addresses';
import { answerGet } from './answer-get';
import { answerPost } from './answer-post';
import type { BrowserParts, Call } from './call';
import { errorAnswer, errorJson, type ErrorAnswer } from './error-response';
import { sendJson, type Exchange } from './exchange';
import { objectFinder } from './object-address';

export type BrowserBinding = (req: IncomingMessage, res: ServerResponse, mount: BrowserMount) => Promise<void>;

const SUPPRESS = /(?:^|&)suppressresponsecodes=true(?:&|$)/i;

/** Answers every request below a mount, its errors included. */
export function createBrowserBinding(parts: BrowserParts): BrowserBinding {
  const findObjectId = objectFinder(parts.repository);
  return async (req, res, mount) => {
    const url = req.url ?? '';
    const mark = url.indexOf('?');
    const query = mark < 0 ? '' : url.slice(mark + 1);
    const exchange: Exchange = { req, res, suppressResponseCodes: SUPPRESS.test(query), callback: undefined };
    try {
      const caller = await parts.authenticate(req);
      await answer({
        parts,
        findObjectId,
        exchange,
        request: { caller, dialect: mount.dialect },
        target: knownTarget(url.slice(mount.path.length, mark < 0 ? url.length : mark), parts.repositoryId),
        addresses: () => browserAddresses(parts.baseUrlOf(req), mount, parts.repositoryId),
        query: parseQuery(query),
      });
    } catch (error) {
      await dismissBody(req);
      await fail(parts, exchange, error);
    }
  };
}

function answer(call: Call): Promise<void> {
  const { method } = call.exchange.req;
  if (method === 'GET' || method === 'HEAD') return answerGet(call);
  if (method === 'POST') return answerPost(call);
  throw new CmisError('notSupported', `The method ${method} is not supported here, only GET, HEAD and POST are.`);
}

function knownTarget(rest: string, repositoryId: string): Target {
  const found = target(rest);
  if (found.kind !== 'service' && found.repositoryId !== undefined && found.repositoryId !== repositoryId) {
    throw new CmisError('objectNotFound', `There is no repository '${found.repositoryId}'.`);
  }
  return found;
}

async function fail(parts: BrowserParts, exchange: Exchange, error: unknown): Promise<void> {
  const { req, res } = exchange;
  const failure = errorAnswer(error);
  if (failure.unexpected) parts.report(error, req);
  if (res.headersSent) {
    // The client must not take what it got for the whole.
    res.destroy();
    return;
  }
  await sendJson(exchange, { status: failure.status, json: errorJson(failure), headers: headersOf(failure) });
}

function headersOf(failure: ErrorAnswer): Record<string, string> {
  if (failure.exception === 'unauthorized') return { 'WWW-Authenticate': BASIC_CHALLENGE };
  // HTTP wants it with the status that CMIS has for this.
  return failure.exception === 'notSupported' ? { Allow: 'GET, HEAD, POST' } : {};
}
