import type { Log } from '#src/ports/log.ts';

export type LogLine = { level: 'debug' | 'info' | 'warn' | 'error'; fields: object; message: string };

/** A log that a test can read: `lines` has what was logged, without the debug lines, and `steps` all of it. */
export type RecordingLog = Log & { lines: LogLine[]; steps: LogLine[] };

/** Keeps its lines in `lines`, where one is given. */
export function createRecordingLog(lines: LogLine[] = []): RecordingLog {
  const steps: LogLine[] = [];
  return { lines, steps, ...logTo({ lines, steps }, {}) };
}

function logTo(kept: { lines: LogLine[]; steps: LogLine[] }, base: object): Log {
  function at(level: LogLine['level']) {
    return (fields: object, message: string) => {
      const line = { level, fields: { ...base, ...fields }, message };
      kept.steps.push(line);
      if (level !== 'debug') kept.lines.push(line);
    };
  }
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => logTo(kept, { ...base, ...fields }),
  };
}
