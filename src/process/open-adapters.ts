import { join } from 'node:path';
import type { MailboxServer } from '#adapters/mail/smtp/mailbox.ts';
import { chatPlatforms, createConfiguredPlatforms, mailers } from '#adapters/registry.ts';
import { commandSpecs } from '#src/chat/command-specs.ts';
import type { Config } from '#src/config.ts';
import type { Organization } from '#src/db/people/organization.ts';
import { listPlaygroundPeople } from '#src/db/people/playground-people.ts';
import type { Db } from '#src/db/kit/schema.ts';
import type { ChatPlatform } from '#src/ports/chat.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { KeyRing } from '#src/ports/keys.ts';
import { openRoom } from './playground-room.ts';
import type { Log } from '#src/ports/log.ts';
import type { Mailer } from '#src/ports/mail.ts';
import type { Words } from '#src/words/words.ts';

type Playground = ReturnType<Awaited<ReturnType<typeof chatPlatforms.playground>>>;

/** The adapters of chat platforms and mail servers. Not connected yet. */
export type Adapters = {
  platforms: ReadonlyMap<string, ChatPlatform>;
  playground: Playground | undefined;
  /** Undefined when no mail server is configured and there is no playground to read mails in. */
  mailer: Mailer | undefined;
  /** Receives the playground's mails when no mail server is configured. */
  mailbox: MailboxServer | undefined;
};

type AdapterDeps = {
  log: Log;
  clock: Clock;
  db: Db;
  keys: KeyRing;
  organization: Organization;
  words: Words;
};

/** Loads and opens only the configured adapters. */
export async function openAdapters(config: Config, deps: AdapterDeps): Promise<Adapters> {
  const real = await createConfiguredPlatforms(config, { ...deps, commands: commandSpecs(deps.words) });
  const playground = config.hasPlayground ? await openPlayground(deps) : undefined;
  const all = [...real, ...(playground ? [playground] : [])];
  return {
    platforms: new Map(all.map((platform) => [platform.id, platform])),
    playground,
    ...(await openMail(config, deps)),
  };
}

/** Closes what `openAdapters` opened; stop started platforms before. */
export async function closeAdapters({ mailer, mailbox }: Adapters): Promise<void> {
  await mailer?.stop();
  await mailbox?.stop();
}

async function openPlayground({ clock, db, keys, log, organization }: AdapterDeps): Promise<Playground> {
  const create = await chatPlatforms.playground();
  const keeper = await openRoom({ db, keys, log, organizationId: organization.id });
  return create({ clock, keeper, people: () => listPlaygroundPeople(db, organization.id) });
}

async function openMail(
  { mail, hasPlayground, dir, database }: Config,
  { log, keys }: Pick<AdapterDeps, 'log' | 'keys'>,
): Promise<Pick<Adapters, 'mailer' | 'mailbox'>> {
  if (mail.kind === 'mailbox' && !hasPlayground) return { mailer: undefined, mailbox: undefined };
  const createMailer = await mailers.smtp();
  if (mail.kind === 'smtp') return { mailer: createMailer(mail, { log }), mailbox: undefined };
  const [{ startMailbox }, { openMailboxFolder }] = await Promise.all([
    import('#adapters/mail/smtp/mailbox.ts'),
    import('./mailbox-folder.ts'),
  ]);
  const isThrowaway = database.kind === 'embedded' && database.isThrowaway;
  const keeper = isThrowaway ? undefined : await openMailboxFolder(join(dir, 'mailbox'), { keys, log });
  const mailbox = await startMailbox(keeper && { keeper });
  const mailer = createMailer({ url: mailbox.url, from: 'Largesse <gifts@largesse.example>' }, { log });
  return { mailer, mailbox };
}
