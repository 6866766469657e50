import type { IncomingMessage } from 'node:http';
import { baseUrlOf } from '../../src/http/base-url';
import { clientAddressOf } from '../../src/http/client-address';
import { credentialsOf } from '../../src/http/credentials';
import { foreignWrites } from '../../src/http/foreign-writes';
import { rawConnection, serve, type Served } from './serve';

/** What `judge` makes of a request with these headers, sent over a real connection. */
async function judged(
  judge: (req: IncomingMessage) => unknown,
  headers: readonly string[],
  method = 'GET',
): Promise<unknown> {
  let server: Served | undefined;
  try {
    server = await serve((req, res) => {
      res.end(JSON.stringify({ value: judge(req) ?? null }));
    });
    const connection = await rawConnection(server.port);
    await connection.send([`${method} / HTTP/1.1`, ...headers, 'Connection: close', '', ''].join('\r\n'));
    const [head = '', body = ''] = Buffer.from(await connection.received(), 'latin1')
      .toString()
      .split('\r\n\r\n');
    const json = body.slice(body.indexOf('{'), body.lastIndexOf('}') + 1);
    const answer = JSON.parse(json) as { value?: unknown; code?: string };
    return head.startsWith('HTTP/1.1 200') ? answer.value : answer.code;
  } finally {
    await server?.close();
  }
}

describe('credentials', () => {
  const basic = (text: string | Buffer): string => `Authorization: Basic ${Buffer.from(text).toString('base64')}`;
  it.each<[string, readonly string[], unknown]>([
    ['none', [], null],
    ['name and password', [basic('admin:secret')], { scheme: 'basic', user: 'admin', password: 'secret' }],
    ['in UTF-8', [basic('größe:pä🐘')], { scheme: 'basic', user: 'größe', password: 'pä🐘' }],
    ['a colon in the password', [basic('a:b:c')], { scheme: 'basic', user: 'a', password: 'b:c' }],
    ['no password', [basic('a:')], { scheme: 'basic', user: 'a', password: '' }],
    ['a scheme in other letters', ['Authorization: bASIC YTpi'], { scheme: 'basic', user: 'a', password: 'b' }],
    ['no padding', ['Authorization: Basic YTpiYw'], { scheme: 'basic', user: 'a', password: 'bc' }],
    ['a token', ['Authorization: Bearer a.b.c'], { scheme: 'bearer', token: 'a.b.c' }],
    ['no colon', [basic('TICKET_1')], { scheme: 'ticket', ticket: 'TICKET_1' }],
    ['a ticket for a password', [basic('ROLE_TICKET:TICKET_1')], { scheme: 'ticket', ticket: 'TICKET_1' }],
    ['no name', [basic(':secret')], { scheme: 'ticket', ticket: 'secret' }],
    ['no UTF-8', [basic(Buffer.from([0x61, 0xff, 0x3a, 0x62]))], 'unauthorized'],
    ['a NUL', [basic('a\0:b')], 'unauthorized'],
    ['a line break', [basic('a\n:b')], 'unauthorized'],
    ['no base64', ['Authorization: Basic ?!'], 'unauthorized'],
    ['nothing', ['Authorization: Basic'], 'unauthorized'],
    ['two values', ['Authorization: Basic YTpi YTpi'], 'unauthorized'],
    ['another scheme', ['Authorization: Digest username=x'], 'unauthorized'],
    ['an empty header', ['Authorization: '], 'unauthorized'],
  ])('%s', async (_, headers, expected) => {
    expect(await judged(credentialsOf, ['Host: x', ...headers])).toEqual(expected);
  });
});

describe('the address that a client used', () => {
  const direct = baseUrlOf({ trustedProxies: [] });
  const proxied = baseUrlOf({ trustedProxies: ['10.0.0.0/8', '127.0.0.1', '::1'] });
  const forwarded = (headers: Readonly<Record<string, string>>): readonly string[] =>
    Object.entries(headers).map(([name, value]) => `X-Forwarded-${name}: ${value}`);

  it.each([
    ['example.org', 'http://example.org'],
    ['example.org:8080', 'http://example.org:8080'],
    ['my_host-1:80', 'http://my_host-1:80'],
    ['192.168.0.1:8080', 'http://192.168.0.1:8080'],
    ['[::1]:8080', 'http://[::1]:8080'],
    ['evil.org/path', 'invalidArgument'],
    ['evil.org?x', 'invalidArgument'],
    ['user@evil.org', 'invalidArgument'],
    ['"><script>', 'invalidArgument'],
    ['a b', 'invalidArgument'],
    ['-evil', 'invalidArgument'],
    ['evil.org:port', 'invalidArgument'],
    ['größe.org', 'invalidArgument'],
    [`${'a'.repeat(300)}.org`, 'invalidArgument'],
  ])('is, by Host: %s, %s', async (host, expected) => {
    expect(await judged(direct, [`Host: ${host}`])).toBe(expected);
  });

  it('is that of the socket when the client names none', async () => {
    const server = await serve((req, res) => void res.end(direct(req)));
    const connection = await rawConnection(server.port);
    await connection.send('GET / HTTP/1.0\r\n\r\n');
    expect(await connection.received()).toContain(`\r\n\r\nhttp://127.0.0.1:${server.port}`);
    await server.close();
  });

  it.each<[Record<string, string>, string]>([
    [{}, 'http://inside:8080'],
    [{ Proto: 'https' }, 'https://inside:8080'],
    [{ Proto: 'https', Host: 'example.org' }, 'https://example.org'],
    [{ Proto: 'https, http', Host: 'example.org, inside' }, 'https://example.org'],
    [{ Host: 'example.org', Port: '8443', Proto: 'https' }, 'https://example.org:8443'],
    [{ Host: 'example.org', Port: '443', Proto: 'https' }, 'https://example.org'],
    [{ Host: 'example.org:9000', Port: '443', Proto: 'https' }, 'https://example.org:9000'],
    [{ Host: 'example.org', Prefix: '/cms/' }, 'http://example.org/cms'],
    [{ Host: 'example.org', Prefix: '/a/b-c' }, 'http://example.org/a/b-c'],
    [{ Host: 'example.org', Prefix: '/' }, 'http://example.org'],
    [{ Proto: 'javascript' }, 'invalidArgument'],
    [{ Host: 'evil/..' }, 'invalidArgument'],
    [{ Port: '80/x' }, 'invalidArgument'],
    [{ Prefix: '//evil.org' }, 'invalidArgument'],
    [{ Prefix: 'evil' }, 'invalidArgument'],
    [{ Prefix: '/"><script>' }, 'invalidArgument'],
  ])('is, by a trusted proxy that says %j, %s', async (headers, expected) => {
    expect(await judged(proxied, ['Host: inside:8080', ...forwarded(headers)])).toBe(expected);
  });

  it('is not what somebody else says', async () => {
    const others = baseUrlOf({ trustedProxies: ['10.0.0.0/8', 'fe80::/10'] });
    const headers = forwarded({ Proto: 'https', Host: 'evil.org', Prefix: '/evil' });
    expect(await judged(others, ['Host: inside', ...headers])).toBe('http://inside');
    expect(await judged(direct, ['Host: inside', ...headers])).toBe('http://inside');
  });

  it.each(['nonsense', '10.0.0.0/99', '10.0.0.0/x', 'example.org', ''])('trusts no proxy called %j', (proxy) => {
    expect(() => baseUrlOf({ trustedProxies: [proxy] })).toThrow();
  });
});

describe('a write that a browser sends', () => {
  const guard = foreignWrites({
    allowedOrigins: ['https://app.example.org'],
    baseUrlOf: baseUrlOf({ trustedProxies: [] }),
  });
  it.each<[string, string, readonly string[], unknown]>([
    ['by a program', 'POST', [], null],
    ['by a page of ours', 'POST', ['Origin: http://cms.example.org:8080'], null],
    ['by a page of ours, behind TLS', 'POST', ['Origin: https://cms.example.org:8080'], null],
    [
      'by a page of ours, as the browser vouches',
      'POST',
      ['Origin: https://public.org', 'Sec-Fetch-Site: same-origin'],
      null,
    ],
    ['by an allowed page', 'POST', ['Origin: https://APP.example.org', 'Sec-Fetch-Site: cross-site'], null],
    ['by a stranger', 'POST', ['Origin: https://evil.org'], 'permissionDenied'],
    ['by a stranger', 'PUT', ['Origin: https://evil.org'], 'permissionDenied'],
    ['by a stranger', 'DELETE', ['Origin: https://evil.org'], 'permissionDenied'],
    ['by another port', 'POST', ['Origin: http://cms.example.org:9090'], 'permissionDenied'],
    ['by a host of a longer name', 'POST', ['Origin: http://cms.example.org.evil.org:8080'], 'permissionDenied'],
    ['by nobody', 'POST', ['Origin: null'], 'permissionDenied'],
    ['without origin, from elsewhere', 'POST', ['Sec-Fetch-Site: cross-site'], 'permissionDenied'],
    ['without origin, from a sister', 'POST', ['Sec-Fetch-Site: same-site'], 'permissionDenied'],
    ['without origin, by hand', 'POST', ['Sec-Fetch-Site: none'], null],
    ['a stranger only reads', 'GET', ['Origin: https://evil.org', 'Sec-Fetch-Site: cross-site'], null],
    ['a stranger asks first', 'OPTIONS', ['Origin: https://evil.org'], null],
  ])('%s: %s %j is %j', async (...[, method, headers, expected]) => {
    const host = 'Host: cms.example.org:8080';
    expect(await judged(guard, [host, 'Content-Length: 0', ...headers], method)).toBe(expected);
  });

  it('is free for all pages when any origin is allowed', async () => {
    const open = foreignWrites({ allowedOrigins: ['*'], baseUrlOf: baseUrlOf({ trustedProxies: [] }) });
    expect(await judged(open, ['Host: x', 'Content-Length: 0', 'Origin: https://evil.org'], 'POST')).toBe(null);
  });
});

describe('the address of a client', () => {
  const HERE = '127.0.0.1';
  const NETWORK = ['10.0.0.0/8', HERE];
  it.each<[string, readonly string[], string | undefined, string]>([
    ['nobody has forwarded', NETWORK, undefined, HERE],
    ['no proxy is trusted', [], '192.0.2.1', HERE],
    ['the proxy is another one', ['10.0.0.0/8'], '192.0.2.1', HERE],
    ['one proxy heard it', [HERE], '192.0.2.1', '192.0.2.1'],
    ['the client says that it is another one', [HERE], '198.51.100.7, 192.0.2.1', '192.0.2.1'],
    ['the client says that it is the proxy', [HERE], '127.0.0.1, 192.0.2.1', '192.0.2.1'],
    ['several proxies heard each other', NETWORK, '192.0.2.1, 10.0.0.2, 10.0.0.3', '192.0.2.1'],
    ['the client lies to several proxies', NETWORK, '198.51.100.7, 192.0.2.1, 10.0.0.2,10.0.0.3', '192.0.2.1'],
    ['a proxy of somebody else is between', [HERE], '192.0.2.1, 10.0.0.2', '10.0.0.2'],
    ['all are proxies', NETWORK, '10.0.0.1, 10.0.0.2', '10.0.0.1'],
    ['what a proxy heard is no address', NETWORK, '192.0.2.1, unknown, 10.0.0.2', '10.0.0.2'],
    ['it is of the other family', [HERE], '2001:db8::1', '2001:db8::1'],
    ['it is written in the other family', [HERE], '198.51.100.7, ::ffff:192.0.2.1', '192.0.2.1'],
  ])('is the nearest one that is no proxy of ours, when %s', async (...[, trustedProxies, forwarded, expected]) => {
    const headers = forwarded === undefined ? [] : [`X-Forwarded-For: ${forwarded}`];
    expect(await judged(clientAddressOf({ trustedProxies }), ['Host: x', ...headers])).toBe(expected);
  });
});
