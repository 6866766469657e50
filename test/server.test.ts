import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, RequestOptions, ServerResponse } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { readConfig } from '../src/config';
import { createMetrics } from '../src/metrics';
import type { Observation } from '../src/observation';
import { pages } from '../src/pages';
import { listen } from '../src/server';
import type { Door, HttpServer, ServerSettings } from '../src/server';

async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end;) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('It never happened.');
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const tls = {
  certFile: join(__dirname, 'support', 'tls', 'localhost.cert.pem'),
  keyFile: join(__dirname, 'support', 'tls', 'localhost.key.pem'),
};

/** More than the system takes in advance for a client that does not read. */
const LARGE = 64 * 1024 * 1024;

describe('the HTTP server', () => {
  let server: HttpServer;
  let observations: Observation[];
  let release: () => void;
  /** Settled when a request, or the first bytes of its body, have come to the door where it stays a while. */
  let arrived: Promise<void>;
  let problem: string | undefined;

  const say =
    (name: string): Door['handle'] =>
    (_req, res) =>
      void res.end(name);
  const start = async (
    env: Readonly<Record<string, string>> = {},
    more: Pick<ServerSettings, 'stalledMs'> = {},
  ): Promise<void> => {
    observations = [];
    problem = undefined;
    let arrive = (): void => undefined;
    arrived = new Promise((resolve) => (arrive = resolve));
    const metrics = createMetrics();
    const observe = (observation: Observation): void => void observations.push(observation);
    const doors = [
      { name: 'short', prefix: '/a', handle: say('short') },
      { name: 'long', prefix: '/a/b', handle: say('long') },
      { name: 'broken', prefix: '/broken', handle: () => Promise.reject(new Error('a secret')) },
      {
        name: 'echo',
        prefix: '/echo',
        handle: async (req: IncomingMessage, res: ServerResponse) => {
          let length = 0;
          for await (const chunk of req) {
            length += (chunk as Buffer).length;
            arrive();
          }
          res.end(String(length));
        },
      },
      {
        name: 'slow',
        prefix: '/slow',
        handle: (req: IncomingMessage, res: ServerResponse) => {
          release = () => res.end('done');
          if (req.url === '/slow/begun') res.flushHeaders();
          arrive();
        },
      },
      {
        name: 'large',
        prefix: '/large',
        handle: (_req: IncomingMessage, res: ServerResponse) => void res.end(Buffer.alloc(LARGE)),
      },
    ];
    const listed = [{ title: 'A <door>', path: '/cmis/1.1/browser', description: 'Of wood & iron' }];
    const shown = pages({
      version: '1.2.3',
      doors: listed,
      ready: () => Promise.resolve(problem),
      metrics,
      observe,
      originOf: (req) => `http://${req.headers.host}`,
    });
    server = await listen({ doors, pages: shown, metrics, observe }, { ...readConfig({ PORT: '0', ...env }), ...more });
  };
  const ask = (path: string, options: RequestOptions & { readonly body?: string } = {}): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port: server.port, path, agent: false, ...options }, (res) => {
        let body = '';
        res.setEncoding('utf8').on('data', (text: string) => (body += text));
        res.on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, body }));
        res.on('error', reject);
      });
      sent.on('error', reject);
      sent.end(options.body);
    });

  beforeEach(() => start());
  afterEach(() => server.close(0));

  it.each([
    ['/a', 'short'],
    ['/a?x=/a/b', 'short'],
    ['/a/', 'short'],
    ['/a/c', 'short'],
    ['/a/b', 'long'],
    ['/a/b/c', 'long'],
    ['/a/b?x', 'long'],
    ['/a/bc', 'short'],
  ])('sends %s to the door %s', async (path, door) => {
    expect((await ask(path)).body).toBe(door);
  });

  it.each(['/ab', '/x', '/live/x', '/a%', '/%2e%2e/a', '//a', '/%'])('has nothing at %s', async (path) => {
    const answer = await ask(path);
    expect([400, 404]).toContain(answer.status);
    expect(answer.headers).not.toHaveProperty('x-powered-by');
    expect(answer.body).not.toMatch(/\bat .*:\d+/);
  });

  it('shows people the doors at the address that they used, and no markup from elsewhere', async () => {
    const { status, headers, body } = await ask('/', { headers: { host: 'cms.example:81' } });
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'/);
    expect(body).toContain('http://cms.example:81/cmis/1.1/browser');
    expect(body).toContain('A &lt;door&gt;');
    expect(body).toContain('Of wood &amp; iron');
    expect(body).toContain('Ready to read and write');
    expect(body).toContain('1.2.3');
    // Behind a proxy that adds a prefix, too.
    expect([...body.matchAll(/href="(.*?)"/g)].map(([, href]) => href)).toEqual([
      'api-explorer',
      'live',
      'ready',
      'metrics',
    ]);
  });

  it('says when it is not ready, on the page and to probes', async () => {
    problem = 'The database cannot be read and written.';
    expect((await ask('/')).body).toContain(problem);
    expect(await ask('/ready')).toMatchObject({ status: 503, body: `${problem}\n` });
    expect((await ask('/live')).status).toBe(200);
  });

  it('counts requests by door, method and status', async () => {
    await ask('/a');
    await ask('/a', { method: 'PURGE' });
    const { headers, body } = await ask('/metrics');
    expect(headers['content-type']).toMatch(/^text\/plain/);
    expect(body).toMatch(/request_duration_seconds_count\{door="short",method="GET",status="200"\} 1/);
    expect(body).toMatch(/request_duration_seconds_count\{door="short",method="other",status="200"\} 1/);
    expect(body).toContain('process_resident_memory_bytes');
  });

  it.each(['/', '/live', '/ready', '/metrics'])('only answers reading at %s', async (path) => {
    expect(await ask(path, { method: 'DELETE' })).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
    expect(await ask(path, { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
  });

  it('hides what went wrong inside from the client and tells the operator', async () => {
    expect(await ask('/broken?ticket=x')).toMatchObject({ status: 500, body: 'Internal error.\n' });
    expect(observations).toContainEqual(
      expect.objectContaining({ kind: 'unexpected-error', where: 'GET /broken', error: new Error('a secret') }),
    );
  });

  it('refuses headers above its limit', async () => {
    await server.close(0);
    await start({ MAX_HEADER_SIZE: '8kB' });
    expect((await ask('/a', { headers: { 'x-long': 'a'.repeat(9000) } })).status).toBe(431);
    expect((await ask(`/a?${'a'.repeat(7000)}`)).status).toBe(200);
  });

  describe('a client that is silent', () => {
    const STALLED_MS = 400;
    const said = async (text: string): Promise<Socket> => {
      const socket = connect(server.port, '127.0.0.1').on('error', () => undefined);
      await once(socket, 'connect');
      socket.write(text);
      return socket;
    };
    const cut = async (socket: Socket): Promise<void> => {
      socket.resume();
      if (!socket.closed) await once(socket, 'close');
    };
    beforeEach(async () => {
      await server.close(0);
      await start({}, { stalledMs: STALLED_MS });
    });

    it.each([
      ['before its request', ''],
      ['within its headers', 'GET /a HTTP/1.1\r\nHost:'],
      ['within its body', 'POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n12345'],
    ])('%s is cut', async (_when, text) => {
      const since = performance.now();
      await cut(await said(text));
      expect(performance.now() - since).toBeGreaterThan(STALLED_MS / 2);
    });

    it('is cut when it does not take its answer', async () => {
      const socket = await said('GET /large HTTP/1.1\r\nHost: x\r\n\r\n');
      socket.pause();
      await eventually(() =>
        observations.some((one) => one.kind === 'request-finished' && one.request.path === '/large'),
      );
      let taken = 0;
      socket.on('data', (bytes: Buffer) => (taken += bytes.length));
      await cut(socket);
      expect(taken).toBeLessThan(LARGE);
    });

    it('waits for its answer as long as it takes', async () => {
      const slow = ask('/slow');
      await arrived;
      // Another one has been cut, twice, in the meantime.
      for (let time = 0; time < 2; time += 1) await cut(await said(''));
      release();
      expect(await slow).toMatchObject({ status: 200, body: 'done' });
    });
  });

  describe('closing', () => {
    const refused = (): Promise<boolean> =>
      ask('/a').then(
        () => false,
        (error: unknown) => String(error).includes('ECONNREFUSED'),
      );

    it('lets a request in flight finish and takes no new one', async () => {
      const slow = ask('/slow');
      await arrived;
      const closed = server.close(10_000);
      await eventually(refused);
      release();
      expect(await slow).toMatchObject({ body: 'done', headers: { connection: 'close' } });
      await closed;
    });

    it('lets an upload finish that is on its way', async () => {
      const sent = request({ host: '127.0.0.1', port: server.port, path: '/echo', method: 'POST' });
      const answered = new Promise<number | undefined>((resolve, reject) => {
        sent.on('response', (res) => resolve(res.resume().statusCode)).on('error', reject);
      });
      sent.write('a'.repeat(100_000));
      await arrived;
      // What has become idle in the meantime is closed, and the upload has been left alone.
      const agent = new Agent({ keepAlive: true });
      const other = request({ host: '127.0.0.1', port: server.port, path: '/slow/begun', agent }).end();
      const [answer] = (await once(other, 'response')) as [IncomingMessage];
      const closed = server.close(10_000);
      release();
      answer.resume();
      await once(answer.socket, 'close');
      await eventually(refused);
      sent.end('b'.repeat(100_000));
      expect(await answered).toBe(200);
      await closed;
      agent.destroy();
    });

    it('cuts what is not done in time, and at once when asked again', async () => {
      const slow = ask('/slow').then(
        () => 'answered',
        () => 'cut',
      );
      await arrived;
      const closed = server.close(60_000);
      await server.close(0);
      await closed;
      expect(await slow).toBe('cut');
    });
  });

  describe('for pages of other origins', () => {
    const origin = 'https://app.example';
    const preflight = { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } };

    it('says nothing unless it is configured', async () => {
      expect((await ask('/a', { headers: { origin } })).headers).not.toHaveProperty('access-control-allow-origin');
    });

    it('answers the origins that are allowed, preflights before any door', async () => {
      await server.close(0);
      await start({ CORS_ORIGINS: origin });
      expect((await ask('/a', { headers: { origin } })).headers).toMatchObject({
        'access-control-allow-origin': origin,
        'access-control-allow-credentials': 'true',
        vary: 'Origin',
      });
      expect(await ask('/broken', preflight)).toMatchObject({
        status: 204,
        headers: { 'access-control-allow-methods': expect.stringContaining('POST') as string },
      });
      const other = await ask('/a', { headers: { origin: 'https://evil.example' } });
      expect(other.headers).not.toHaveProperty('access-control-allow-origin');
    });

    it('lets any origin read without the credentials of its browser when * is allowed', async () => {
      await server.close(0);
      await start({ CORS_ORIGINS: '*' });
      const { headers } = await ask('/a', { headers: { origin } });
      expect(headers['access-control-allow-origin']).toBe('*');
      expect(headers).not.toHaveProperty('access-control-allow-credentials');
    });
  });

  it('speaks TLS when it has a certificate', async () => {
    await server.close(0);
    await start({ TLS_CERT: tls.certFile, TLS_KEY: tls.keyFile });
    expect(server.url).toMatch(/^https:/);
    const status = await new Promise((resolve, reject) => {
      const trusted = { ca: readFileSync(tls.certFile), host: '127.0.0.1', port: server.port, path: '/a' };
      tlsRequest({ ...trusted, agent: false }, (res) => resolve(res.resume().statusCode))
        .on('error', reject)
        .end();
    });
    expect(status).toBe(200);
  });
});
