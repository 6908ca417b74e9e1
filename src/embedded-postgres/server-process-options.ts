import { dirname } from 'node:path';
import type { RunAs } from './run-as.ts';

/**
 * How Postgres programs are started: as their user, in a folder that user can enter, and without our environment, which
 * may hold secrets and `PG…` variables that Postgres would read. Each gets its own process group, so that a terminal's
 * Ctrl-C reaches only us and work in progress can still be written.
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
