import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { LANGUAGES } from './model/languages';
import { readCrossOrigin, type CrossOrigin } from './config-cross-origin';
import { readMail, type MailConfig } from './config-mail';
import { optionReader } from './config-reader';
import type { OptionReader } from './config-reader';
import { readTokenIssuer, type TokenIssuer } from './config-tokens';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
export const ROOT_ROLES = ['Consumer', 'Contributor', 'Editor', 'Collaborator', 'Coordinator'] as const;
export type RootRole = (typeof ROOT_ROLES)[number];

/** What one request may ask of the server; sizes in bytes. */
export interface Limits {
  /** Content of one document; undefined: what the disk holds. */
  readonly maxContentBytes?: number;
  /** A request without its content: form fields, JSON, XML. */
  readonly maxBodyBytes: number;
  readonly maxFormFields: number;
  /** Nesting of JSON, XML and query expressions. */
  readonly maxDepth: number;
  /** Request line and headers. */
  readonly maxHeaderBytes: number;
}

/** What CMIS answers hold where a client says nothing. Depths: -1 is all levels. */
export interface AnswerDefaults {
  readonly objectsDefaultMaxItems: number;
  readonly objectsDefaultDepth: number;
  readonly typesDefaultMaxItems: number;
  readonly typesDefaultDepth: number;
  readonly contentChangesDefaultMaxItems: number;
}

export interface Config {
  readonly host: string;
  readonly port: number;
  /** Files in PEM; undefined: plain HTTP. */
  readonly tls?: { readonly certFile: string; readonly keyFile: string };
  /** Undefined: the built-in PostgreSQL below `dataDir`. */
  readonly databaseUrl?: string;
  readonly databaseConnections: number;
  /** Processes that answer requests. */
  readonly workers: number;
  /** How long a client's query may run, and wait for its turn to. */
  readonly queryTimeoutMs: number;
  /** Absolute. */
  readonly dataDir: string;
  /** Of the first administrator, used when the repository is made. */
  readonly adminPassword: string;
  /** What everyone may do on the root folder, used when the repository is made. */
  readonly rootRole: RootRole;
  readonly logLevel: LogLevel;
  readonly limits: Limits;
  readonly answerDefaults: AnswerDefaults;
  /** Up to where CMIS counts exactly; above, the count is left out. */
  readonly countLimit: number;
  /** Of texts that name none: ISO 639-1, or `none` for no word forms. */
  readonly language: string;
  /** How long an upload waits for the words of its content; a job finds them afterwards. */
  readonly textWaitMs: number;
  /** Addresses or networks (`10.0.0.0/8`) whose `X-Forwarded-*` headers are believed. */
  readonly trustedProxies: readonly string[];
  readonly crossOrigin: CrossOrigin;
  /** Whether `callback` wraps answers of the browser binding. */
  readonly jsonp: boolean;
  /** Undefined: no tokens are taken. */
  readonly tokens?: TokenIssuer;
  /** Undefined: no mails are sent. */
  readonly mail?: MailConfig;
  /** How long a login of the v1 API lives unused. */
  readonly ticketLifeMs: number;
  /** Whether the v1 API asks strangers for `Basic` credentials, for which browsers open a dialog of their own. */
  readonly basicChallenge: boolean;
  /** How long what was deleted can come back. */
  readonly trashLifeMs: number;
  /** How long people are told what happened in their sites, and how much of each. */
  readonly activities: { readonly ageMs: number; readonly perSite: number };
  /** How long content may belong to no object before its bytes go. */
  readonly unclaimedAgeMs: number;
  readonly reapIntervalMs: number;
  /** How long a stop waits for requests in flight. */
  readonly drainMs: number;
  /** Keys of `alfresco-global.properties` that mean nothing here. */
  readonly unknownKeys: readonly string[];
  /** Sentences on what was said and has no effect. */
  readonly warnings: readonly string[];
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Timers of Node that are to wait longer do not wait at all. */
const LONGEST_TIMER_MS = 24 * DAY_MS;
const LONGEST_MS = 36_500 * DAY_MS;
const KB = 1024;
const MB = 1024 * KB;
const GB = 1024 * MB;
const TB = 1024 * GB;

/**
 * The configuration that environment variables and Alfresco's properties describe; variables win.
 * @throws Error that names everything that is wrong, one sentence a line.
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  properties: Readonly<Record<string, string>> = {},
): Config {
  const read = optionReader(env, properties);
  const tls = readTls(read);
  const databaseUrl = readDatabaseUrl(read);
  const tokens = readTokenIssuer(read);
  const mail = readMail(read);
  const config: Config = {
    host: readHost(read),
    port: read.whole({ variable: 'PORT' }, { fallback: 8080, min: 0, max: 65_535 }),
    ...(tls && { tls }),
    ...(databaseUrl !== undefined && { databaseUrl }),
    workers: read.whole({ variable: 'WORKERS' }, { fallback: 1, min: 1, max: 64 }),
    databaseConnections: read.whole({ variable: 'DATABASE_CONNECTIONS' }, { fallback: 16, min: 2, max: 500 }),
    queryTimeoutMs: read.duration({ variable: 'QUERY_TIMEOUT' }, { fallback: 20_000, min: 100, max: HOUR_MS }),
    dataDir: resolve(read.text({ variable: 'DATA_DIR' }) ?? 'data'),
    // As it is: white space may be part of a password.
    adminPassword: env['ADMIN_PASSWORD'] || 'admin',
    rootRole: read.choice({ variable: 'ROOT_ROLE' }, ROOT_ROLES, 'Consumer'),
    logLevel: read.choice({ variable: 'LOG_LEVEL' }, LOG_LEVELS, 'info'),
    limits: readLimits(read),
    answerDefaults: readAnswerDefaults(read),
    countLimit: read.whole({ variable: 'COUNT_LIMIT' }, { fallback: 10_000, min: 0, max: Number.MAX_SAFE_INTEGER }),
    language: read.choice({ variable: 'TEXT_LANGUAGE' }, Object.keys(LANGUAGES), 'en'),
    textWaitMs: read.duration({ variable: 'TEXT_WAIT' }, { fallback: 5_000, min: 0, max: HOUR_MS }),
    trustedProxies: readProxies(read),
    crossOrigin: readCrossOrigin(read),
    jsonp: read.flag({ variable: 'ALLOW_JSONP', alfrescoKey: 'allow.unsecure.callback.jsonp' }, false),
    ...(tokens && { tokens }),
    ...(mail && { mail }),
    ticketLifeMs: read.duration(
      { variable: 'TICKET_LIFE', alfrescoKey: 'authentication.ticket.validDuration' },
      { fallback: HOUR_MS, min: MINUTE_MS, max: LONGEST_MS },
    ),
    basicChallenge: read.flag(
      { variable: 'API_BASIC_CHALLENGE', alfrescoKey: 'alfresco.restApi.basicAuthScheme' },
      false,
    ),
    trashLifeMs: read.whole({ variable: 'TRASH_DAYS' }, { fallback: 30, min: 1, max: 36_500 }) * DAY_MS,
    activities: readActivities(read),
    unclaimedAgeMs: read.duration(
      { variable: 'UNCLAIMED_CONTENT_AGE' },
      { fallback: 24 * HOUR_MS, min: MINUTE_MS, max: LONGEST_MS },
    ),
    reapIntervalMs: read.duration(
      { variable: 'REAP_INTERVAL' },
      { fallback: HOUR_MS, min: 100, max: LONGEST_TIMER_MS },
    ),
    drainMs: read.duration({ variable: 'DRAIN_TIMEOUT' }, { fallback: 10 * MINUTE_MS, min: 0, max: LONGEST_TIMER_MS }),
    unknownKeys: read.unknownKeys(),
    warnings: [...read.warnings, ...misspelt(read)],
  };
  if (read.complaints.length > 0) throw new Error(read.complaints.join('\n'));
  return deepFreeze(config);
}

const misspelt = (read: OptionReader): readonly string[] =>
  read
    .misspeltVariables(['ADMIN_PASSWORD', 'ALFRESCO_GLOBAL_PROPERTIES'])
    .map(({ name, meant }) => `The variable ${name} means nothing here; is it meant to be ${meant}?`);

function readHost(read: OptionReader): string {
  const host = read.text({ variable: 'HOST' }) ?? '127.0.0.1';
  const isName = /^[\w-]+(?:\.[\w-]+)*\.?$/.test(host) && !/^[\d.]+$/.test(host);
  if (isIP(host) === 0 && !isName) read.complain(`HOST is '${host}', which is no address of a machine.`);
  return host;
}

function readTls(read: OptionReader): Config['tls'] {
  const certFile = read.text({ variable: 'TLS_CERT' });
  const keyFile = read.text({ variable: 'TLS_KEY' });
  if (certFile === undefined && keyFile === undefined) return undefined;
  if (certFile !== undefined && keyFile !== undefined) return { certFile, keyFile };
  read.complain(`TLS_CERT and TLS_KEY belong together, ${certFile === undefined ? 'TLS_CERT' : 'TLS_KEY'} is missing.`);
  return undefined;
}

function readDatabaseUrl(read: OptionReader): string | undefined {
  const url = read.text({ variable: 'DATABASE_URL' });
  if (url === undefined) return undefined;
  // The host is left out where a socket is named; to the client library this is no fault.
  const isAddress = /^postgres(ql)?:\/\/./.test(url) && URL.canParse(url.replace('@/', '@localhost/'));
  // The client library takes these for the strict one already, and says so at length.
  if (isAddress) return url.replace(/(?<=[?&]sslmode=)(?:prefer|require|verify-ca)(?=&|$)/, strictUnlessAsked(url));
  // The value may hold a password: it is not repeated.
  read.complain(
    `DATABASE_URL must look like 'postgres://user:password@host:5432/database'; in user and password '/', '#', '?', '@' and ':' are written as '%2F', '%23', '%3F', '%40' and '%3A'.`,
  );
  return undefined;
}

const strictUnlessAsked = (url: string): string => (/[?&]uselibpqcompat=true(?:&|$)/.test(url) ? '$&' : 'verify-full');

function readLimits(read: OptionReader): Limits {
  // -1: no limit.
  const megabytes = { variable: 'MAX_CONTENT_MB', alfrescoKey: 'opencmis.maxContentSizeMB' };
  const alfrescoLimit = read.whole(megabytes, { fallback: -1, min: -1, max: 2 ** 32 }) * MB;
  const maxContentBytes = read.size(
    { variable: 'MAX_CONTENT_SIZE' },
    { fallback: alfrescoLimit < 0 ? undefined : alfrescoLimit, min: 1, max: 1024 * TB },
  );
  return {
    ...(maxContentBytes !== undefined && { maxContentBytes }),
    maxBodyBytes: read.size({ variable: 'MAX_BODY_SIZE' }, { fallback: 10 * MB, min: 64 * KB, max: 256 * MB }),
    maxFormFields: read.whole({ variable: 'MAX_FORM_FIELDS' }, { fallback: 20_000, min: 1, max: 1_000_000 }),
    maxDepth: read.whole({ variable: 'MAX_DEPTH' }, { fallback: 100, min: 10, max: 1_000 }),
    maxHeaderBytes: read.size({ variable: 'MAX_HEADER_SIZE' }, { fallback: 64 * KB, min: 4 * KB, max: MB }),
  };
}

function readAnswerDefaults(read: OptionReader): AnswerDefaults {
  const items = (variable: string, alfrescoKey: string, fallback: number): number =>
    read.whole({ variable, alfrescoKey }, { fallback, min: 1, max: 10_000 });
  const depth = (variable: string, alfrescoKey: string, fallback: number): number =>
    read.whole({ variable, alfrescoKey }, { fallback, min: -1, max: 10_000 });
  return {
    objectsDefaultMaxItems: items(
      'OBJECTS_DEFAULT_MAX_ITEMS',
      'opencmis.connector.default.objectsDefaultMaxItems',
      10_000,
    ),
    objectsDefaultDepth: depth('OBJECTS_DEFAULT_DEPTH', 'opencmis.connector.default.objectsDefaultDepth', 100),
    typesDefaultMaxItems: items('TYPES_DEFAULT_MAX_ITEMS', 'opencmis.connector.default.typesDefaultMaxItems', 500),
    typesDefaultDepth: depth('TYPES_DEFAULT_DEPTH', 'opencmis.connector.default.typesDefaultDepth', -1),
    contentChangesDefaultMaxItems: items(
      'CHANGES_DEFAULT_MAX_ITEMS',
      'opencmis.connector.default.contentChangesDefaultMaxItems',
      10_000,
    ),
  };
}

function readActivities(read: OptionReader): Config['activities'] {
  const minutes = { variable: 'ACTIVITY_MINUTES', alfrescoKey: 'activities.feed.max.ageMins' };
  const fallback = 31 * 24 * 60;
  const ageMs = read.whole(minutes, { fallback, min: 1, max: LONGEST_MS / MINUTE_MS }) * MINUTE_MS;
  return {
    ageMs: read.duration({ variable: 'ACTIVITY_AGE' }, { fallback: ageMs, min: MINUTE_MS, max: LONGEST_MS }),
    perSite: read.whole({ variable: 'ACTIVITIES_PER_SITE' }, { fallback: 500, min: 1, max: 100_000 }),
  };
}

function readProxies(read: OptionReader): readonly string[] {
  const proxies = read.list({ variable: 'TRUSTED_PROXIES' });
  for (const proxy of proxies) {
    const [address = '', bits] = proxy.split('/');
    const version = isIP(address);
    const sane = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
    if (version === 0 || !sane) read.complain(`TRUSTED_PROXIES names '${proxy}', which is no address or network.`);
  }
  return proxies;
}

function deepFreeze<T extends object>(value: T): T {
  for (const member of Object.values(value) as unknown[]) {
    if (typeof member === 'object' && member !== null) deepFreeze(member);
  }
  return Object.freeze(value);
}
