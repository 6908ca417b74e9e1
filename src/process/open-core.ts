import { join } from 'node:path';
import { configuredPlatforms } from '#adapters/registry.ts';
import type { OpenQueue } from '#jobs/queue.ts';
import { type App, createApp } from '#src/app.ts';
import type { Config } from '#src/config.ts';
import { connect } from '#src/db/kit/connect.ts';
import { startEmbeddedPostgres } from '#src/embedded-postgres/embedded-postgres.ts';
import { migrate, listPendingMigrations } from '#src/db/kit/migrate.ts';
import { checkSession } from '#src/db/kit/session.ts';
import { getInstallation, type Organization } from '#src/db/people/organization.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { createKeyRing } from '#src/kit/key-ring.ts';
import { newId } from '#src/kit/new-id.ts';
import { createPace, type Pace } from '#src/kit/pace.ts';
import { type Adapters, closeAdapters, openAdapters } from './open-adapters.ts';
import { createLookUps } from './look-ups.ts';
import { openKeys } from './open-keys.ts';
import { openWhenNeeded } from './open-when-needed.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { Log } from '#src/ports/log.ts';
import type { Queue } from '#src/ports/queue.ts';
import { ensureOrganization } from '#src/usecases/people/ensure-organization.ts';
import { createWords, type Words } from '#src/words/words.ts';

/**
 * Largesse with everything bound, but nothing running. Parts that a command may not need are opened on first use: the
 * chat, mail and queue SDKs account for most of a start's time and memory.
 */
export type Core = {
  config: Config;
  app: App;
  db: Db;
  databaseUrl: string;
  /** Whether this process owns the embedded Postgres, so that no other process runs workers on it. */
  ownsDatabase: () => boolean;
  /** Rejects when the queue's database cannot be migrated. */
  queue: () => Promise<OpenQueue>;
  organization: Organization;
  /** The ids of the chat platforms in use, the playground included. */
  platformIds: readonly string[];
  adapters: () => Promise<Adapters>;
  words: Words;
  log: Log;
  clock: Clock;
  newId: () => string;
  /** Which calls of platforms wait, for messages and look-ups alike. */
  pace: Pace;
  /** Closes everything that was opened, in reverse order. */
  close(): Promise<void>;
};

export type OpenOptions = {
  log: Log;
  /** Who runs the command, for the record; undefined in a running Largesse. */
  operator?: string;
  clock?: Clock;
  /** Whether to join a running Largesse as a follower of its embedded Postgres. */
  allowFollower: boolean;
};

const POOL_SIZE = 10;

/** Opens the servers and files that the configuration names. If a step fails, the earlier ones are closed again. */
export async function openCore(config: Config, options: OpenOptions): Promise<Core> {
  const closers: (() => Promise<void>)[] = [];
  let closing: Promise<void> | undefined;
  function close(): Promise<void> {
    return (closing ??= closeAll(closers));
  }
  try {
    return { ...(await open(config, options, closers)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function closeAll(closers: readonly (() => Promise<void>)[]): Promise<void> {
  for (const closer of closers.toReversed()) await closer();
}

async function open(
  config: Config,
  { log, operator, clock = { now: () => new Date() }, allowFollower }: OpenOptions,
  closers: (() => Promise<void>)[],
): Promise<Omit<Core, 'close'>> {
  const { db, databaseUrl, ownsDatabase } = await openDatabase(config, { log, allowFollower }, closers);
  const keys = await openKeys(config, db);
  const queue = openWhenNeeded(
    () => loadQueue(config, { db, databaseUrl, log }),
    (opened) => opened.close(),
  );
  closers.push(() => queue.close());
  const lazyQueue = enqueueWhenOpen(queue.get, log);
  const organization = await ensureOrganization(
    { db, clock, newId, log, queue: lazyQueue },
    config.organization,
  );
  const words = createWords(undefined, config.commandNames);
  const keyRing = createKeyRing(keys);
  const adapters = openWhenNeeded(
    () => openAdapters(config, { log, clock, db, keys: keyRing, organization, words }),
    closeAdapters,
  );
  closers.push(() => adapters.close());
  const platformIds = [...configuredPlatforms(config), ...(config.hasPlayground ? ['playground'] : [])];
  const pace = createPace();
  const app = createApp({
    db,
    clock,
    newId,
    keys: keyRing,
    queue: lazyQueue,
    log,
    operator,
    ...createLookUps({ pace, platforms: async () => (await adapters.get()).platforms }),
    reachable: {
      platforms: platformIds,
      // Only the playground shows the mailbox.
      mail: config.mail.kind === 'smtp' || config.hasPlayground,
      web: config.web.publicUrl,
    },
  });
  return {
    config,
    app,
    db,
    databaseUrl,
    ownsDatabase,
    queue: queue.get,
    organization,
    platformIds,
    adapters: adapters.get,
    words,
    log,
    clock,
    newId,
    pace,
  };
}

type Database = { db: Db; databaseUrl: string; ownsDatabase: () => boolean };

async function openDatabase(
  config: Config,
  { log, allowFollower }: { log: Log; allowFollower: boolean },
  closers: (() => Promise<void>)[],
): Promise<Database> {
  const { databaseUrl, ownsDatabase } = await findDatabase(config, { log, allowFollower }, closers);
  const db = connect({ url: databaseUrl, poolSize: POOL_SIZE }, log);
  closers.push(() => db.destroy());
  if (config.database.kind === 'embedded') {
    await migrate(db);
    return { db, databaseUrl, ownsDatabase };
  }
  await checkSession(db);
  const pending = await listPendingMigrations(db);
  if (pending.length > 0) {
    throw new Error(`The database is ${pending.length} migrations behind. Run: largesse migrate`);
  }
  return { db, databaseUrl, ownsDatabase };
}

async function findDatabase(
  { database, dir }: Config,
  { log, allowFollower }: { log: Log; allowFollower: boolean },
  closers: (() => Promise<void>)[],
): Promise<Omit<Database, 'db'>> {
  if (database.kind === 'server') return { databaseUrl: database.url, ownsDatabase: () => false };
  const settings: Record<string, string> = database.isThrowaway
    ? { fsync: 'off', synchronous_commit: 'off' }
    : {};
  const server = await startEmbeddedPostgres({
    dataDir: join(dir, 'postgres'),
    settings,
    allowFollower,
    removeOnStop: database.isThrowaway,
    log,
  });
  closers.push(() => server.stop());
  return { databaseUrl: server.url, ownsDatabase: () => server.isOwner };
}

async function loadQueue(
  config: Config,
  { db, databaseUrl, log }: { db: Db; databaseUrl: string; log: Log },
): Promise<OpenQueue> {
  const { openQueue } = await import('#jobs/queue.ts');
  const { queue } = config;
  if (queue.kind === 'postgres') return openQueue({ kind: 'postgres', url: databaseUrl }, { log });
  return openQueue({ ...queue, prefix: await getInstallation(db) }, { log });
}

/** Opens the queue when something is first enqueued. If it cannot be opened, the sweep enqueues later. */
function enqueueWhenOpen(queue: () => Promise<Queue>, log: Log): Queue {
  return {
    async enqueue(job, ids) {
      if (ids.length === 0) return;
      try {
        await (await queue()).enqueue(job, ids);
      } catch (err) {
        log.warn({ err, job, count: ids.length }, 'Could not open the queue; the sweep will enqueue again');
      }
    },
  };
}
