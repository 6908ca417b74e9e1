import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateQueue } from '#jobs/queue.ts';
import { connect } from '#src/db/kit/connect.ts';
import { APPLICATION_ROLE, ensureApplicationRole } from '#src/embedded-postgres/application-role.ts';
import { connectWhenReady, serverUrl } from '#src/embedded-postgres/connect-to-server.ts';
import { findFreePort } from '#src/embedded-postgres/find-free-port.ts';
import { SYSTEM_DIR } from '#src/embedded-postgres/home.ts';
import { launchServer } from '#src/embedded-postgres/launch-server.ts';
import { findServerState } from '#src/embedded-postgres/postmaster-file.ts';
import { prepareHome } from '#src/embedded-postgres/prepare-home.ts';
import { stopServer } from '#src/embedded-postgres/stop-server.ts';
import { migrate } from '#src/db/kit/migrate.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { askDesk, hasDesk } from '#test/helpers/desk.ts';
import { copyTree } from '#test/embedded-postgres/copy-tree.ts';
import { applicationUrl } from '#test/helpers/database.ts';
import { until } from '#test/helpers/until.ts';
import { silentLog } from '#test/helpers/silent-log.ts';

/** A Postgres that one test may end and start again, on the same port and data. */
export type OwnPostgres = {
  /** As the role that Largesse works as. */
  db: Db;
  url: string;
  /** As the owner of the tables. */
  owner: Db;
  ownerUrl: string;
  /** Cuts all connections and ends in order. */
  end(): Promise<void>;
  /** Ends at once; the next start recovers what was committed. */
  crash(): Promise<void>;
  start(): Promise<void>;
  drop(): Promise<void>;
};

// With when each transaction was committed, for those who ask.
const SETTINGS = { max_connections: '200', track_commit_timestamp: 'on' };
// What the operating system holds survives the end of Postgres: only the machine's end would need fsync.
const HASTY = { fsync: 'off', full_page_writes: 'off' };
const START_MS = 60_000;
/** A busy machine may take long to open a connection, and a proof of the ledger holds two of them. */
const PATIENT = { poolSize: 6, connectTimeoutMs: 60_000 };

/** `isDurable`: it writes as safely as it does for Largesse's users. */
export async function startOwnPostgres({ isDurable = false } = {}): Promise<OwnPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'largesse-own-'));
  // Postgres refuses root and is run as another user then, who must be able to enter.
  await chmod(folder, 0o755);
  const settings = isDurable ? SETTINGS : { ...SETTINGS, ...HASTY };
  const options = { dataDir: join(folder, 'data'), systemDir: SYSTEM_DIR, settings, log: silentLog };
  if (hasDesk()) await copyTree(await askDesk('data'), options.dataDir);
  const { home, prepareLaunch } = await prepareHome(options);
  const cluster = join(home, 'cluster');
  const password = await readFile(join(home, 'password'), 'utf8');
  const port = await findFreePort();
  let server = { pid: 0, port };

  async function start(): Promise<void> {
    server = await launchServer({ ...(await prepareLaunch()), findPort: async () => port });
    const { pid } = server;
    const connected = await connectWhenReady(
      { port, password },
      { deadline: Date.now() + START_MS, findState: () => findServerState(pid, cluster) },
    );
    if (connected.kind !== 'ready') throw new Error(`Postgres did not start: ${connected.kind}`);
    await ensureApplicationRole(connected.client, { password, isLaunched: true });
    await connected.client.end();
  }
  async function end(): Promise<void> {
    await stopServer(server, cluster);
  }

  await start();
  const ownerUrl = serverUrl({ port, password }, 'postgres');
  const owner = connect({ url: ownerUrl, poolSize: 2 }, silentLog);
  await migrate(owner, { grantTo: APPLICATION_ROLE });
  await migrateQueue(ownerUrl, { grantTo: APPLICATION_ROLE });
  const url = applicationUrl(ownerUrl);
  const db = connect({ url, ...PATIENT }, silentLog);

  return {
    db,
    url,
    owner,
    ownerUrl,
    start,
    end,
    async crash() {
      process.kill(server.pid, 'SIGQUIT');
      await until('end of Postgres', async () => (await findServerState(server.pid, cluster)) === 'ended');
    },
    async drop() {
      await Promise.all([db.destroy(), owner.destroy()]);
      await end();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
