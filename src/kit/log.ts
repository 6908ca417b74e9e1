import { hostname } from 'node:os';
import { type Logger, pino } from 'pino';
import type { LogLevel } from '#src/ports/log.ts';
import { readVersion } from './read-version.ts';

/**
 * The fields of an error that are logged beside its message. SDKs attach whole requests, clients and messages to
 * errors, secrets included.
 */
const KEPT = [
  'code',
  'errno',
  'syscall',
  'status',
  'severity',
  'schema',
  'table',
  'column',
  'constraint',
  'routine',
];

/**
 * Logs JSON lines to standard error, apart from anything a program prints. Each line names its process: role, version,
 * host and process id. Urls and tokens are removed.
 */
export function createLog(level: LogLevel, { role }: { role: string }): Logger {
  const destination = pino.destination({ fd: 2, sync: true });
  // A terminal may be closed or a disk full: work in progress does not stop for a line that nobody can read.
  destination.on('error', () => undefined);
  return pino(
    {
      level,
      base: { role, version: readVersion(), instance: `${hostname()}:${process.pid}` },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: ['url', '*.url', 'replyTo', '*.replyTo', 'token', '*.token'],
      serializers: { err: describeError },
    },
    destination,
  );
}

/** Its message and stack, those of its causes, and where it came from. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { type, message, stack } = pino.stdSerializers.err(error);
  const known = Object.entries(error).filter(([name]) => KEPT.includes(name));
  return { type, message, stack, ...Object.fromEntries(known) };
}
