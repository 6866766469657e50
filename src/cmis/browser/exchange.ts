/** Answers of the browser binding as HTTP. */
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { sendText } from '../../http/json';
import { script } from './callback';

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
  answer: { readonly status: number; readonly json: string; readonly headers?: OutgoingHttpHeaders },
): Promise<void> {
  const { callback } = exchange;
  const status = statusOf(exchange, answer.status);
  if (callback === undefined) {
    return send(exchange, { status, text: answer.json, headers: { ...JSON_HEADERS, ...answer.headers } });
  }
  const text = script(callback, answer.json);
  return send(exchange, { status, text, headers: { ...SCRIPT_HEADERS, ...answer.headers } });
}

/** The page that a form with a token gets into its hidden frame, and nobody sees. */
export function sendPage(exchange: Exchange): Promise<void> {
  return send(exchange, { status: 200, text: '<!DOCTYPE html><title>CMIS</title>', headers: PAGE_HEADERS });
}

export function sendNothing(exchange: Exchange): Promise<void> {
  return send(exchange, { status: 200, text: '', headers: COMMON });
}

const statusOf = (exchange: Exchange, status: number): number => (exchange.suppressResponseCodes ? 200 : status);

const send = (
  { req, res }: Exchange,
  answer: { readonly status: number; readonly text: string; readonly headers: OutgoingHttpHeaders },
): Promise<void> => sendText(req, res, answer);
