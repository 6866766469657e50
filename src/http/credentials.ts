import type { IncomingMessage } from 'node:http';
import { CmisError } from '../model/errors';

export type Credentials =
  | { readonly scheme: 'basic'; readonly user: string; readonly password: string }
  | { readonly scheme: 'ticket'; readonly ticket: string }
  | { readonly scheme: 'bearer'; readonly token: string };

/** Says to clients how to log in; `charset` makes browsers send names and passwords in UTF-8. */
export const BASIC_CHALLENGE = 'Basic realm="Triptych", charset="UTF-8"';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * What the `Authorization` header says; undefined when there is none.
 * @throws CmisError `unauthorized` for what is malformed or of another scheme.
 */
export function credentialsOf(req: IncomingMessage): Credentials | undefined {
  const header = req.headers.authorization;
  if (header === undefined) return undefined;
  const [, scheme = '', value = ''] = /^([^ ]+) +([^ ]+) *$/.exec(header) ?? [];
  switch (scheme.toLowerCase()) {
    case 'basic':
      return basic(value);
    case 'bearer':
      return { scheme: 'bearer', token: value };
    default:
      throw unauthorized();
  }
}

/** As this name, or without any, the password is a ticket. */
const TICKET_NAME = /^ROLE_TICKET$/i;

function basic(value: string): Credentials {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(value)) throw unauthorized();
  const text = decoded(Buffer.from(value, 'base64'));
  if (/\p{Cc}/u.test(text)) throw unauthorized();
  const colon = text.indexOf(':');
  if (colon < 1 || TICKET_NAME.test(text.slice(0, colon))) return { scheme: 'ticket', ticket: text.slice(colon + 1) };
  return { scheme: 'basic', user: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** The ticket in an address, `alf_ticket=…`. */
export function addressTicket(url = ''): string | undefined {
  const value = /[?&]alf_ticket=([^&#]*)/.exec(url)?.[1];
  if (value === undefined || value === '') return undefined;
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

/** Every ticket that a request came with, good or not: in its address, in its header. */
export function ticketsOf(req: IncomingMessage): readonly string[] {
  const inAddress = addressTicket(req.url);
  const credentials = credentialsOf(req);
  return [
    ...(inAddress === undefined ? [] : [inAddress]),
    ...(credentials?.scheme === 'ticket' ? [credentials.ticket] : []),
  ];
}

function decoded(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw unauthorized();
  }
}

const unauthorized = (): CmisError =>
  new CmisError(
    'unauthorized',
    'The Authorization header cannot be read; Basic with a name and a password is expected.',
  );
