import { join } from 'node:path';
import { v7 as uuidV7 } from 'uuid';
import { type Mailbox, startMailbox } from '#adapters/mail/smtp/mailbox.ts';
import { chatPlatforms, createConfiguredPlatforms, mailers } from '#adapters/registry.ts';
import { type OpenQueue, openQueue } from '#jobs/queue.ts';
import { type App, createApp } from './app.ts';
import { commandSpecs } from './chat/command-specs.ts';
import type { Config } from './config.ts';
import { rememberKeys } from './db/code-key.ts';
import { connect } from './db/connect.ts';
import { startEmbeddedPostgres } from './db/embedded-postgres.ts';
import { migrate, pendingMigrations } from './db/migrate.ts';
import type { Organization } from './db/organization.ts';
import { listPlaygroundPeople } from './db/playground-people.ts';
import type { Db } from './db/schema.ts';
import { createKeyRing, fingerprint, keysFromText, loadOrCreateKeyFile } from './key-ring.ts';
import type { ChatPlatform, Clock, Log, Mailer } from './ports.ts';
import { ensureOrganization } from './usecases/ensure-organization.ts';
import { createWords, type Words } from './words/words.ts';

type Playground = ReturnType<typeof chatPlatforms.playground>;

/** Largesse with everything opened and bound, but nothing running yet. */
export type Core = {
  config: Config;
  app: App;
  db: Db;
  databaseUrl: string;
  /** Whether the embedded Postgres is this process's own, so that no other process runs workers on it. */
  ownsDatabase: () => boolean;
  queue: OpenQueue;
  organization: Organization;
  platforms: ReadonlyMap<string, ChatPlatform>;
  playground: Playground | undefined;
  mailer: Mailer;
  mailbox: Mailbox | undefined;
  words: Words;
  log: Log;
  clock: Clock;
  newId: () => string;
  /** Closes everything that was opened, in reverse. */
  close(): Promise<void>;
};

export type OpenOptions = {
  log: Log;
  clock?: Clock;
  /** Whether a running Largesse may be joined as a guest of its embedded Postgres. */
  allowGuest: boolean;
};

const POOL_SIZE = 10;

/** Opens the servers and files that the configuration names. What was opened is closed again when a later step fails. */
export async function openCore(config: Config, options: OpenOptions): Promise<Core> {
  const closers: (() => Promise<void>)[] = [];
  async function close(): Promise<void> {
    for (const closer of closers.splice(0).toReversed()) await closer();
  }
  try {
    return { ...(await open(config, options, closers)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(
  config: Config,
  { log, clock = { now: () => new Date() }, allowGuest }: OpenOptions,
  closers: (() => Promise<void>)[],
): Promise<Omit<Core, 'close'>> {
  const { db, databaseUrl, ownsDatabase } = await openDatabase(config, { log, allowGuest }, closers);
  const keys = config.keys ? keysFromText(config.keys) : await loadOrCreateKeyFile(join(config.dir, 'keys'));
  await rememberKeys(
    db,
    keys.map((key) => ({ id: key.id, fingerprint: fingerprint(key) })),
  );
  const organization = await ensureOrganization({ db, newId: uuidV7 }, config.organization);

  const queue = await openQueue(
    config.queue.kind === 'redis' ? config.queue : { kind: 'postgres', url: databaseUrl },
    { log },
  );
  closers.push(() => queue.close());
  const { mailer, mailbox } = await openMail(config, log, closers);

  const words = createWords();
  const platforms = openPlatforms(config, { log, clock, db, organization, words });
  const playground = platforms.playground;
  const app = createApp({
    db,
    clock,
    newId: uuidV7,
    keys: createKeyRing(keys),
    queue,
    log,
    findChatUser: async (user) => platforms.all.get(user.platform)?.findUser(user),
    findChatGroup: async (group) => platforms.all.get(group.platform)?.findGroupMembers(group),
    reachable: {
      platforms: [...platforms.all.keys()],
      // The mailbox is read in the playground and nowhere else.
      mail: config.mail.kind === 'smtp' || playground !== undefined,
      web: config.web.publicUrl,
    },
  });
  return {
    config,
    app,
    db,
    databaseUrl,
    ownsDatabase,
    queue,
    organization,
    platforms: platforms.all,
    playground,
    mailer,
    mailbox,
    words,
    log,
    clock,
    newId: uuidV7,
  };
}

type Database = { db: Db; databaseUrl: string; ownsDatabase: () => boolean };

async function openDatabase(
  config: Config,
  { log, allowGuest }: { log: Log; allowGuest: boolean },
  closers: (() => Promise<void>)[],
): Promise<Database> {
  const { databaseUrl, ownsDatabase } = await findDatabase(config, { log, allowGuest }, closers);
  const db = connect({ url: databaseUrl, poolSize: POOL_SIZE }, log);
  closers.push(() => db.destroy());
  if (config.database.kind === 'embedded') {
    await migrate(db);
    return { db, databaseUrl, ownsDatabase };
  }
  const pending = await pendingMigrations(db);
  if (pending.length > 0) {
    throw new Error(`The database lacks ${pending.length} migrations. Run: largesse migrate`);
  }
  return { db, databaseUrl, ownsDatabase };
}

async function findDatabase(
  { database, dir }: Config,
  { log, allowGuest }: { log: Log; allowGuest: boolean },
  closers: (() => Promise<void>)[],
): Promise<Omit<Database, 'db'>> {
  if (database.kind === 'server') return { databaseUrl: database.url, ownsDatabase: () => false };
  const settings: Record<string, string> = database.isThrowaway
    ? { fsync: 'off', synchronous_commit: 'off' }
    : {};
  const server = await startEmbeddedPostgres({
    dataDir: join(dir, 'postgres'),
    settings,
    allowGuest,
    removeOnStop: database.isThrowaway,
    log,
  });
  closers.push(() => server.stop());
  return { databaseUrl: server.url, ownsDatabase: () => server.isOwner };
}

async function openMail(
  { mail }: Config,
  log: Log,
  closers: (() => Promise<void>)[],
): Promise<{ mailer: Mailer; mailbox: Mailbox | undefined }> {
  const mailbox = mail.kind === 'mailbox' ? await startMailbox() : undefined;
  if (mailbox) closers.push(() => mailbox.stop());
  const config =
    mail.kind === 'smtp' ? mail : { url: mailbox?.url ?? '', from: 'Largesse <gifts@largesse.example>' };
  const mailer = mailers.smtp(config, { log });
  closers.push(() => mailer.stop());
  return { mailer, mailbox };
}

function openPlatforms(
  config: Config,
  deps: { log: Log; clock: Clock; db: Db; organization: Organization; words: Words },
): { all: Map<string, ChatPlatform>; playground: Playground | undefined } {
  const { log, clock, db, organization, words } = deps;
  const real = createConfiguredPlatforms(config, { log, clock, commands: commandSpecs(words) });
  const playground = config.hasPlayground
    ? chatPlatforms.playground({ clock, people: () => listPlaygroundPeople(db, organization.id) })
    : undefined;
  const all = [...real, ...(playground ? [playground] : [])];
  return { all: new Map(all.map((platform) => [platform.id, platform])), playground };
}
