import type { Core } from './open-core.ts';

const DAYS_MS = 30 * 86_400_000;

/**
 * Compares the purchases of the last month with the providers, which a database restored from a backup may have forgotten.
 * Nothing waits for it: what is ordered again meanwhile has the same key.
 */
export async function reconcileAtStart({
  app,
  organization,
  clock,
  log,
}: Pick<Core, 'app' | 'organization' | 'clock' | 'log'>): Promise<void> {
  const to = clock.now();
  const from = new Date(to.getTime() - DAYS_MS);
  try {
    const found = await app.reward.reconcile({ organizationId: organization.id, from, to });
    const unmatched = found.flatMap((one) => one.unmatched);
    const keys = unmatched.map(({ purchase }) => purchase.key);
    if (keys.length > 0) log.error({ keys }, 'Purchases do not match ours; see: largesse rewards reconcile');
  } catch (err) {
    log.warn({ err }, 'Purchases could not be compared at the start');
  }
}
