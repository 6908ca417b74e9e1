import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '#src/config.ts';
import { connect } from '#src/db/kit/connect.ts';
import { APPLICATION_ROLE } from '#src/embedded-postgres/application-role.ts';
import { findHome } from '#src/embedded-postgres/home.ts';
import { startEmbeddedPostgres } from '#src/embedded-postgres/embedded-postgres.ts';
import type { Db } from '#src/db/kit/schema.ts';
import type { Finding } from '#src/ports/doctor.ts';
import type { Log } from '#src/ports/log.ts';

/**
 * A database to examine. `db` is undefined when there is none yet. `role`: the one that Largesse works as, where `db` is
 * connected as another one.
 */
export type LookedAt = {
  findings: Finding[];
  db: Db | undefined;
  url: string;
  role?: string;
  close: () => Promise<void>;
};

const SUBJECT = 'Database';

/**
 * Opens the configured database without creating anything in it.
 *
 * An embedded Postgres that was never started is tried in a temporary folder, so that looking leaves nothing behind.
 */
export async function openDatabase({ database, dir }: Config, log: Log): Promise<LookedAt> {
  if (database.kind === 'server') return openServer(database.url, log);
  const dataDir = join(dir, 'postgres');
  if (await findHome(dataDir)) return openEmbedded(dataDir, log);
  await tryEmbedded(log);
  const message = `the embedded Postgres starts on this machine; its data will be in ${dataDir}`;
  return { findings: [{ subject: SUBJECT, level: 'ok', message }], db: undefined, url: '', close: nothing };
}

function openServer(url: string, log: Log): LookedAt {
  const db = connect({ url, poolSize: 2 }, log);
  return { findings: [], db, url, close: () => db.destroy() };
}

async function openEmbedded(dataDir: string, log: Log): Promise<LookedAt> {
  const server = await startEmbeddedPostgres({ dataDir, allowFollower: true, log });
  // The role that Largesse works as may have no rights yet.
  const db = connect({ url: server.ownerUrl, poolSize: 2 }, log);
  const who = server.isOwner ? 'starts' : 'runs';
  const message = `the embedded Postgres ${who}, with its data in ${dataDir}`;
  return {
    findings: [{ subject: SUBJECT, level: 'ok', message }],
    db,
    url: server.ownerUrl,
    role: APPLICATION_ROLE,
    async close() {
      await db.destroy();
      await server.stop();
    },
  };
}

async function tryEmbedded(log: Log): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'largesse-doctor-'));
  try {
    // Postgres refuses to run as root, and the user that runs it instead must be able to enter.
    await chmod(dataDir, 0o755);
    const server = await startEmbeddedPostgres({ dataDir, settings: { fsync: 'off' }, log });
    await server.stop();
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function nothing(): Promise<void> {}
