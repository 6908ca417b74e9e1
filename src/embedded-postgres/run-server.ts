import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { type Connected, connectWhenReady } from './connect-to-server.ts';
import { EmbeddedPostgresError, reasonOf } from './embedded-postgres-error.ts';
import { explainFailure, lastWords } from './explain-failure.ts';
import { type LaunchOptions, launchServer } from './launch-server.ts';
import { findRunningServer, findServerState, type RunningServer } from './postmaster-file.ts';
import { readServerLog } from './server-log.ts';

const RELAUNCH_DELAY_MS = 100;

export type RunOptions = {
  cluster: string;
  password: string;
  /** When to stop waiting, in milliseconds since the epoch. */
  deadline: number;
  prepareLaunch: () => Promise<LaunchOptions>;
};

/** A server that answers, our connection to its maintenance database and, if we launched it, a promise of its exit. */
export type ReadyServer = RunningServer & { client: Client; waitForExit?: () => Promise<void> };

/**
 * Connects to the server running on the cluster, or launches one. If another process launches at the same moment,
 * Postgres lets one server live, and both processes connect to it.
 */
export async function runServer(options: RunOptions): Promise<ReadyServer> {
  for (;;) {
    const ready = (await joinServer(options)) ?? (await launchAndConnect(options));
    if (ready) return ready;
    if (Date.now() > options.deadline) throw await notStarted(options);
    await sleep(RELAUNCH_DELAY_MS);
  }
}

async function joinServer(options: RunOptions): Promise<ReadyServer | undefined> {
  const server = await findRunningServer(options.cluster);
  if (!server) return undefined;
  const connected = await connectWhenReady(
    { ...options, port: server.port },
    { ...options, findState: () => findServerState(server.pid, options.cluster) },
  );
  const client = await clientOf(connected, server, options);
  return client && { ...server, client };
}

async function launchAndConnect(options: RunOptions): Promise<ReadyServer | undefined> {
  const server = await launchServer(await options.prepareLaunch());
  const connected = await connectWhenReady(
    { ...options, port: server.port },
    { ...options, findState: () => findServerState(server.pid, options.cluster) },
  );
  const client = await clientOf(connected, server, options);
  if (client) return { ...server, client };
  const output = await server.readOutput();
  if (isWorthAnotherLaunch(output)) return undefined;
  throw explainFailure({ cluster: options.cluster, fault: undefined, output });
}

async function clientOf(
  connected: Connected,
  server: RunningServer,
  { cluster }: RunOptions,
): Promise<Client | undefined> {
  if (connected.kind === 'ready') return connected.client;
  if (connected.kind === 'ended') return undefined;
  const said = lastWords(await readServerLog(cluster));
  throw new EmbeddedPostgresError(
    `The embedded Postgres (process ${server.pid}) is not ready yet (${reasonOf(connected.fault)}; ${said}): it may still be recovering, so start again in a while, or end that process.`,
    { cause: connected.fault },
  );
}

/**
 * The port was taken meanwhile, another process's server took the cluster, or parts of a killed server are still alive.
 */
function isWorthAnotherLaunch(output: string): boolean {
  return /Address already in use|could not create any TCP\/IP sockets|lock file "postmaster.pid" already exists|shared memory block .* still in use/.test(
    output,
  );
}

async function notStarted({ cluster }: RunOptions): Promise<EmbeddedPostgresError> {
  return explainFailure({ cluster, fault: undefined, output: await readServerLog(cluster) });
}
