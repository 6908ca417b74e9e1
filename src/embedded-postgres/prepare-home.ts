import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '#src/ports/log.ts';
import { createCluster } from './create-cluster.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { findFreePort } from './find-free-port.ts';
import { createHome, findHome } from './home.ts';
import type { LaunchOptions } from './launch-server.ts';
import { findPostgresPackage, type PostgresPackage } from './postgres-package.ts';
import { prepareBinaries } from './prepare-binaries.ts';
import { canReach, chooseRunAs, isRoot, ownerOfCluster, type RunAs } from './run-as.ts';
import { belongsToRoot, takeOverFiles } from './take-over-files.ts';

/**
 * The folder with the cluster and its password, and a function that prepares a launch, called only if one is needed.
 */
export type Home = { home: string; prepareLaunch: () => Promise<LaunchOptions> };

/** Finds the data's home, or creates one with an empty cluster. */
export async function prepareHome(options: {
  dataDir: string;
  systemDir: string;
  settings: Record<string, string>;
  signal?: AbortSignal | undefined;
  log: Log;
}): Promise<Home> {
  const { settings, signal } = options;
  const source = await findPostgresPackage();
  const found = await findHome(options.dataDir);
  const runAs = found ? await chooseFor(found) : await chooseRunAs();
  const home = found ?? (await createHome({ ...options, runAs }, fill));
  return { home, prepareLaunch };

  async function fill(draft: string): Promise<void> {
    const nativeDir = await prepareBinaries(source, { home: draft, runAs });
    await createCluster(nativeDir, { home: draft, runAs, isDurable: settings.fsync !== 'off', signal });
  }

  async function prepareLaunch(): Promise<LaunchOptions> {
    const cluster = join(home, 'cluster');
    await checkVersion(cluster, source);
    if (runAs) await checkReach(cluster, runAs);
    return {
      cluster,
      nativeDir: await prepareBinaries(source, { home, runAs }),
      runAs,
      settings,
      findPort: findFreePort,
    };
  }
}

async function chooseFor(home: string): Promise<RunAs | undefined> {
  const cluster = join(home, 'cluster');
  if (!isRoot() || !(await belongsToRoot(cluster))) return ownerOfCluster(cluster);
  const runAs = await chooseRunAs();
  if (runAs) await takeOverFiles(home, runAs);
  return runAs;
}

async function checkVersion(cluster: string, source: PostgresPackage): Promise<void> {
  const written = (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim();
  const ours = source.version.split('.', 1)[0];
  if (written === ours) return;
  throw new EmbeddedPostgresError(
    `The database in ${cluster} was written by Postgres ${written} and this Largesse comes with Postgres ${ours}: start the earlier Largesse, or run a Postgres ${written} on it and set DATABASE_URL.`,
  );
}

/** The folder may have been moved or closed off since the cluster was made. */
async function checkReach(cluster: string, runAs: RunAs): Promise<void> {
  if (await canReach(cluster, runAs, 'enter')) return;
  throw new EmbeddedPostgresError(
    `The user ${runAs.name}, who runs Postgres, can no longer enter ${cluster}: let others enter the folders above it (chmod o+x), or move it to where they may.`,
  );
}
