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
};

/** The failure in a sentence that names DATABASE_URL and no password; what it has no sentence for as it is. */
export function databaseFailure(url: string, error: unknown): unknown {
  const code = codesOf(error).find((each) => Object.hasOwn(SENTENCES, each));
  const sentence = code === undefined ? undefined : SENTENCES[code];
  return sentence ? new Error(`DATABASE_URL: ${sentence(placeOf(url))}.`, { cause: error }) : error;
}

function codesOf(error: unknown): readonly string[] {
  if (typeof error !== 'object' || error === null) return [];
  const { code, cause } = error as { readonly code?: unknown; readonly cause?: unknown };
  return [...(typeof code === 'string' ? [code] : []), ...codesOf(cause)];
}

function placeOf(text: string): Place {
  if (!URL.canParse(text)) return { host: '', user: '', database: '' };
  const url = new URL(text);
  return {
    host: `${decodeURIComponent(url.hostname) || (url.searchParams.get('host') ?? 'localhost')}:${url.port || '5432'}`,
    user: decodeURIComponent(url.username),
    database: decodeURIComponent(url.pathname.slice(1)),
  };
}
