import express from 'express';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { CmisError } from './model/errors';
import type { Metrics } from './metrics';
import type { Observe } from './observation';
import type { Readiness } from './readiness';
import type { Handler } from './server';
import { START_PAGE_POLICY, startPage } from './start-page';
import type { ListedDoor } from './start-page';

export interface PagesParts {
  readonly version: string;
  readonly doors: readonly ListedDoor[];
  readonly ready: Readiness;
  readonly metrics: Metrics;
  readonly observe: Observe;
  /** Scheme, host and port as the client used them. */
  readonly originOf: (req: IncomingMessage) => string;
}

/** What the server has besides its doors: the page for people, the addresses for operators, and 404. */
export function pages(parts: PagesParts): Handler {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use((_req, res, next) => {
    res.set('X-Content-Type-Options', 'nosniff').set('Cache-Control', 'no-store');
    next();
  });
  app.get('/', async (req, res) => {
    const { version, doors } = parts;
    const html = startPage({ origin: parts.originOf(req), version, doors, problem: await parts.ready() });
    res.set('Content-Security-Policy', START_PAGE_POLICY).set('Referrer-Policy', 'no-referrer').type('html').send(html);
  });
  app.get('/live', (_req, res) => void res.type('text').send('live\n'));
  app.get('/ready', async (_req, res) => {
    const problem = await parts.ready();
    res
      .status(problem === undefined ? 200 : 503)
      .type('text')
      .send(`${problem ?? 'ready'}\n`);
  });
  app.get('/metrics', async (_req, res) => {
    res.set('Content-Type', parts.metrics.contentType).send(await parts.metrics.text());
  });
  app.all(['/', '/live', '/ready', '/metrics'], (req, res) => {
    res.status(405).set('Allow', 'GET, HEAD').type('text').send(`${req.method} means nothing here.\n`);
  });
  app.use((_req, res) => {
    res.status(404).type('text').send('There is nothing at this address. The page at / says where the doors are.\n');
  });
  return (req, res) => {
    const { method, url } = req;
    app(req as express.Request, res as express.Response, (error: unknown) =>
      failed(res, error, () => parts.observe({ kind: 'unexpected-error', error, where: `${method} ${url}` })),
    );
  };
}

function failed(res: ServerResponse, error: unknown, report: () => void): void {
  const sentence = clientFault(error);
  if (sentence === undefined) report();
  if (res.headersSent) return void res.destroy();
  res.writeHead(sentence === undefined ? 500 : 400, { 'Content-Type': 'text/plain; charset=utf-8' });
  res.end(`${sentence ?? 'Internal error.'}\n`);
}

function clientFault(error: unknown): string | undefined {
  if (error instanceof CmisError) return error.message;
  // Malformed escapes: express marks what is a client's fault.
  const { status } = error as { readonly status?: unknown };
  return typeof status === 'number' && status >= 400 && status < 500 ? 'The address is malformed.' : undefined;
}
