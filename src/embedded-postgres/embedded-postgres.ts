import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from 'pg';
import type { Log } from '#src/ports/log.ts';
import { connectWhenReady, serverUrl } from './connect-to-server.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { ensureDatabase } from './ensure-database.ts';
import { explainFailure } from './explain-failure.ts';
import { removeHome, SYSTEM_DIR } from './home.ts';
import { findOwnerPid, tryToOwn } from './owner-lock.ts';
import { findServerState } from './postmaster-file.ts';
import { prepareHome } from './prepare-home.ts';
import { type ReadyServer, runServer } from './run-server.ts';
import { stopServer } from './stop-server.ts';
import { keepOwnership, type Ownership } from './ownership.ts';

const DATABASE = 'largesse';
const START_TIMEOUT_MS = 60_000;
const RECOVERY_TIMEOUT_MS = 300_000;

export type EmbeddedPostgresOptions = {
  /** The data folder, created if missing. Its entry `server` is the cluster's home, or a link to it. */
  dataDir: string;
  /**
   * More server settings, such as `{ fsync: 'off' }` where data may be lost. A server that is already running keeps its
   * own.
   */
  settings?: Record<string, string>;
  /** Share the server of another running process instead of throwing. */
  allowFollower?: boolean;
  /** The data is for this run only: the owner removes it at `stop`, even if `dataDir` only links to it. */
  removeOnStop?: boolean;
  /** Where root's data goes when the user that runs Postgres cannot enter `dataDir`. */
  systemDir?: string;
  log: Log;
};

export type EmbeddedPostgres = {
  /** The url of the database `largesse`, password included: never log it. */
  url: string;
  /** Whether `stop` ends the server. A follower becomes the owner when the owner leaves. */
  readonly isOwner: boolean;
  /** The owner ends the server or hands it to a follower; a follower only disconnects. */
  stop(): Promise<void>;
};

/** A server and where its files are. */
type Placed = { server: ReadyServer; cluster: string; password: string };

/**
 * Runs the Postgres that npm installed, on 127.0.0.1, and returns the url of its database `largesse`.
 *
 * One process owns the server. If the owner is killed, the next process to start adopts its server.
 *
 * Throws `EmbeddedPostgresError`, whose message says what to do, when no server can be started.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  try {
    const placed = await findOrRunServer(options);
    const ownership = await joinServer(placed, options);
    const url = serverUrl({ port: placed.server.port, password: placed.password }, DATABASE);
    return present(url, ownership, { placed, options });
  } catch (fault) {
    throw explainFailure({ cluster: options.dataDir, fault, output: '' });
  }
}

async function findOrRunServer(options: EmbeddedPostgresOptions): Promise<Placed> {
  const { dataDir, settings = {}, systemDir = SYSTEM_DIR, log } = options;
  const { home, prepareLaunch } = await prepareHome({ dataDir, settings, systemDir, log });
  const cluster = join(home, 'cluster');
  const password = await readFile(join(home, 'password'), 'utf8');
  const deadline = Date.now() + START_TIMEOUT_MS;
  return { server: await runServer({ cluster, password, deadline, prepareLaunch }), cluster, password };
}

async function joinServer(placed: Placed, options: EmbeddedPostgresOptions): Promise<Ownership> {
  const { client } = placed.server;
  try {
    const isOwner = await tryToOwn(client);
    if (!isOwner && !options.allowFollower) throw await ownedElsewhere(options.dataDir, placed.server);
    await ensureDatabase(client, DATABASE);
    return keepOwnership(client, { isOwner, reconnect: () => reconnect(placed), log: options.log });
  } catch (fault) {
    await client.end();
    throw fault;
  }
}

async function reconnect({ server, cluster, password }: Placed): Promise<Client | undefined> {
  const connected = await connectWhenReady(
    { port: server.port, password },
    { deadline: Date.now() + RECOVERY_TIMEOUT_MS, findState: () => findServerState(server.pid, cluster) },
  );
  if (connected.kind === 'late') throw connected.fault;
  return connected.kind === 'ready' ? connected.client : undefined;
}

function present(
  url: string,
  ownership: Ownership,
  { placed, options }: { placed: Placed; options: EmbeddedPostgresOptions },
): EmbeddedPostgres {
  const { server, cluster } = placed;
  let stopping: Promise<void> | undefined;
  return {
    url,
    get isOwner() {
      return ownership.isOwner;
    },
    stop: () => (stopping ??= stop()),
  };

  async function stop(): Promise<void> {
    if (await ownership.leave()) {
      await stopServer(server, cluster);
      await server.waitForExit?.();
      if (options.removeOnStop) await removeHome(options.dataDir);
    }
    await ownership.close();
  }
}

async function ownedElsewhere(dataDir: string, { client, pid }: ReadyServer): Promise<EmbeddedPostgresError> {
  const owner = await findOwnerPid(client);
  return new EmbeddedPostgresError(
    `Another Largesse (process ${owner ?? 'unknown'}) uses the database in ${dataDir}, served by process ${pid}: stop it first, or set LARGESSE_DIR to another folder.`,
  );
}
