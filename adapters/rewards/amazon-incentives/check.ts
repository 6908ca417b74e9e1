import { formatMoney } from '#src/domain/kit/money.ts';
import type { Finding } from '#src/ports/doctor.ts';
import type { Amazon } from './call.ts';
import { funds } from './funds.ts';
import { marketplaceOf } from './marketplaces.ts';

/** Asks for the funds, which also proves the login. */
export async function check(amazon: Amazon): Promise<Finding[]> {
  const subject = `Gift cards of ${marketplaceOf(amazon.config.country).name}`;
  const found = await funds(amazon);
  if (found.kind !== 'ok') {
    const message =
      found.kind === 'unknown' ? found.fault : found.kind === 'rejected' ? found.reason : 'no answer';
    const fix =
      'Check AMAZON_INCENTIVES_PARTNER_ID, its two keys and the country with Amazon’s Incentives portal, and the network';
    return [{ subject, level: 'problem', message, fix }];
  }
  if (found.available.amountMinor > 0n) {
    return [{ subject, level: 'ok', message: `${formatMoney(found.available)} are left` }];
  }
  const message = 'no funds are left, so nothing can be bought. The sandbox always says so';
  return [{ subject, level: 'warning', message, fix: 'Add funds in Amazon’s Incentives portal' }];
}
