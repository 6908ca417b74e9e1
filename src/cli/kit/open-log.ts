import { createLog } from '#src/kit/log.ts';
import { newId } from '#src/kit/new-id.ts';
import type { Log, LogLevel } from '#src/ports/log.ts';

let opened: Log | undefined;

/** Opens the log of this process's command. */
export function openLog(level: LogLevel, role = 'cli'): Log {
  const log = createLog(level, { role });
  opened = level === 'silent' ? undefined : log;
  return log;
}

/** Logs why a command failed. Returns the id of the log line; undefined if nothing is logged. */
export function logFault(err: unknown): string | undefined {
  if (!opened) return undefined;
  const faultId = newId();
  opened.error({ faultId, err }, 'Command failed');
  return faultId;
}
