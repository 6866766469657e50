/** What is wrong with a database that DATABASE_URL names, as an operator needs to hear it. */

type Sentence = (place: Place) => string;

interface Place {
  readonly host: string;
  readonly user: string;
  readonly database: string;
}

const unreachable =
  (why: string): Sentence =>
  ({ host }) =>
    `no PostgreSQL answers at '${host}' (${why})`;
const refusedLogin: Sentence = ({ user }) =>
  `PostgreSQL does not let the user '${user}' in: name and password are wrong`;

const untrusted: Sentence = ({ host }) =>
  `nobody that is trusted here vouches for the certificate of '${host}': name who does with 'sslrootcert=' and the path of that certificate, or take it as it is with 'sslmode=no-verify'`;

/** By codes of Node and SQLSTATEs. */
const SENTENCES: Readonly<Record<string, Sentence>> = {
  ECONNREFUSED: unreachable('ECONNREFUSED'),
  ECONNRESET: unreachable('ECONNRESET'),
  ETIMEDOUT: unreachable('ETIMEDOUT'),
  EHOSTUNREACH: unreachable('EHOSTUNREACH'),
  ENETUNREACH: unreachable('ENETUNREACH'),
  ENOENT: unreachable('ENOENT'),
  ENOTFOUND: ({ host }) => `nobody knows the host '${host}' (ENOTFOUND)`,
  EAI_AGAIN: ({ host }) => `nobody can say where the host '${host}' is (EAI_AGAIN)`,
  '28P01': refusedLogin,
  '28000': refusedLogin,
  '3D000': ({ database }) =>
    `there is no database '${database}'; make one, owned by the user that the server logs in as`,
  '42501': ({ user, database }) =>
    `the user '${user}' may not make tables in the database '${database}': the user must own the database`,
  '53300': () => 'PostgreSQL has no connection left; DATABASE_CONNECTIONS of all servers must be fewer than it allows',
  '57P03': () => 'PostgreSQL is starting or stopping; try again',
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  CERT_HAS_EXPIRED: ({ host }) => `the certificate of '${host}' has expired`,
  ERR_TLS_CERT_ALTNAME_INVALID: ({ host }) => `the certificate of '${host}' is that of another host`,
};

/** Of what the client library says by its text alone. */
const SENTENCES_OF_TEXTS: readonly (readonly [RegExp, Sentence])[] = [
  [/client password must be a/, ({ user }) => `PostgreSQL asks for the password of '${user}' and the address has none`],
  [
    /does not support SSL/,
    ({ host }) => `PostgreSQL at '${host}' does not encrypt connections, which 'sslmode' insists on`,
  ],
  [/^Connection terminated/, unreachable('it hung up')],
];

/** The failure in a sentence that names DATABASE_URL and no password; what it has no sentence for as it is. */
export function databaseFailure(url: string, error: unknown): unknown {
  const sentence = causesOf(error).map(sentenceFor).find(Boolean);
  return sentence ? new Error(`DATABASE_URL: ${sentence(placeOf(url))}.`, { cause: error }) : error;
}

interface Failure {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly syscall?: unknown;
  readonly path?: unknown;
  readonly cause?: unknown;
}

function causesOf(error: unknown): readonly Failure[] {
  if (typeof error !== 'object' || error === null) return [];
  const failure: Failure = error;
  return [failure, ...causesOf(failure.cause)];
}

function sentenceFor({ code, message, syscall, path }: Failure): Sentence | undefined {
  // Certificates and keys that the address names.
  if (syscall === 'open' && typeof path === 'string') return () => `the file '${path}' cannot be read`;
  if (typeof code === 'string' && Object.hasOwn(SENTENCES, code)) return SENTENCES[code];
  return SENTENCES_OF_TEXTS.find(([text]) => text.test(String(message)))?.[1];
}

function placeOf(text: string): Place {
  const withHost = text.replace('@/', '@localhost/');
  if (!URL.canParse(withHost)) return { host: '', user: '', database: '' };
  const url = new URL(withHost);
  return {
    host: `${url.searchParams.get('host') ?? (plain(url.hostname) || 'localhost')}:${url.port || '5432'}`,
    user: plain(url.username),
    database: plain(url.pathname.slice(1)),
  };
}

/** As it was written where a percent sign stands for itself. */
function plain(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
