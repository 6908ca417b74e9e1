import { sql } from 'kysely';
import type { JobDeps } from '#jobs/job-deps.ts';
import { jobs } from '#jobs/jobs.ts';
import { createPace } from '#jobs/pace.ts';
import type { Workers } from '#jobs/workers.ts';
import { createChatHost } from './chat/chat-host.ts';
import { listPeople } from './db/person.ts';
import { linkPlaygroundPeople } from './db/playground-people.ts';
import type { Core } from './open-core.ts';
import { makeSampleCompany } from './sample-company.ts';
import { createWebApp } from './web/create-web-app.tsx';
import { type RunningWeb, serveWeb } from './web/serve-web.ts';

/** The parts of the work that a process may take: answering HTTP, speaking with chat platforms, running jobs. */
export type ProcessRole = 'web' | 'chat' | 'worker';

export type Running = {
  /** Where the web role answers; undefined without it. */
  web: RunningWeb | undefined;
  /** Takes nothing new, finishes or gives back what runs, and closes everything within ten seconds. */
  stop(): Promise<void>;
};

const FINISH_MS = 6_000;

/** With a real mail server, mails are read where they go. */
const NO_MAILBOX = { mails: () => [], onMail: () => () => undefined };

/** What runs so far. */
type Parts = { workers?: Workers; web?: RunningWeb; isChatting?: boolean };

/** Runs Largesse, in the roles that are asked for, until it is stopped. What was started is stopped again when a later part fails. */
export async function runLargesse(core: Core, roles: readonly ProcessRole[]): Promise<Running> {
  const parts: Parts = {};
  try {
    await start(core, roles, parts);
  } catch (error) {
    await stop(core, parts);
    throw error;
  }
  return { web: parts.web, stop: () => stop(core, parts) };
}

/** The workers come last: a process that cannot start takes no job with it. */
async function start(core: Core, roles: readonly ProcessRole[], parts: Parts): Promise<void> {
  const { app, words, log, newId } = core;
  if (core.playground) await fillPlayground(core);
  if (roles.includes('worker') && core.config.mail.kind === 'smtp') await core.mailer.prepare();
  if (roles.includes('web')) parts.web = await openWeb(core);
  if (roles.includes('chat')) {
    const host = createChatHost({ app, words, log, newId });
    parts.isChatting = true;
    await Promise.all([...core.platforms.values()].map((platform) => platform.start(host)));
  }
  if (roles.includes('worker')) parts.workers = core.queue.work(jobDepsOf(core), jobs);
}

/** What the jobs of this process work with. */
export function jobDepsOf({ app, platforms, mailer, words, log }: Core): JobDeps {
  return { app, platforms, mailer, pace: createPace(), words, log };
}

/** Whoever is known can be played; where nobody is, a sample company moves in. */
async function fillPlayground({ app, db, organization }: Core): Promise<void> {
  const people = await listPeople(db, organization.id);
  if (people.length === 0) await makeSampleCompany(app, organization);
  await linkPlaygroundPeople(db, organization.id);
}

async function openWeb(core: Core): Promise<RunningWeb> {
  const { config, log, db, platforms, playground, mailbox } = core;
  const app = createWebApp({
    log,
    approvals: { app: core.app, words: core.words },
    checks: { database: () => sql`select 1`.execute(db) },
    ...(playground
      ? {
          playground: {
            room: playground.room,
            mailbox: mailbox ?? NO_MAILBOX,
            preferences: preferencesOf(core),
          },
        }
      : {}),
  });
  const webhooks = [...platforms.values()].map((platform) => platform.webhook);
  return serveWeb({ app, webhooks, ...config.web });
}

/** How the people of the playground like to hear of gifts. */
function preferencesOf({ app, organization }: Core) {
  async function personOf(userId: string) {
    const user = { platform: 'playground', workspaceId: 'playground', userId };
    return (await app.identifyPerson(organization.id, user)).person;
  }
  return {
    async prefersEmail(userId: string) {
      return (await personOf(userId))?.prefers === 'email';
    },
    async setPrefersEmail({ userId, prefersEmail }: { userId: string; prefersEmail: boolean }) {
      const person = await personOf(userId);
      if (person) await app.setDeliveryPreference(person, prefersEmail ? 'email' : 'chat');
    },
  };
}

async function stop(core: Core, parts: Parts): Promise<void> {
  await Promise.allSettled([stopListening(core, parts), parts.workers?.close(FINISH_MS)]);
  await core.close();
}

/** The web server goes after the platforms: a command that came over it is still being answered. */
async function stopListening({ platforms }: Core, { web, isChatting }: Parts): Promise<void> {
  if (isChatting) await Promise.allSettled([...platforms.values()].map((platform) => platform.stop()));
  await web?.close();
}
