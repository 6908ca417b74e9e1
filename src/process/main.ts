import { setTimeout as sleep } from 'node:timers/promises';
import { jobs } from '#jobs/jobs.ts';
import type { Workers } from '#jobs/workers.ts';
import { createChatHost } from '#src/chat/chat-host.ts';
import { listPeople } from '#src/db/people/person.ts';
import { linkPlaygroundPeople } from '#src/db/people/playground-people.ts';
import { jobDepsOf } from './job-deps-of.ts';
import type { Adapters } from './open-adapters.ts';
import type { Core } from './open-core.ts';
import type { PlatformStates } from '#src/ports/platform-state.ts';
import type { ReadinessChecks } from '#src/ports/readiness.ts';
import { readinessChecks } from './readiness-checks.ts';
import { type RunningPlatforms, runPlatforms } from './run-platforms.ts';
import { makeSampleCompany } from './sample-company.ts';
import type { RunningWeb } from '#src/web/serve-web.ts';

/** The parts of the work a process may take: serving HTTP, talking to chat platforms, running jobs. */
export type ProcessRole = 'web' | 'chat' | 'worker';

export type Running = {
  /** The web server; undefined without the web role. */
  web: RunningWeb | undefined;
  /** Where a process without the web role says how it is. */
  health: RunningWeb | undefined;
  /** How the chat platforms are connected, by id; empty without the chat role. */
  platformStates(): PlatformStates;
  /** Resolves when every chat platform has been tried once, or after some seconds. */
  platformsTried(): Promise<void>;
  /** Stops accepting work, finishes or gives back what runs, and closes everything within ten seconds. */
  stop(): Promise<void>;
};

const FINISH_MS = 6_000;
/** Longer than a platform that is well takes to connect. */
const TRIED_MS = 5_000;

/** With a real mail server, people read mails in their own mailboxes. */
const NO_MAILBOX = { mails: () => [], onMail: () => () => undefined };

/** What is running so far. */
type Parts = { workers?: Workers; web?: RunningWeb; health?: RunningWeb; chat?: RunningPlatforms };

/**
 * Runs Largesse in the given roles until it is stopped. If one part fails to start, those already started are stopped
 * again.
 */
export async function runLargesse(core: Core, roles: readonly ProcessRole[]): Promise<Running> {
  const parts: Parts = {};
  try {
    await start(core, roles, parts);
  } catch (error) {
    await stop(core, parts);
    throw error;
  }
  let stopping: Promise<void> | undefined;
  return {
    web: parts.web,
    health: parts.health,
    platformStates: () => parts.chat?.states() ?? {},
    platformsTried: () =>
      Promise.race([parts.chat?.firstAttempts, sleep(TRIED_MS, undefined, { ref: false })]).then(
        () => undefined,
      ),
    stop: () => (stopping ??= stop(core, parts)),
  };
}

/** Workers start after what can fail, so that a failed start takes no job down with it. No platform is waited for. */
async function start(core: Core, roles: readonly ProcessRole[], parts: Parts): Promise<void> {
  const { app, words, log, newId, clock } = core;
  const [queue, adapters] = await Promise.all([core.queue(), core.adapters()]);
  if (adapters.playground) await fillPlayground(core);
  if (roles.includes('worker') && core.config.mail.kind === 'smtp') await adapters.mailer?.prepare();
  const checks = readinessChecks({
    db: core.db,
    queue,
    workers: () => parts.workers,
    platformIds: roles.includes('chat') ? [...adapters.platforms.keys()] : [],
    platformStates: () => parts.chat?.states() ?? {},
  });
  if (roles.includes('web')) parts.web = await openWeb(core, adapters, checks);
  else parts.health = await openHealth(core, checks);
  if (roles.includes('worker')) parts.workers = queue.work(await jobDepsOf(core), jobs);
  if (roles.includes('chat')) {
    const host = createChatHost({ app, words, log, newId });
    parts.chat = runPlatforms({ log, clock }, [...adapters.platforms.values()], host);
  }
}

/** Everybody we know can be played; if that is nobody, the embedded database gets the sample company. */
async function fillPlayground({ app, db, organization, config }: Core): Promise<void> {
  const people = await listPeople(db, organization.id);
  if (people.length === 0 && config.database.kind === 'embedded') await makeSampleCompany(app, organization);
  await linkPlaygroundPeople(db, organization.id);
}

async function openWeb(
  core: Core,
  { platforms, playground, mailbox }: Adapters,
  checks: ReadinessChecks,
): Promise<RunningWeb> {
  const { config, log, newId } = core;
  const [{ createWebApp }, { serveWeb }] = await Promise.all([
    import('#src/web/create-web-app.tsx'),
    import('#src/web/serve-web.ts'),
  ]);
  const app = createWebApp({
    log,
    newId,
    approvals: { app: core.app, words: core.words },
    checks,
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

/** A service manager asks processes without the web role too. */
async function openHealth({ config, log }: Core, checks: ReadinessChecks): Promise<RunningWeb> {
  const [{ createHealthApp }, { serveWeb }] = await Promise.all([
    import('#src/web/create-health-app.ts'),
    import('#src/web/serve-web.ts'),
  ]);
  const { host, healthPort, port } = config.web;
  return serveWeb({
    app: createHealthApp({ log, checks }),
    webhooks: [],
    host,
    port: healthPort,
    usualPort: port,
    setting: 'HEALTH_PORT',
  });
}

/** How people in the playground want to receive gifts. */
function preferencesOf({ app, organization }: Core) {
  async function personOf(userId: string) {
    const user = { platform: 'playground', workspaceId: 'playground', userId };
    return (await app.people.identify(organization.id, user)).person;
  }
  return {
    async prefersEmail(userId: string) {
      return (await personOf(userId))?.prefers === 'email';
    },
    async setPrefersEmail({ userId, prefersEmail }: { userId: string; prefersEmail: boolean }) {
      const person = await personOf(userId);
      if (person) await app.people.setDeliveryPreference(person, prefersEmail ? 'email' : 'chat');
    },
  };
}

async function stop(core: Core, parts: Parts): Promise<void> {
  await Promise.allSettled([stopListening(parts), parts.workers?.close(FINISH_MS)]);
  await core.close();
}

/** Stops the web server after the platforms: a command that arrived over it may still be waiting for its answer. */
async function stopListening({ web, health, chat }: Parts): Promise<void> {
  await chat?.stop();
  await web?.close();
  await health?.close();
}
