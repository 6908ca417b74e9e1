import type { Log } from '#src/ports/log.ts';

export type LogLine = { level: keyof Log; fields: object; message: string };

/** A log that a test can read. */
export type RecordingLog = Log & { lines: LogLine[] };

export function createRecordingLog(): RecordingLog {
  const lines: LogLine[] = [];
  function at(level: keyof Log) {
    return (fields: object, message: string) => void lines.push({ level, fields, message });
  }
  return { lines, info: at('info'), warn: at('warn'), error: at('error') };
}
