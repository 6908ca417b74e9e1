import { Hono } from 'hono';
import type { Log } from '#src/ports/log.ts';

/**
 * What must answer before this process may be given work, by name. A check fails by rejecting;
 * one that takes longer than two seconds has failed too.
 */
export type ReadinessChecks = Readonly<Record<string, () => Promise<unknown>>>;

const CHECK_TIMEOUT_MS = 2000;

/**
 * `/healthz` says that the process runs; restart it when that fails. `/readyz` says that it can do its work now,
 * or answers 503 with the names of what is wrong; the reasons are for the log, since anybody may ask.
 */
export function healthRoutes({ checks, log }: { checks: ReadinessChecks; log: Log }): Hono {
  const routes = new Hono();
  routes.get('/healthz', (c) => c.json({ status: 'ok' }));
  routes.get('/readyz', async (c) => {
    const failures = await Promise.all(Object.entries(checks).map((entry) => runCheck(log, entry)));
    const wrong = failures.filter((name) => name !== undefined);
    if (wrong.length > 0) return c.json({ status: 'not ready', wrong }, 503);
    return c.json({ status: 'ok' });
  });
  return routes;
}

/** The name of the check when it failed. */
async function runCheck(
  log: Log,
  [name, check]: [string, () => Promise<unknown>],
): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${CHECK_TIMEOUT_MS} ms`)), CHECK_TIMEOUT_MS);
  });
  try {
    await Promise.race([check(), timeout]);
    return undefined;
  } catch (err) {
    log.warn({ check: name, err }, 'Readiness check failed');
    return name;
  } finally {
    clearTimeout(timer);
  }
}
