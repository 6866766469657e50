import type { IncomingMessage } from 'node:http';
import { CmisError } from '../model/errors';

export type Credentials =
  | { readonly scheme: 'basic'; readonly user: string; readonly password: string }
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

function basic(value: string): Credentials {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(value)) throw unauthorized();
  const text = decoded(Buffer.from(value, 'base64'));
  const colon = text.indexOf(':');
  if (colon < 1 || /\p{Cc}/u.test(text)) throw unauthorized();
  return { scheme: 'basic', user: text.slice(0, colon), password: text.slice(colon + 1) };
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
