import { createPaymentMethods, createRewardProviders } from '#adapters/registry.ts';
import type { Config } from '#src/config.ts';
import type { Finding } from '#src/ports/doctor.ts';
import type { Log } from '#src/ports/log.ts';
import { guard } from './guard.ts';

/** What each configured provider of rewards and each payment method says about its account. */
export function checkProviders(config: Config, log: Log): Promise<Finding[]> {
  return guard('Rewards', () => checkAll(config, log));
}

async function checkAll(config: Config, log: Log): Promise<Finding[]> {
  const deps = { log, clock: { now: () => new Date() } };
  const all = [...(await createRewardProviders(config, deps)), ...(await createPaymentMethods(config, deps))];
  const found = await Promise.all(all.map((provider) => guard(provider.name, () => provider.check())));
  return found.flat();
}
