import type { Log } from '#src/ports/log.ts';

/** A log that nobody reads. */
export const silentLog: Log = {
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  child: () => silentLog,
};

function ignore(): void {}
