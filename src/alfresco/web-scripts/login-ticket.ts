/** `api/login/ticket/{ticket}`: whether a ticket of the caller's is still good, and how it ends. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendJson, sendText } from '../../http/json';
import type { Caller } from '../../model/principal';
import { notFound, unsupported } from '../framework/api-error';
import { queryValues } from '../framework/request-query';
import type { LoginParts } from './login';

export interface TicketParts extends Pick<LoginParts, 'tickets' | 'refuseForeignWrite'> {
  /** @throws CmisError `unauthorized`. */
  readonly authenticate: (req: IncomingMessage) => Caller | Promise<Caller>;
}

const UNCACHED = { 'Cache-Control': 'no-cache', 'X-Content-Type-Options': 'nosniff' } as const;
const METHODS: ReadonlySet<string | undefined> = new Set(['GET', 'HEAD', 'DELETE']);

/** Of tickets of others nobody learns whether there are any. @throws ApiError 404, 405. */
export async function answerTicket(
  parts: TicketParts,
  { req, res, ticket }: { readonly req: IncomingMessage; readonly res: ServerResponse; readonly ticket: string },
): Promise<void> {
  if (!METHODS.has(req.method)) throw unsupported();
  if (req.method === 'DELETE') parts.refuseForeignWrite(req);
  const caller = await parts.authenticate(req);
  const owner = await parts.tickets.find(ticket);
  if (owner?.name !== caller.name) throw notFound('Ticket');
  if (req.method === 'DELETE') {
    await parts.tickets.revoke(ticket);
    const status = { code: 200, name: 'OK', description: 'OK' };
    await sendJson(req, res, { status: 200, body: { status, message: `Deleted Ticket ${ticket}` }, headers: UNCACHED });
    return;
  }
  const [, query = ''] = (req.url ?? '').split(/\?(.*)/s);
  if (queryValues(query).get('format') === 'json') {
    await sendJson(req, res, { status: 200, body: { data: { ticket } }, headers: UNCACHED, compress: false });
    return;
  }
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n<ticket>${ticket}</ticket>\n`;
  const headers = { ...UNCACHED, 'Content-Type': 'text/xml;charset=UTF-8' };
  await sendText(req, res, { status: 200, text, headers, compress: false });
}
