import { createLog } from '#src/kit/log.ts';
import type { Log, LogLevel } from '#src/ports/log.ts';

let opened: Log | undefined;

/** Opens the log of the command that runs in this process. */
export function openLog(level: LogLevel, role = 'cli'): Log {
  const log = createLog(level, { role });
  opened = level === 'silent' ? undefined : log;
  return log;
}

/** The log that this process's command has opened; undefined where nothing is logged. */
export function openedLog(): Log | undefined {
  return opened;
}
