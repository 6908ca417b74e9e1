import { checkQueue } from '#jobs/check-queue.ts';
import type { Config } from '#src/config.ts';
import { listNewerMigrations, listPendingMigrations } from '#src/db/kit/migrate.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { findOrganization, getInstallation } from '#src/db/people/organization.ts';
import { openLog } from '#src/cli/kit/open-log.ts';
import type { Finding } from '#src/ports/doctor.ts';
import type { Log } from '#src/ports/log.ts';
import { checkChat } from './check-chat.ts';
import { checkContent } from './check-content.ts';
import { checkDatabase } from './check-database.ts';
import { checkErased } from './check-erased.ts';
import { checkKeys } from './check-keys.ts';
import { checkLedger } from './check-ledger.ts';
import { checkMail } from './check-mail.ts';
import { checkMigrations } from './check-migrations.ts';
import { checkNode } from './check-node.ts';
import { checkPauses } from './check-pauses.ts';
import { checkPublicUrl } from './check-public-url.ts';
import { readSettings } from './check-settings.ts';
import { checkProviders } from './check-providers.ts';
import { checkRetention } from './check-retention.ts';
import { checkRights } from './check-rights.ts';
import { checkSetup } from './check-setup.ts';
import { checkPort } from './check-web.ts';
import { checkWorkspaces } from './check-workspaces.ts';
import { guard } from './guard.ts';
import { type LookedAt, openDatabase } from './open-database.ts';

/** Checks every setting and server in parallel and yields the findings in a fixed order, each as soon as it can. */
export async function* examine(): AsyncGenerator<Finding> {
  yield* checkNode();
  const { config, wrong, findings } = readSettings();
  yield* findings;
  const log = openLog(config.logLevel);
  const groups = [
    wrong.has('DATABASE_URL') ? [] : lookIntoDatabase(config, log),
    config.queue.kind === 'redis'
      ? guard('Queue', () => checkQueue(config.queue as { kind: 'redis'; url: string }, log))
      : [],
    wrong.has('SMTP_URL') ? [] : guard('Mail', () => checkMail(config, log)),
    guard('Chat', () => checkChat(config, log)),
    checkProviders(config, log),
    wrong.has('PORT') ? [] : guard('Web', () => checkPort(config)),
    wrong.has('PUBLIC_URL') ? [] : guard('Public address', () => checkPublicUrl(config)),
  ];
  for (const group of groups) yield* await group;
}

async function lookIntoDatabase(config: Config, log: Log): Promise<Finding[]> {
  let opened: LookedAt | undefined;
  const opening = await guard('Database', async () => {
    opened = await openDatabase(config, log);
    return opened.findings;
  });
  if (!opened) return opening;
  const { db, url, role, close } = opened;
  try {
    if (!db) return [...opening, ...(await guard('Keys', () => checkKeys(config, undefined)))];
    const server = await checkDatabase(db);
    if (server.some(({ level }) => level === 'problem')) return [...opening, ...server];
    return [...opening, ...server, ...(await lookIntoTables(config, { db, url, role, log }))];
  } finally {
    await close();
  }
}

async function lookIntoTables(
  config: Config,
  { db, url, role, log }: { db: Db; url: string; role: string | undefined; log: Log },
): Promise<Finding[]> {
  const isMigrated = (await listPendingMigrations(db)).length === 0;
  const hasOwnQueue = config.queue.kind === 'postgres' && config.database.kind === 'server';
  const found = await Promise.all([
    guard('Migrations', () => checkMigrations(db, config)),
    isMigrated ? guard('Rights', () => checkRightsOfOurs(db, role)) : [],
    hasOwnQueue ? guard('Queue', () => checkQueue({ kind: 'postgres', url }, log)) : [],
    config.queue.kind === 'redis' && isMigrated ? guard('Queue', () => tellPrefix(db)) : [],
    guard('Keys', () => checkKeys(config, isMigrated ? db : undefined)),
    isMigrated ? guard('People', () => checkContent(db, config)) : [],
    isMigrated ? guard('Set-up', () => checkSetup(db, config)) : [],
    isMigrated ? guard('Ledger', () => checkLedger(config, db)) : [],
    isMigrated ? guard('Erased people', () => checkErased(config, db)) : [],
    isMigrated ? guard('Retention', () => checkRetention(db, new Date())) : [],
    isMigrated ? guard('Rewards', () => checkPauses(db)) : [],
    isMigrated ? guard('Workspaces', () => checkWorkspaces(db, config, log)) : [],
  ]);
  return found.flat();
}

/** A newer Largesse needs others, and granted them. */
async function checkRightsOfOurs(db: Db, role: string | undefined): Promise<Finding[]> {
  return (await listNewerMigrations(db)).length === 0 ? checkRights(db, role) : [];
}

/** Other installations on the same Redis have other names. */
async function tellPrefix(db: Db): Promise<Finding[]> {
  if (!(await findOrganization(db))) return [];
  const message = `This installation’s jobs are in Redis under {${await getInstallation(db)}}, apart from any other’s.`;
  return [{ subject: 'Installation', level: 'ok', message }];
}
