import { dirname } from 'node:path';
import type { RunAs } from './run-as.ts';

/**
 * How the programs of Postgres are started: as its user, in a folder that this user can enter, and with nothing of our
 * environment, which may hold secrets and `PG…` variables that Postgres would heed. They have process groups of their
 * own: a terminal's Ctrl-C reaches us only, so that work in hand can still be written.
 */
export function serverProcessOptions(cluster: string, runAs: RunAs | undefined) {
  return {
    cwd: dirname(cluster),
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    ...(runAs ? { uid: runAs.uid, gid: runAs.gid } : {}),
    detached: true,
    windowsHide: true,
  };
}
