import { join } from 'node:path';
import { Client } from 'pg';
import type { Config } from '#src/config.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#src/embedded-postgres/embedded-postgres.ts';
import { createLog } from '#src/kit/log.ts';

/** The database under the app of `npm run dev`, which stays when the app is started again. */
export type DevDatabase = {
  /** Makes it anew, so that a migration can be changed until it is right. Data that is to be kept stays as it is. */
  remake(): Promise<void>;
  close(): Promise<void>;
};

/** Runs the embedded Postgres, as its owner: the app joins it. A server of one's own is left alone. */
export async function openDevDatabase(
  { database, dir }: Config,
  { isThrowaway }: { isThrowaway: boolean },
): Promise<DevDatabase> {
  if (database.kind === 'server') return { remake: keep, close: keep };
  const server = await startEmbeddedPostgres({
    dataDir: join(dir, 'postgres'),
    settings: isThrowaway ? { fsync: 'off', synchronous_commit: 'off' } : {},
    removeOnStop: isThrowaway,
    log: createLog('warn', { role: 'dev' }),
  });
  return { remake: isThrowaway ? () => remake(server) : keep, close: () => server.stop() };
}

async function keep(): Promise<void> {}

async function remake({ ownerUrl }: EmbeddedPostgres): Promise<void> {
  const admin = new URL(ownerUrl);
  admin.pathname = 'postgres';
  const client = new Client(admin.href);
  await client.connect();
  try {
    await client.query('drop database largesse with (force)');
    await client.query('create database largesse');
  } finally {
    await client.end();
  }
}
