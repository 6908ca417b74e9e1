import { createLog } from '#src/kit/log.ts';
import type { Log, LogLevel } from '#src/ports/log.ts';

let opened: Log | undefined;

/** Opens the log of this process's command. */
export function openLog(level: LogLevel, role = 'cli'): Log {
  const log = createLog(level, { role });
  opened = level === 'silent' ? undefined : log;
  return log;
}

/** The log that the running command opened; undefined if nothing is logged. */
export function openedLog(): Log | undefined {
  return opened;
}
