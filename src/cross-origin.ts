import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CrossOrigin } from './config-cross-origin';

/**
 * Cross-origin resource sharing: says to browsers which other pages may read answers. True when the request was a
 * preflight and is answered.
 */
export type ShareAcrossOrigins = (req: IncomingMessage, res: ServerResponse) => boolean;

export function crossOrigin(settings: CrossOrigin): ShareAcrossOrigins {
  const any = settings.origins.includes('*');
  const origins = new Set(settings.origins);
  const allowed = {
    methods: settings.methods.join(', '),
    headers: settings.headers.join(', '),
    exposed: settings.exposedHeaders.join(', '),
  };
  return (req, res) => {
    const origin = req.headers.origin;
    if (origins.size === 0) return false;
    res.setHeader('Vary', 'Origin');
    if (origin === undefined || !(any || origins.has(origin))) return false;
    // With any origin allowed, credentials that a browser adds by itself stay out.
    res.setHeader('Access-Control-Allow-Origin', any && !origins.has(origin) ? '*' : origin);
    if (settings.credentials && origins.has(origin)) res.setHeader('Access-Control-Allow-Credentials', 'true');
    if (req.method !== 'OPTIONS' || req.headers['access-control-request-method'] === undefined) {
      if (allowed.exposed) res.setHeader('Access-Control-Expose-Headers', allowed.exposed);
      return false;
    }
    res.setHeader('Access-Control-Allow-Methods', allowed.methods);
    res.setHeader('Access-Control-Allow-Headers', allowed.headers);
    res.setHeader('Access-Control-Max-Age', String(settings.maxAgeSeconds));
    res.writeHead(204).end();
    return true;
  };
}
