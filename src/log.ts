import { pino } from 'pino';
import type { LogLevel } from './config';
import type { Observation, Observe } from './observation';

/** Writes observations to standard output, one JSON object a line. */
export function logTo(level: LogLevel): Observe {
  const log = pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: (error: unknown) => described(error) },
  });
  const everyRequest = log.isLevelEnabled('debug');
  return (observation) => {
    if (observation.kind === 'request-finished' && !everyRequest && observation.request.status < 500) return;
    const { severity, fields, text } = line(observation);
    log[severity](fields, text);
  };
}

interface Line {
  readonly severity: 'error' | 'warn' | 'info' | 'debug';
  readonly fields: object;
  readonly text: string;
}

function line(observation: Observation): Line {
  switch (observation.kind) {
    case 'listening':
      return { severity: 'info', fields: {}, text: `Triptych listens on ${observation.url}` };
    case 'note':
      return { severity: 'info', fields: {}, text: observation.sentence };
    case 'warning':
      return { severity: 'warn', fields: {}, text: observation.sentence };
    case 'request-finished': {
      const severity = observation.request.status >= 500 ? 'warn' : 'debug';
      return { severity, fields: observation.request, text: 'request' };
    }
    case 'unexpected-error':
      return {
        severity: 'error',
        fields: { err: observation.error, where: observation.where },
        text: 'Unexpected error',
      };
    case 'connection-lost':
      return { severity: 'warn', fields: { err: observation.error }, text: 'A database connection was lost' };
    case 'database-lost':
      return { severity: 'warn', fields: {}, text: 'The built-in database ended unasked; it is started again' };
    case 'database-recovered':
      return {
        severity: 'info',
        fields: { durationMs: observation.durationMs },
        text: 'The built-in database is back',
      };
    case 'migrated':
      return {
        severity: 'info',
        fields: { migrations: observation.names },
        text: 'The database was brought up to date',
      };
    case 'content-reaped':
      return { severity: 'info', fields: { count: observation.count }, text: 'Content without an object was removed' };
    case 'stopping':
      return {
        severity: 'info',
        fields: { signal: observation.signal },
        text: 'Stopping: requests in flight may finish',
      };
    case 'stopped':
      return { severity: 'info', fields: {}, text: 'Stopped' };
  }
}

const DEEPEST_CAUSE = 5;

/** What helps an operator; errors of drivers carry whole connections besides. */
function described(error: unknown, depth = 0): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code } = error as { readonly code?: unknown };
  const cause = error.cause === undefined || depth === DEEPEST_CAUSE ? undefined : described(error.cause, depth + 1);
  return { type: error.name, message: error.message, code, stack: error.stack, cause };
}
