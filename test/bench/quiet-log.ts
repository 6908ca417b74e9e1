import type { Log } from '#src/ports/log.ts';

/** Says nothing but what a person must know. */
export const quietLog: Log = { info: ignore, warn: ignore, error: console.error };

function ignore(): void {}
