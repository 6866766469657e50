/** Answers of the browser binding as HTTP. */
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { sendText } from '../../http/json';
import { sendPieces } from '../../http/pieces';
import { script } from './callback';
import type { JsonText } from './json-text';

/** One request on its way; what shapes its answer becomes known step by step. */
export interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  /** Every answer has status 200: clients that see nothing but the body ask for it. */
  suppressResponseCodes: boolean;
  /** Function that the answer calls; undefined: the answer is plain JSON. */
  callback: string | undefined;
}

const COMMON = { 'Cache-Control': 'private, max-age=0', 'X-Content-Type-Options': 'nosniff' } as const;
const JSON_HEADERS = { ...COMMON, 'Content-Type': 'application/json;charset=UTF-8' } as const;
const SCRIPT_HEADERS = { ...COMMON, 'Content-Type': 'application/javascript;charset=UTF-8' } as const;
const PAGE_HEADERS = { ...COMMON, 'Content-Type': 'text/html;charset=UTF-8' } as const;

/** An answer of a selector or an action, or an error. */
export function sendJson(
  exchange: Exchange,
  answer: { readonly status: number; readonly json: JsonText; readonly headers?: OutgoingHttpHeaders },
): Promise<void> {
  const { req, res, callback, suppressResponseCodes } = exchange;
  const status = suppressResponseCodes ? 200 : answer.status;
  const text = callback === undefined ? answer.json : script(callback, answer.json);
  const headers = { ...(callback === undefined ? JSON_HEADERS : SCRIPT_HEADERS), ...answer.headers };
  return typeof text === 'string'
    ? sendText(req, res, { status, text, headers })
    : sendPieces(req, res, { status, pieces: text, headers });
}

/** The page that a form with a token gets into its hidden frame, and nobody sees. */
export function sendPage({ req, res }: Exchange): Promise<void> {
  return sendText(req, res, { status: 200, text: '<!DOCTYPE html><title>CMIS</title>', headers: PAGE_HEADERS });
}

/** No body, and a type all the same: clients look at it before they look for a body. */
export function sendNothing({ req, res }: Exchange): Promise<void> {
  return sendText(req, res, { status: 200, text: '', headers: PAGE_HEADERS });
}
