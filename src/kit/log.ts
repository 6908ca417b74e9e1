import { type Logger, pino } from 'pino';
import type { LogLevel } from '#src/ports/log.ts';

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

/** Logs JSON lines to standard error, where they mix with nothing that a program prints. Urls lose their passwords. */
export function createLog(level: LogLevel): Logger {
  const destination = pino.destination({ fd: 2, sync: true });
  // A terminal may be closed or a disk full: work in progress does not stop for a line that nobody can read.
  destination.on('error', () => undefined);
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: ['url', '*.url', 'replyTo', '*.replyTo', 'token', '*.token'],
      serializers: { err: describeError, error: describeError },
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
