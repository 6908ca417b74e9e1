import { Hono } from 'hono';
import type { Log } from '#src/ports/log.ts';

/**
 * What must answer before this process can be given work, by name. A check fails by rejecting or by taking longer than
 * two seconds.
 */
export type ReadinessChecks = Readonly<Record<string, () => Promise<unknown>>>;

const CHECK_TIMEOUT_MS = 2000;

/**
 * `/healthz` says that the process is running; restart it when that fails. `/readyz` says that it can work now, or
 * answers 503 with the names of the failed checks. The reasons go to the log, since anybody may call this.
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

/** The check's name if it failed. */
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
