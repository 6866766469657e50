/** The door of the AtomPub binding, CMIS 1.1 §3: from Node's request to its answer. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { BASIC_CHALLENGE } from '../../http/credentials';
import { sendText } from '../../http/json';
import { dismissBody } from '../../http/request-body';
import { parseQuery } from '../parameters';
import type { AtomPubParts } from './call';
import { errorAnswer } from './error-response';
import type { AtomPubMount } from './mounts';
import { allowed, answerOf, resourceOf } from './router';
import { isUnfilled } from './uri-templates';

export type AtomPubBinding = (req: IncomingMessage, res: ServerResponse, mount: AtomPubMount) => Promise<void>;

/** Answers every request below a mount, its errors included. */
export function createAtomPubBinding(parts: AtomPubParts): AtomPubBinding {
  return async (req, res, mount) => {
    try {
      await answer(parts, { req, res, mount });
    } catch (error) {
      await dismissBody(req);
      await fail(parts, error, { req, res, mount });
    }
  };
}

interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly mount: AtomPubMount;
}

function resourceAt(parts: AtomPubParts, { req, mount }: Exchange): string {
  const [path = ''] = (req.url ?? '').split('?', 1);
  return resourceOf(path.slice(mount.path.length), parts.repositoryId);
}

async function answer(parts: AtomPubParts, exchange: Exchange): Promise<void> {
  const { req, res, mount } = exchange;
  const url = req.url ?? '';
  const mark = url.indexOf('?');
  const resource = resourceAt(parts, exchange);
  const method = req.method ?? '';
  if (method === 'OPTIONS') {
    res.writeHead(204, { Allow: allowed(resource) }).end();
    return;
  }
  const respond = answerOf(resource, method);
  const caller = await parts.authenticate(req);
  const origin = parts.baseUrlOf(req);
  await respond({
    parts,
    repository: parts.repository,
    req,
    res,
    request: { caller, dialect: mount.dialect },
    version: mount.version,
    base: origin + mount.path,
    home: `${origin}/`,
    resource,
    query: parseQuery(mark < 0 ? '' : url.slice(mark + 1), isUnfilled),
  });
}

async function fail(parts: AtomPubParts, error: unknown, exchange: Exchange): Promise<void> {
  const { req, res } = exchange;
  const failure = errorAnswer(error);
  if (failure.unexpected) parts.report(error, req);
  if (res.headersSent) {
    // The client must not take what it got for the whole.
    res.destroy();
    return;
  }
  const headers = {
    'Content-Type': 'text/html;charset=UTF-8',
    'Cache-Control': 'private, max-age=0',
    'X-Content-Type-Options': 'nosniff',
    ...(failure.exception === 'unauthorized' && { 'WWW-Authenticate': BASIC_CHALLENGE }),
    // HTTP wants it with the status that CMIS has for this.
    ...(failure.exception === 'notSupported' && { Allow: allowed(resourceAt(parts, exchange)) }),
    ...failure.headers,
  };
  await sendText(req, res, { status: failure.status, headers, text: failure.html });
}
