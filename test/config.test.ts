import { resolve } from 'node:path';
import { readConfig } from '../src/config';
import { parseProperties } from '../src/properties-file';

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
    ['MAX_CONTENT_SIZE', '1.5GB', { limits: { maxContentBytes: 1_610_612_736 } }],
    ['MAX_BODY_SIZE', '300000', { limits: { maxBodyBytes: 300_000 } }],
    ['UNCLAIMED_CONTENT_AGE', '90s', { unclaimedAgeMs: 90_000 }],
    ['UNCLAIMED_CONTENT_AGE', '500ms', { unclaimedAgeMs: 500 }],
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
    [{ SMTP_URL: 'mail.example', MAIL_FROM: 'a@example.com' }, 'SMTP_URL'],
    [{ SMTP_URL: 'smtp://mail.example' }, 'MAIL_FROM is missing'],
    [{ SMTP_URL: 'smtp://mail.example', MAIL_FROM: 'us' }, 'MAIL_FROM'],
    [{ PASSWORD_RESET_URLS: 'https://a.example' }, 'PASSWORD_RESET_URLS'],
    [{ SHARED_LINK_URLS: 'share=javascript:x' }, 'SHARED_LINK_URLS'],
  ])('refuses %j', (env, complaint) => {
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

  it('turns cross-origin use off with cors.enabled=false', () => {
    const properties = { 'cors.enabled': 'false', 'cors.allowed.origins': '*' };
    expect(readConfig({}, properties).crossOrigin.origins).toEqual([]);
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
