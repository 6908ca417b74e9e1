import { setTimeout as sleep } from 'node:timers/promises';
import { jobs } from '#jobs/jobs.ts';
import type { Workers } from '#jobs/workers.ts';
import { createDrawPicture } from '#src/draw/draw-picture.ts';
import { createChatHost } from '#src/chat/chat-host.ts';
import { hadSampleCompany } from '#src/db/people/sample-company.ts';
import { listPeople } from '#src/db/people/person.ts';
import { jobDepsOf } from './job-deps-of.ts';
import type { Config } from '#src/config.ts';
import type { Adapters } from './open-adapters.ts';
import { openPeopleSource } from './people-source/create-people-source.ts';
import type { Core } from './open-core.ts';
import { comingFrom } from '#src/ports/way-in.ts';
import type { PlatformStates } from '#src/ports/platform-state.ts';
import type { ReadinessChecks, ReadinessDetails } from '#src/ports/readiness.ts';
import { reconcileAtStart } from './reconcile-at-start.ts';
import { keysDetail } from './keys-detail.ts';
import { ledgerDetail } from './ledger-detail.ts';
import { readinessChecks } from './readiness-checks.ts';
import { type RunningPlatforms, runPlatforms } from './run-platforms.ts';
import { makeSampleCompany } from './sample-company.ts';
import { setupSettingsOf } from './setup-settings.ts';
import type { PlaygroundDeps } from '#src/web/pages/playground/deps.ts';
import type { RunningWeb } from '#src/web/serve-web.ts';
import type { SiteDeps } from '#src/web/site-deps.ts';
import { createOidcClient } from '#src/web/sign-in/oidc-client.ts';

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
  const { misconfigured } = core.config;
  const [queue, adapters] = await Promise.all([core.queue(), core.adapters()]);
  if (adapters.playground) await comingFrom('start', () => fillPlayground(core));
  if (roles.includes('worker') && core.config.mail.kind === 'smtp') await adapters.mailer?.prepare();
  const checks = readinessChecks({
    db: core.db,
    keys: core.keys,
    queue,
    workers: () => parts.workers,
    platformIds: roles.includes('chat') ? [...adapters.platforms.keys(), ...misconfigured.map(idOf)] : [],
    platformStates: () => parts.chat?.states() ?? {},
  });
  const details = { keys: () => keysDetail(core), ledger: () => ledgerDetail(core) };
  const health = { checks, details };
  if (roles.includes('web')) parts.web = await openWeb(core, adapters, health);
  else parts.health = await openHealth(core, health);
  if (roles.includes('worker')) parts.workers = queue.work(await jobDepsOf(core), jobs);
  if (roles.includes('worker') && hasRewards(core)) void comingFrom('start', () => reconcileAtStart(core));
  if (roles.includes('chat')) {
    const host = createChatHost({ app, words, log, newId, draw: createDrawPicture({ log }) });
    parts.chat = runPlatforms({ log, clock }, [...adapters.platforms.values()], host, misconfigured);
  }
}

function hasRewards({ config }: Core): boolean {
  return config.amazonIncentives !== undefined || config.tremendous !== undefined;
}

function idOf({ platform }: Config['misconfigured'][number]): string {
  return platform;
}

/** Everybody we know can be played; if that is nobody, the embedded database gets the sample company. */
async function fillPlayground({ app, db, organization, config }: Core): Promise<void> {
  const people = await listPeople(db, organization.id);
  const wantsSample = people.length === 0 && config.database.kind === 'embedded';
  if (wantsSample && !(await hadSampleCompany(db, organization.id)))
    await makeSampleCompany(app, organization);
  await app.people.linkPlayground(organization.id);
}

type Health = { checks: ReadinessChecks; details: ReadinessDetails };

async function openWeb(
  core: Core,
  { platforms, playground, mailbox }: Adapters,
  health: Health,
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
    site: siteOf(core),
    claims: { app: core.app, words: core.words },
    ...(hasRewards(core) ? { rewardNotices: { app: core.app, organizationId: core.organization.id } } : {}),
    ...health,
    ...(playground
      ? {
          playground: {
            room: playground.room,
            mailbox: mailbox ?? NO_MAILBOX,
            preferences: preferencesOf(core),
            signIn: signInOf(core),
          },
        }
      : {}),
  });
  const webhooks = [...platforms.values()].map((platform) => platform.webhook);
  const web = await serveWeb({ app, webhooks, ...config.web });
  // The playground is on this machine, so its links may lead to whichever port was free.
  if (playground) core.publish(web.url);
  return web;
}

function siteOf({ app, words, log, clock, organization, config }: Core): SiteDeps {
  const { publicUrl, trustedProxies } = config.web;
  return {
    app,
    words,
    log,
    clock,
    organization,
    publicUrl,
    trustedProxies,
    hasMail: config.mail.kind === 'smtp' || config.hasPlayground,
    setup: setupSettingsOf(config),
    peopleSource: openPeopleSource(config),
    oidc: config.oidc && createOidcClient(config.oidc),
  };
}

/** A service manager asks processes without the web role too. */
async function openHealth({ config, log }: Core, health: Health): Promise<RunningWeb> {
  const [{ createHealthApp }, { serveWeb }] = await Promise.all([
    import('#src/web/create-health-app.ts'),
    import('#src/web/serve-web.ts'),
  ]);
  const { host, healthPort, port } = config.web;
  return serveWeb({
    app: createHealthApp({ log, ...health }),
    webhooks: [],
    host,
    port: healthPort,
    usualPort: port,
    setting: 'HEALTH_PORT',
  });
}

async function personOf({ app, organization }: Core, userId: string) {
  const user = { platform: 'playground', workspaceId: 'playground', userId };
  return (await app.people.identify(organization.id, user)).person;
}

/** Whoever is played opens their own wallet. */
function signInOf(core: Core): PlaygroundDeps['signIn'] {
  return async (userId, from) => {
    const person = await personOf(core, userId);
    if (!person || person.isDeactivated) return undefined;
    return core.app.session.openInPlayground({ person, ...from });
  };
}

/** How people in the playground want to receive gifts. */
function preferencesOf(core: Core) {
  const { app } = core;
  return {
    async prefersEmail(userId: string) {
      return (await personOf(core, userId))?.prefers === 'email';
    },
    async setPrefersEmail({ userId, prefersEmail }: { userId: string; prefersEmail: boolean }) {
      const person = await personOf(core, userId);
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
