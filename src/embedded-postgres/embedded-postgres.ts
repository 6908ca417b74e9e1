import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from 'pg';
import type { Log } from '#src/ports/log.ts';
import { ensureApplicationRole } from './application-role.ts';
import { applicationUrl, connectWhenReady, isCutOff, serverUrl } from './connect-to-server.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { ensureDatabase } from './ensure-database.ts';
import { explainFailure } from './explain-failure.ts';
import { removeHome, SYSTEM_DIR } from './home.ts';
import { findOwnerPid, tryToOwn, waitToOwnFor } from './owner-lock.ts';
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
  /** How long to wait for another process to leave before throwing. `onWait` hears of it once, with its process id. */
  patienceMs?: number;
  onWait?: (ownerPid: number | undefined) => void;
  /** The data is for this run only: the owner removes it at `stop`, even if `dataDir` only links to it. */
  removeOnStop?: boolean;
  /** Where root's data goes when the user that runs Postgres cannot enter `dataDir`. */
  systemDir?: string;
  /** Ends a start that nobody waits for any more: what was begun is removed or stopped, and its reason thrown. */
  signal?: AbortSignal | undefined;
  log: Log;
};

export type EmbeddedPostgres = {
  /**
   * The url of the database `largesse` for the role that Largesse works as, and for the one that owns everything. Passwords
   * included: never log them.
   */
  url: string;
  ownerUrl: string;
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
    const { placed, ownership } = await placeAndJoin(options);
    return present(ownership, { placed, options });
  } catch (fault) {
    options.signal?.throwIfAborted();
    throw explainFailure({ cluster: options.dataDir, fault, output: '' });
  }
}

async function findOrRunServer(options: EmbeddedPostgresOptions): Promise<Placed> {
  const { dataDir, settings = {}, systemDir = SYSTEM_DIR, signal, log } = options;
  const { home, prepareLaunch } = await prepareHome({ dataDir, settings, systemDir, signal, log });
  signal?.throwIfAborted();
  const cluster = join(home, 'cluster');
  const password = await readFile(join(home, 'password'), 'utf8');
  const deadline = Date.now() + START_TIMEOUT_MS;
  return { server: await runServer({ cluster, password, deadline, prepareLaunch }), cluster, password };
}

/** The owner of a server may stop it before it has heard of us: then we run it. */
async function placeAndJoin(
  options: EmbeddedPostgresOptions,
  { isLastTry = false } = {},
): Promise<{ placed: Placed; ownership: Ownership }> {
  const placed = await findOrRunServer(options);
  try {
    return { placed, ownership: await joinServer(placed, options) };
  } catch (fault) {
    if (isLastTry || options.signal?.aborted || !isCutOff(fault)) throw fault;
    return placeAndJoin(options, { isLastTry: true });
  }
}

async function joinServer(placed: Placed, options: EmbeddedPostgresOptions): Promise<Ownership> {
  const { client } = placed.server;
  try {
    const isOwner = (await tryToOwn(client)) || (await waitPatiently(client, options));
    if (!isOwner && !options.allowFollower) throw await ownedElsewhere(options.dataDir, placed.server);
    await ensureDatabase(client, DATABASE);
    await ensureApplicationRole(client, {
      password: placed.password,
      isLaunched: placed.server.waitForExit !== undefined,
    });
    return keepOwnership(client, {
      isOwner,
      reconnect: (timeoutMs) => reconnect(placed, timeoutMs),
      log: options.log,
    });
  } catch (fault) {
    await client.end();
    throw fault;
  }
}

/** For a command that is at it just now. */
async function waitPatiently(
  client: Client,
  { patienceMs = 0, onWait, signal }: EmbeddedPostgresOptions,
): Promise<boolean> {
  if (patienceMs === 0) return false;
  function stop(): void {
    void client.end();
  }
  signal?.addEventListener('abort', stop);
  try {
    onWait?.(await findOwnerPid(client));
    return await waitToOwnFor(client, patienceMs);
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

async function reconnect(
  { server, cluster, password }: Placed,
  timeoutMs = RECOVERY_TIMEOUT_MS,
): Promise<Client | undefined> {
  const connected = await connectWhenReady(
    { port: server.port, password },
    { deadline: Date.now() + timeoutMs, findState: () => findServerState(server.pid, cluster) },
  );
  if (connected.kind === 'late') throw connected.fault;
  return connected.kind === 'ready' ? connected.client : undefined;
}

function present(
  ownership: Ownership,
  { placed, options }: { placed: Placed; options: EmbeddedPostgresOptions },
): EmbeddedPostgres {
  const { server, cluster, password } = placed;
  const address = { port: server.port, password };
  let stopping: Promise<void> | undefined;
  return {
    url: applicationUrl(address, DATABASE),
    ownerUrl: serverUrl(address, DATABASE),
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
