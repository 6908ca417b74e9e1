import { hostname } from 'node:os';
import { type Logger, pino } from 'pino';
import type { LogLevel } from '#src/ports/log.ts';
import { readVersion } from './read-version.ts';

/** What is logged of an error beside its words. SDKs hang whole requests, clients and messages on theirs, secrets included. */
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
 * Logs JSON lines to standard error, where they mix with nothing that a program prints. Each says which process it is from:
 * its role, its version, and its host and number. Urls and tokens are left out.
 */
export function createLog(level: LogLevel, { role }: { role: string }): Logger {
  const destination = pino.destination({ fd: 2, sync: true });
  // A terminal may be closed and a disk be full: work in hand is not broken off for a line that nobody can read.
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

/** Its words and its stack, with those of its causes, and where it came from. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { type, message, stack } = pino.stdSerializers.err(error);
  const known = Object.entries(error).filter(([name]) => KEPT.includes(name));
  return { type, message, stack, ...Object.fromEntries(known) };
}
