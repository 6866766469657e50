import type { OptionReader } from './config-reader';

/** An identity service whose JSON Web Tokens let people in. */
export interface TokenIssuer {
  /** Where its public keys are: a published set, or a file in PEM. */
  readonly key: { readonly kind: 'url'; readonly url: string } | { readonly kind: 'file'; readonly file: string };
  readonly issuer: string;
  readonly audience: string;
  readonly userClaim: string;
}

const ISSUER = { variable: 'JWT_ISSUER', alfrescoKey: 'identity-service.issuer-url' };
const AUDIENCE = { variable: 'JWT_AUDIENCE', alfrescoKey: 'identity-service.audience' };
const USER_CLAIM = { variable: 'JWT_USER_CLAIM', alfrescoKey: 'identity-service.principal-attribute' };

/** Undefined: no tokens are taken. */
export function readTokenIssuer(read: OptionReader): TokenIssuer | undefined {
  const url = read.text({ variable: 'JWT_JWKS_URL' });
  const file = read.text({ variable: 'JWT_KEY' });
  const issuer = read.text(ISSUER);
  const audience = read.text(AUDIENCE);
  const userClaim = read.text(USER_CLAIM) ?? 'preferred_username';
  if (url === undefined && file === undefined) {
    read.warnOfUseless([ISSUER, AUDIENCE, USER_CLAIM], 'without JWT_JWKS_URL or JWT_KEY: no tokens are taken');
    return undefined;
  }
  if (url !== undefined && file !== undefined) read.complain('JWT_JWKS_URL and JWT_KEY exclude each other.');
  if (url !== undefined && !/^https?:\/\/\S+$/.test(url))
    read.complain(`JWT_JWKS_URL is '${url}', which is no address.`);
  if (issuer === undefined || audience === undefined) {
    // A token that was made for somebody else must not open this door.
    read.complain(
      `Tokens need JWT_ISSUER and JWT_AUDIENCE, ${issuer === undefined ? 'JWT_ISSUER' : 'JWT_AUDIENCE'} is missing.`,
    );
    return undefined;
  }
  const key = url !== undefined ? ({ kind: 'url', url } as const) : ({ kind: 'file', file: file ?? '' } as const);
  return { key, issuer, audience, userClaim };
}
