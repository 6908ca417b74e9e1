import type { Log } from '#src/ports/log.ts';
import { silentLog } from '#test/helpers/silent-log.ts';

/** Says nothing but what a person must know. */
export const quietLog: Log = { ...silentLog, error: console.error, child: () => quietLog };
