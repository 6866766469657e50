/** `api/login`: how scripts from before the v1 API get a ticket. It is one like those of `/tickets`. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendJson, sendText } from '../../http/json';
import { readBody } from '../../http/request-body';
import { CmisError } from '../../model/errors';
import { badRequest, forbidden, tooLarge, unsupported } from '../framework/api-error';
import type { ApiParts } from '../framework/operation';
import { queryValues } from '../framework/request-query';
import { object, text, unreadable } from '../framework/shapes';

export type LoginParts = Pick<ApiParts, 'basic' | 'tickets' | 'clientAddressOf' | 'refuseForeignWrite'>;

interface Login {
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly asJson: boolean;
}

const UNCACHED = { 'Cache-Control': 'no-cache', 'X-Content-Type-Options': 'nosniff' } as const;

/** A GET is answered with XML unless it asks for JSON, a POST with JSON. @throws ApiError 400, 403, 405, 413. */
export async function logIn(parts: LoginParts, req: IncomingMessage, res: ServerResponse): Promise<void> {
  parts.refuseForeignWrite(req);
  const { user, password, asJson } = req.method === 'POST' ? await loginOfBody(req) : loginOfAddress(req);
  if (user === undefined || user === '') throw badRequest('Username not specified');
  if (password === undefined) throw badRequest('Password not specified');
  const ticket = await ticketFor(parts, { user, password, address: parts.clientAddressOf(req) });
  if (asJson) {
    await sendJson(req, res, { status: 200, body: { data: { ticket } }, headers: UNCACHED, compress: false });
    return;
  }
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<ticket>${ticket}</ticket>\n`;
  const headers = { ...UNCACHED, 'Content-Type': 'text/xml;charset=UTF-8' };
  await sendText(req, res, { status: 200, text: xml, headers, compress: false });
}

async function ticketFor(parts: LoginParts, login: Parameters<LoginParts['basic']['verify']>[0]): Promise<string> {
  try {
    return await parts.tickets.create(await parts.basic.verify(login));
  } catch (error) {
    // Not as a challenge to log in, and in the same words whatever is wrong.
    if (error instanceof CmisError && error.code === 'unauthorized') throw forbidden('Login failed');
    throw error;
  }
}

function loginOfAddress(req: IncomingMessage): Login {
  if (req.method !== 'GET') throw unsupported();
  const [path = '', query = ''] = (req.url ?? '').split(/\?(.*)/s);
  const values = queryValues(query);
  return {
    user: values.get('u'),
    password: values.get('pw'),
    asJson: path.endsWith('.json') || values.get('format') === 'json',
  };
}

const MAX_LOGIN_BYTES = 16_384;
const LOGIN = object({ username: text(), password: text() });

async function loginOfBody(req: IncomingMessage): Promise<Login> {
  const tooLong = (): Error => tooLarge(`A login is longer than ${MAX_LOGIN_BYTES} bytes`);
  const bytes = await readBody(req, { maxBytes: MAX_LOGIN_BYTES, tooLong });
  const login = LOGIN.read(parsed(bytes.toString('utf8')), 'body');
  return { user: login?.username, password: login?.password, asJson: true };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    throw unreadable('it is no JSON');
  }
}
