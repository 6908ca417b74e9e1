import { join } from 'node:path';
import {
  configuredPlatforms,
  createPaymentMethods,
  createRewardProviders,
  webhookSenders,
} from '#adapters/registry.ts';
import type { OpenQueue } from '#jobs/queue.ts';
import { type App, createApp } from '#src/app.ts';
import type { Config } from '#src/config.ts';
import { connect } from '#src/db/kit/connect.ts';
import { APPLICATION_ROLE } from '#src/embedded-postgres/application-role.ts';
import { startEmbeddedPostgres } from '#src/embedded-postgres/embedded-postgres.ts';
import { migrate, listPendingMigrations } from '#src/db/kit/migrate.ts';
import { checkSession } from '#src/db/kit/session.ts';
import { getInstallation, type Organization } from '#src/db/people/organization.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { newId } from '#src/kit/new-id.ts';
import { createPace, type Pace } from '#src/kit/pace.ts';
import { type Adapters, closeAdapters, openAdapters } from './open-adapters.ts';
import { erasedListFile } from './erased-list-file.ts';
import { createLookUps } from './look-ups.ts';
import { type KeptRing, keepRing } from './keep-ring.ts';
import { openWhenNeeded } from './open-when-needed.ts';
import { comingFrom } from '#src/ports/way-in.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { KeyRing } from '#src/ports/keys.ts';
import type { Log } from '#src/ports/log.ts';
import type { Queue } from '#src/ports/queue.ts';
import type { WebhookSender } from '#src/ports/webhooks.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { ensureOrganization } from '#src/usecases/people/ensure-organization.ts';
import { takeOverRequests } from '#src/usecases/recognition/take-over-requests.ts';
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
  /** Calls webhooks. */
  webhooks: () => Promise<WebhookSender>;
  /** Says where the web pages are, where no setting does. */
  publish: (url: string) => void;
  words: Words;
  log: Log;
  clock: Clock;
  newId: () => string;
  keys: KeyRing;
  ring: KeptRing;
  /** Which calls of platforms wait, for messages and look-ups alike. */
  pace: Pace;
  /** Closes everything that was opened, in reverse order. */
  close(): Promise<void>;
};

export type OpenOptions = {
  log: Log;
  /** Who runs the command, for the record; undefined in a running Largesse. */
  operator?: string;
  /** What the process runs as: its roles, or its command. */
  role?: string;
  clock?: Clock;
  /** Whether to join a running Largesse as a follower of its embedded Postgres. */
  allowFollower: boolean;
  /** How long to wait for a command that holds it, in milliseconds. `onWait` hears of it once, with the command's process id. */
  patienceMs?: number;
  onWait?: (ownerPid: number | undefined) => void;
  /** Ends the opening, which then throws the signal's reason. */
  signal?: AbortSignal | undefined;
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
  { operator, role = 'command', clock = { now: () => new Date() }, ...options }: OpenOptions,
  closers: (() => Promise<void>)[],
): Promise<Omit<Core, 'close'>> {
  const { log } = options;
  const { db, databaseUrl, ownerUrl, ownsDatabase } = await openDatabase(config, options, closers);
  const ring = await keepRing(config, db, { log, role });
  closers.push(() => ring.close());
  const { keys } = ring;
  const queue = openWhenNeeded(
    () => loadQueue(config, { db, databaseUrl, ownerUrl, log }),
    (opened) => opened.close(),
  );
  closers.push(() => queue.close());
  const lazyQueue = enqueueWhenOpen(queue.get, log);
  const parts = { db, clock, newId, log, keys, queue: lazyQueue };
  const organization = await comingFrom(operator === undefined ? 'start' : 'shell', async () => {
    const ours = await ensureOrganization(parts, config.organization);
    await takeOverRequests(parts, ours.id);
    return ours;
  });
  const words = createWords(undefined, config.commandNames);
  const adapters = openWhenNeeded(
    () => openAdapters(config, { log, clock, db, keys, organization, words }),
    closeAdapters,
  );
  closers.push(() => adapters.close());
  const webhooks = openWhenNeeded(
    async () => (await webhookSenders.http())(config.webhooks),
    (sender) => sender.close(),
  );
  closers.push(() => webhooks.close());
  const platformIds = [...configuredPlatforms(config), ...(config.hasPlayground ? ['playground'] : [])];
  const pace = createPace();
  const reachable = reachableBy(config, platformIds);
  const app = createApp({
    ...parts,
    ...(await openProviders(config, { log, clock })),
    operator,
    ...(config.erasedIdsFile && { erasedList: erasedListFile(config.erasedIdsFile) }),
    ...createLookUps({ pace, platforms: async () => (await adapters.get()).platforms }),
    webhooks: { check: async (url) => (await webhooks.get()).check(url) },
    reachable,
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
    webhooks: webhooks.get,
    publish: (url) => (reachable.web ??= url),
    words,
    log,
    clock,
    newId,
    keys,
    ring,
    pace,
  };
}

function reachableBy(config: Config, platforms: readonly string[]): Deps['reachable'] {
  // Only the playground shows the mailbox.
  const mail = config.mail.kind === 'smtp' || config.hasPlayground;
  return { platforms, mail, web: config.web.publicUrl };
}

/** What moves money outside: where rewards are bought, and the other payment method at checkout. */
async function openProviders(
  config: Config,
  deps: { log: Log; clock: Clock },
): Promise<Pick<Deps, 'rewardProviders' | 'payment'>> {
  const providers = await createRewardProviders(config, deps);
  const [payment] = await createPaymentMethods(config, deps);
  return { rewardProviders: new Map(providers.map((provider) => [provider.name, provider])), payment };
}

/** `ownerUrl`: of the embedded Postgres, whose tables belong to another role than the one in `databaseUrl`. */
type Database = { db: Db; databaseUrl: string; ownerUrl?: string | undefined; ownsDatabase: () => boolean };

type DatabaseOptions = Pick<OpenOptions, 'log' | 'allowFollower' | 'patienceMs' | 'onWait' | 'signal'>;

async function openDatabase(
  config: Config,
  options: DatabaseOptions,
  closers: (() => Promise<void>)[],
): Promise<Database> {
  const found = await findDatabase(config, options, closers);
  options.signal?.throwIfAborted();
  const db = connect({ url: found.databaseUrl, poolSize: POOL_SIZE }, options.log);
  closers.push(() => db.destroy());
  if (found.ownerUrl !== undefined) {
    await migrateEmbedded(found.ownerUrl, options.log);
    return { ...found, db };
  }
  await checkSession(db);
  const pending = await listPendingMigrations(db);
  if (pending.length > 0) {
    throw new Error(`The database is ${pending.length} migrations behind. Run: largesse migrate`);
  }
  return { ...found, db };
}

async function migrateEmbedded(ownerUrl: string, log: Log): Promise<void> {
  const owner = connect({ url: ownerUrl, poolSize: 1 }, log);
  try {
    await migrate(owner, { grantTo: APPLICATION_ROLE });
  } finally {
    await owner.destroy();
  }
}

async function findDatabase(
  { database, dir }: Config,
  options: DatabaseOptions,
  closers: (() => Promise<void>)[],
): Promise<Omit<Database, 'db'>> {
  if (database.kind === 'server') return { databaseUrl: database.url, ownsDatabase: () => false };
  const settings: Record<string, string> = database.isThrowaway
    ? { fsync: 'off', synchronous_commit: 'off' }
    : {};
  const server = await startEmbeddedPostgres({
    dataDir: join(dir, 'postgres'),
    settings,
    removeOnStop: database.isThrowaway,
    ...options,
  });
  closers.push(() => server.stop());
  return { databaseUrl: server.url, ownerUrl: server.ownerUrl, ownsDatabase: () => server.isOwner };
}

async function loadQueue(
  config: Config,
  { db, databaseUrl, ownerUrl, log }: Omit<Database, 'ownsDatabase'> & { log: Log },
): Promise<OpenQueue> {
  const { openQueue } = await import('#jobs/queue.ts');
  const { queue } = config;
  if (queue.kind === 'postgres') {
    const owner = ownerUrl === undefined ? {} : { owner: { url: ownerUrl, grantTo: APPLICATION_ROLE } };
    return openQueue({ kind: 'postgres', url: databaseUrl, ...owner }, { log });
  }
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
