import type { OptionReader } from './config-reader';

/** Which pages of other origins may use the server from a browser. No origin: none may. */
export interface CrossOrigin {
  /** `*` for any. */
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly exposedHeaders: readonly string[];
  readonly credentials: boolean;
  readonly maxAgeSeconds: number;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'];
/** Names that other servers' configurations list, too; nothing here answers them. */
const OTHER_METHODS = ['PATCH', 'TRACE', 'CONNECT'];
const HEADERS = ['Authorization', 'Content-Type', 'Range', 'If-Match', 'If-None-Match', 'X-Requested-With'];
const EXPOSED_HEADERS = ['Content-Disposition', 'Content-Range', 'ETag', 'Location', 'WWW-Authenticate'];

export function readCrossOrigin(read: OptionReader): CrossOrigin {
  const enabled = read.flag({ variable: 'CORS_ENABLED', alfrescoKey: 'cors.enabled' }, true);
  const origins = read.list({ variable: 'CORS_ORIGINS', alfrescoKey: 'cors.allowed.origins' });
  for (const origin of origins) {
    if (origin !== '*' && !/^https?:\/\/[^/\s]+$/.test(origin)) {
      read.complain(`CORS_ORIGINS names '${origin}', which is no origin such as 'https://app.example.org'.`);
    }
  }
  if (origins.length === 0) {
    const others = ['CORS_METHODS', 'CORS_HEADERS', 'CORS_EXPOSED_HEADERS', 'CORS_CREDENTIALS', 'CORS_MAX_AGE'];
    read.warnOfUseless(
      others.map((variable) => ({ variable })),
      'without CORS_ORIGINS: pages of no other origin may use the server',
    );
  }
  const age = { variable: 'CORS_MAX_AGE', alfrescoKey: 'cors.preflight.maxage' };
  return {
    origins: enabled ? origins : [],
    methods: readMethods(read),
    headers: readHeaders(read, { variable: 'CORS_HEADERS', alfrescoKey: 'cors.allowed.headers', fallback: HEADERS }),
    exposedHeaders: readHeaders(read, {
      variable: 'CORS_EXPOSED_HEADERS',
      alfrescoKey: 'cors.exposed.headers',
      fallback: EXPOSED_HEADERS,
    }),
    credentials: read.flag({ variable: 'CORS_CREDENTIALS', alfrescoKey: 'cors.support.credentials' }, true),
    maxAgeSeconds: read.whole(age, { fallback: 600, min: 0, max: 86_400 }),
  };
}

function readMethods(read: OptionReader): readonly string[] {
  const methods = read
    .list({ variable: 'CORS_METHODS', alfrescoKey: 'cors.allowed.methods' })
    .map((method) => method.toUpperCase());
  for (const method of methods) {
    if (!METHODS.includes(method) && !OTHER_METHODS.includes(method))
      read.complain(`CORS_METHODS names '${method}', which is none of ${METHODS.join(', ')}.`);
  }
  return methods.length > 0 ? methods : METHODS;
}

interface HeaderList {
  readonly variable: string;
  readonly alfrescoKey: string;
  readonly fallback: readonly string[];
}

function readHeaders(read: OptionReader, { variable, alfrescoKey, fallback }: HeaderList): readonly string[] {
  const headers = read.list({ variable, alfrescoKey });
  for (const header of headers) {
    if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(header)) read.complain(`${variable} names '${header}', which is no header.`);
  }
  return headers.length > 0 ? headers : fallback;
}
