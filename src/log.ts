import { pino } from 'pino';
import type { LogLevel } from './config';
import type { Observation, Observe } from './observation';

/** Writes observations to standard output, one JSON object a line. */
export function logTo(level: LogLevel): Observe {
  const log = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
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
