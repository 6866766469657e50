import { resolve } from 'node:path';
import { readConfig } from '../src/config';
import { parseProperties, readAlfrescoProperties } from '../src/properties-file';

describe('readConfig', () => {
  it('needs nothing', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      dataDir: resolve('data'),
      adminPassword: 'admin',
      countLimit: 10_000,
      jsonp: false,
      trustedProxies: [],
      unknownKeys: [],
    });
    expect(config).not.toHaveProperty('databaseUrl');
    expect(config).not.toHaveProperty('tls');
    expect(config.crossOrigin.origins).toEqual([]);
    expect(config.limits).not.toHaveProperty('maxContentBytes');
  });

  it('cannot be changed afterwards', () => {
    const { limits } = readConfig({});
    expect(Object.isFrozen(limits)).toBe(true);
  });

  it.each([
    ['PORT', '0', { port: 0 }],
    ['HOST', '0.0.0.0', { host: '0.0.0.0' }],
    ['COUNT_LIMIT', '0', { countLimit: 0 }],
    ['DATABASE_URL', 'postgresql://a@b/c', { databaseUrl: 'postgresql://a@b/c' }],
    ['MAX_BODY_SIZE', '300000', { limits: { maxBodyBytes: 300_000 } }],
    ['UNCLAIMED_CONTENT_AGE', '90s', { unclaimedAgeMs: 90_000 }],
    ['UNCLAIMED_CONTENT_AGE', '60000ms', { unclaimedAgeMs: 60_000 }],
    ['TICKET_LIFE', 'PT2H', { ticketLifeMs: 7_200_000 }],
    ['REAP_INTERVAL', '24d', { reapIntervalMs: 24 * 86_400_000 }],
    ['DRAIN_TIMEOUT', '0s', { drainMs: 0 }],
    ['TRUSTED_PROXIES', '10.0.0.0/8, ::1', { trustedProxies: ['10.0.0.0/8', '::1'] }],
    [
      'CORS_ORIGINS',
      'https://a.example,http://localhost:4200',
      { crossOrigin: { origins: ['https://a.example', 'http://localhost:4200'] } },
    ],
    ['ALLOW_JSONP', 'true', { jsonp: true }],
    ['LOG_LEVEL', 'DEBUG', { logLevel: 'debug' }],
    ['ROOT_ROLE', 'Contributor', { rootRole: 'Contributor' }],
    ['ACTIVITY_AGE', '7d', { activities: { ageMs: 604_800_000, perSite: 500 } }],
    ['ACTIVITIES_PER_SITE', '50', { activities: { perSite: 50 } }],
    ['PORT', '  ', { port: 8080 }],
  ])('reads %s=%s', (variable, value, expected) => {
    expect(readConfig({ [variable]: value })).toMatchObject(expected);
  });

  it.each([
    ['10M', 10 * 2 ** 20],
    ['10m', 10 * 2 ** 20],
    ['10MB', 10 * 2 ** 20],
    ['10 MiB', 10 * 2 ** 20],
    ['64k', 65_536],
    ['64K', 65_536],
    ['64kB', 65_536],
    ['64kib', 65_536],
    ['70000 B', 70_000],
    ['2G', 2 ** 31],
    ['2gb', 2 ** 31],
    ['3T', 3 * 2 ** 40],
  ])('reads the size %s', (text, maxContentBytes) => {
    expect(readConfig({ MAX_CONTENT_SIZE: text })).toMatchObject({ limits: { maxContentBytes } });
  });

  it('sends mail with a mail server and somebody to send it from', () => {
    const SMTP_URL = 'smtp://user:secret@mail.example:587';
    expect(readConfig({ MAIL_FROM: 'a@example.com' })).not.toHaveProperty('mail');
    const pages = { SHARED_LINK_URLS: 'workspace=https://a.example/#/preview/s,share=https://b.example/share/s' };
    expect(readConfig({ SMTP_URL, ...pages }, { 'mail.from.default': 'Us <a@example.com>' }).mail).toEqual({
      smtpUrl: SMTP_URL,
      from: 'Us <a@example.com>',
      sharedLinkUrls: { workspace: 'https://a.example/#/preview/s', share: 'https://b.example/share/s' },
      passwordResetUrls: {},
    });
  });

  it.each([
    'smtp://[::1',
    'smtp://u:%zz@mail.example',
    'smtp://%zz@mail.example',
    'smtp://mail%zz.example',
    'smtp://mail.example:99999',
    'smtp://mail.example:0',
    'smtp://u:a b@mail.example',
    'smtp://u@:25',
  ])('refuses %s, of which it repeats nothing', (SMTP_URL) => {
    const sentence = "SMTP_URL must look like 'smtp://user:password@host:587'.";
    expect(() => readConfig({ SMTP_URL, MAIL_FROM: 'a@example.com' })).toThrow(new Error(sentence));
  });

  it.each([
    [{ SMTP_URL: 'mail.example', MAIL_FROM: 'a@example.com' }, 'SMTP_URL'],
    [{ SMTP_URL: 'smtp://mail.example' }, 'MAIL_FROM is missing'],
    [{ SMTP_URL: 'smtp://mail.example', MAIL_FROM: 'us' }, 'MAIL_FROM'],
    [{ SMTP_URL: 'smtp://mail.example', MAIL_FROM: 'Us\nBcc: <a@example.com>' }, 'MAIL_FROM'],
    [{ PASSWORD_RESET_URLS: '__proto__=http://x' }, "PASSWORD_RESET_URLS names '__proto__=http://x'"],
    [{ SHARED_LINK_URLS: 'share=https://a b' }, 'SHARED_LINK_URLS'],
    [{ SHARED_LINK_URLS: 'share=https://[::1' }, 'SHARED_LINK_URLS'],
    [{ PASSWORD_RESET_URLS: 'https://a.example' }, 'PASSWORD_RESET_URLS'],
    [{ SHARED_LINK_URLS: 'share=javascript:x' }, 'SHARED_LINK_URLS'],
  ])('refuses %j', (env, complaint) => {
    expect(() => readConfig(env)).toThrow(complaint);
  });

  it.each([
    ['UNCLAIMED_CONTENT_AGE', '0s', 'from 1m to 36500d'],
    ['UNCLAIMED_CONTENT_AGE', '59s', 'from 1m to 36500d'],
    ['REAP_INTERVAL', '30d', 'from 100ms to 24d'],
    ['REAP_INTERVAL', '0s', 'from 100ms to 24d'],
    ['DRAIN_TIMEOUT', '25d', 'from 0ms to 24d'],
    ['TICKET_LIFE', '0s', 'from 1m to 36500d'],
    ['QUERY_TIMEOUT', '0s', 'from 100ms to 1h'],
    ['TEXT_WAIT', '2h', 'from 0ms to 1h'],
    ['ACTIVITY_AGE', '0d', 'from 1m to 36500d'],
    ['MAX_HEADER_SIZE', '1', 'from 4k to 1M'],
    ['MAX_HEADER_SIZE', '0', 'from 4k to 1M'],
    ['MAX_BODY_SIZE', '1', 'from 64k to 256M'],
    ['MAX_CONTENT_SIZE', '0', 'from 1 to 1024T'],
    ['MAX_CONTENT_SIZE', '1.5G', 'in whole numbers'],
    ['MAX_CONTENT_SIZE', '5X', 'in whole numbers'],
    ['MAX_CONTENT_SIZE', 'k', 'in whole numbers'],
    ['MAX_CONTENT_SIZE', '-1M', 'in whole numbers'],
    ['TICKET_LIFE', '1.5h', 'in whole numbers'],
  ])('refuses %s=%s and says what it may be', (variable, value, range) => {
    expect(() => readConfig({ [variable]: value })).toThrow(
      new RegExp(`^${variable} is '${value}', it must be .*${range}`),
    );
  });

  it.each([
    [{ JWT_ISSUER: 'https://id.example' }, {}, ['JWT_ISSUER means nothing without JWT_JWKS_URL or JWT_KEY']],
    [{}, { 'identity-service.issuer-url': 'https://id.example' }, ['identity-service.issuer-url']],
    [{ CORS_METHODS: 'GET', CORS_MAX_AGE: '5' }, {}, ['CORS_METHODS, CORS_MAX_AGE mean nothing without CORS_ORIGINS']],
    [{ CORS_METHODS: 'GET', CORS_ORIGINS: '*' }, { 'mail.from.default': 'a@b.example' }, []],
    [{ MAIL_FROM: 'a@b.example' }, {}, ['MAIL_FROM means nothing without SMTP_URL']],
    [{ LOG_LEVLE: 'debug' }, {}, ['LOG_LEVLE means nothing here; is it meant to be LOG_LEVEL?']],
    [{ DATABSE_URL: 'x', database_url: 'y' }, {}, ['DATABSE_URL', 'database_url']],
    [{ ADMIN_PASSWROD: 'x', MAXBODY_SIZE: '1', PROT: '80' }, {}, ['ADMIN_PASSWORD', 'MAX_BODY_SIZE', 'PORT?']],
    [{ HOME: '/root', PATH: '/bin', HOSTNAME: 'a', PWD: '/', LANG: 'C', USER: 'a', POD: 'x', LOG_FORMAT: 'x' }, {}, []],
    [{ JWT_ISSUER: 'https://a', JWT_AUDIENCE: 'b', JWT_KEY: 'c.pem', LOG_LEVEL: 'info' }, {}, []],
  ])('warns of what has no effect: %j %j', (env, properties, named) => {
    const { warnings } = readConfig(env, properties);
    expect(warnings).toEqual(named.map((part) => expect.stringContaining(part) as string));
  });

  it.each([
    [{ CORS_METHODS: 'GET,xx' }, "CORS_METHODS names 'XX'"],
    [{ CORS_HEADERS: 'X-One,two three' }, "CORS_HEADERS names 'two three'"],
    [{ CORS_EXPOSED_HEADERS: 'ä' }, "CORS_EXPOSED_HEADERS names 'ä'"],
  ])('refuses what cannot be of another origin: %j', (env, complaint) => {
    expect(() => readConfig(env)).toThrow(complaint);
  });

  it('names everything that is wrong at once, and no password', () => {
    const wrong = {
      PORT: '80o80',
      LOG_LEVEL: 'loud',
      DATABASE_URL: 'mysql://root:secret@db/x',
      TLS_CERT: 'cert.pem',
      MAX_CONTENT_SIZE: 'huge',
      UNCLAIMED_CONTENT_AGE: '5',
      TRUSTED_PROXIES: '10.0.0.1/64',
      CORS_ORIGINS: 'example.org',
      ALLOW_JSONP: 'maybe',
      MAX_FORM_FIELDS: '0',
    };
    let message = '';
    try {
      readConfig(wrong);
    } catch (error) {
      message = (error as Error).message;
    }
    const lines = message.split('\n');
    expect(lines).toHaveLength(10);
    for (const name of [...Object.keys(wrong), 'TLS_KEY']) expect(message).toContain(name);
    expect(message).not.toContain('secret');
  });

  it('reads the keys of Alfresco, lets variables win, and names what it does not know', () => {
    const properties = {
      'allow.unsecure.callback.jsonp': 'true',
      'cors.allowed.origins': 'https://share.example',
      'opencmis.maxContentSizeMB': '4',
      'db.url': 'jdbc:postgresql:alfresco',
    };
    expect(readConfig({}, properties)).toMatchObject({
      jsonp: true,
      crossOrigin: { origins: ['https://share.example'] },
      limits: { maxContentBytes: 4_194_304 },
      unknownKeys: ['db.url'],
    });
    const feed = { 'activities.feed.max.ageMins': '60' };
    expect(readConfig({}, feed)).toMatchObject({ activities: { ageMs: 3_600_000 }, unknownKeys: [] });
    expect(readConfig({ ALLOW_JSONP: 'false' }, properties).jsonp).toBe(false);
    expect(readConfig({ 'allow.unsecure.callback.jsonp': 'true' }).jsonp).toBe(true);
  });

  it.each([
    ['postgres://a:b/c#d@db:5432/x', undefined],
    ['postgres://a:b@db:port/x', undefined],
    ['postgres:///', 'postgres:///'],
    ['postgres://a:b%2Fc%23d@db/x', 'postgres://a:b%2Fc%23d@db/x'],
    ['postgres://a:b@[::1]:5432/x', 'postgres://a:b@[::1]:5432/x'],
    ['postgres:///x?host=/run/postgresql', 'postgres:///x?host=/run/postgresql'],
    ['postgres://a:b@/x?host=/run/postgresql', 'postgres://a:b@/x?host=/run/postgresql'],
    ['postgres://a:b@%2Frun%2Fpostgresql/x', 'postgres://a:b@%2Frun%2Fpostgresql/x'],
  ])('takes %s for an address of a database, or refuses it without repeating it', (url, expected) => {
    const read = (): string | undefined => readConfig({ DATABASE_URL: url }).databaseUrl;
    if (expected !== undefined) return expect(read()).toBe(expected);
    expect(read).toThrow(/^DATABASE_URL must look like [^\n]*'\/', '#'/);
    expect(read).not.toThrow(url);
  });

  it.each([
    ['postgres://a@db/x?sslmode=require', 'postgres://a@db/x?sslmode=verify-full'],
    ['postgres://a@db/x?a=b&sslmode=prefer&c=d', 'postgres://a@db/x?a=b&sslmode=verify-full&c=d'],
    ['postgres://a@db/x?sslmode=no-verify', 'postgres://a@db/x?sslmode=no-verify'],
    ['postgres://a@db/x?uselibpqcompat=true&sslmode=require', 'postgres://a@db/x?uselibpqcompat=true&sslmode=require'],
  ])('says of %s how strict it is with certificates, so that nobody has to warn of it', (url, expected) => {
    expect(readConfig({ DATABASE_URL: url }).databaseUrl).toBe(expected);
  });

  it('turns cross-origin use off with cors.enabled=false', () => {
    const properties = { 'cors.enabled': 'false', 'cors.allowed.origins': '*' };
    expect(readConfig({}, properties).crossOrigin.origins).toEqual([]);
  });
});

describe('readAlfrescoProperties', () => {
  it('takes a file that is not named for absent, and names one that cannot be read', () => {
    for (const env of [{}, { ALFRESCO_GLOBAL_PROPERTIES: '' }, { ALFRESCO_GLOBAL_PROPERTIES: ' ' }]) {
      expect(readAlfrescoProperties(env)).toEqual({});
    }
    const read = (): unknown => readAlfrescoProperties({ ALFRESCO_GLOBAL_PROPERTIES: '/nowhere/at.all' });
    expect(read).toThrow("ALFRESCO_GLOBAL_PROPERTIES names '/nowhere/at.all', which cannot be read.");
  });
});

describe('parseProperties', () => {
  it.each([
    ['a=b', { a: 'b' }],
    ['  a : b c ', { a: 'b c ' }],
    ['a b', { a: 'b' }],
    ['# a=b\n! c=d\n\ne=f', { e: 'f' }],
    ['a=b,\\\n  c', { a: 'b,c' }],
    ['a=b\\\\\nc=d', { a: 'b\\', c: 'd' }],
    ['a\\ b\\=c=d', { 'a b=c': 'd' }],
    ['a=\\u00e9\\t', { a: 'é\t' }],
    ['a', { a: '' }],
    ['\uFEFFa=1\r\nb=2', { a: '1', b: '2' }],
  ])('reads %j', (text, expected) => {
    expect(parseProperties(text)).toEqual(expected);
  });
});
