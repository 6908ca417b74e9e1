import { Hono } from 'hono';
import type { Log } from '#src/ports/log.ts';
import type { ReadinessCheck, ReadinessChecks, ReadinessDetails } from '#src/ports/readiness.ts';

export type HealthDeps = {
  log: Log;
  checks: ReadinessChecks;
  details?: ReadinessDetails | undefined;
  /** A clock in milliseconds. */
  now?: () => number;
};

/** By name: `ok`, or why the part cannot work. */
type Found = Readonly<Record<string, string>>;

const CHECK_TIMEOUT_MS = 2_000;
/** So that no crowd of askers becomes a load. */
const KEEP_MS = 1_000;
const NO_ANSWER = 'Does not answer: the log says more';

/**
 * `/livez` (also `/healthz`) says that the process runs; restart it when that fails. `/readyz` says whether work passes,
 * or answers 503 with what is wrong, part by part; `?exclude=slack` leaves a part out. Details never make it answer 503. Anybody may
 * call them.
 */
export function healthRoutes({ checks, details, log, now = () => performance.now() }: HealthDeps): Hono {
  const routes = new Hono();
  const look = keptFor(KEEP_MS, now, lookAt({ checks, log }));
  const tell = details && keptFor(KEEP_MS, now, () => tellAll(details, log));
  for (const path of ['/livez', '/healthz']) routes.get(path, (c) => c.json({ status: 'ok' }));
  routes.get('/readyz', async (c) => {
    const excluded = c.req.queries('exclude') ?? [];
    const found = Object.entries(await look()).filter(([name]) => !excluded.includes(name));
    const isReady = found.every(([, state]) => state === 'ok');
    const body = {
      status: isReady ? 'ok' : 'not ready',
      checks: Object.fromEntries(found),
      ...(tell && { details: await tell() }),
    };
    return c.json(body, isReady ? 200 : 503, { 'cache-control': 'no-store' });
  });
  return routes;
}

/** Runs all checks side by side, and logs what has changed since. */
function lookAt({ checks, log }: Pick<HealthDeps, 'checks' | 'log'>): () => Promise<Found> {
  let before: Found = {};
  return async () => {
    const found = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await stateOf(name, check, log)] as const),
    );
    for (const [name, state] of found) {
      const was = before[name] ?? 'ok';
      if (state === was) continue;
      if (state === 'ok') log.info({ check: name }, 'Readiness check passes again');
      else log.warn({ check: name, reason: state }, 'Readiness check failed');
    }
    before = Object.fromEntries(found);
    return before;
  };
}

async function stateOf(name: string, check: ReadinessCheck, log: Log): Promise<string> {
  return (await answerOf(name, check, log)) ?? 'ok';
}

async function tellAll(details: ReadinessDetails, log: Log): Promise<Record<string, unknown>> {
  const told = Object.entries(details).map(
    async ([name, detail]) => [name, await answerOf(name, detail, log)] as const,
  );
  return Object.fromEntries(await Promise.all(told));
}

async function answerOf<T>(name: string, ask: () => Promise<T>, log: Log): Promise<T | typeof NO_ANSWER> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${CHECK_TIMEOUT_MS} ms`)), CHECK_TIMEOUT_MS);
  });
  try {
    return await Promise.race([ask(), timeout]);
  } catch (err) {
    log.debug({ check: name, err }, 'Readiness check has no answer');
    return NO_ANSWER;
  } finally {
    clearTimeout(timer);
  }
}

/** Gives the same answer to all who ask within so many milliseconds. */
function keptFor<T>(ms: number, now: () => number, ask: () => Promise<T>): () => Promise<T> {
  let kept: { at: number; answer: Promise<T> } | undefined;
  return () => {
    if (!kept || now() - kept.at >= ms) kept = { at: now(), answer: ask() };
    return kept.answer;
  };
}
