import { sql } from 'kysely';
import { providerKeyOf } from '#src/domain/reward/provider-key.ts';
import { AMAZON } from '#test/servers/rewards/amazon.ts';
import { isUnsold } from './open-shop.ts';
import type { Bank } from './open-bank.ts';

type Kept = { id: string; status: string; amountMinor: bigint };

/** Where what the provider sold differs from what we say we bought, in words: twice, unpaid, or paid and not sold. */
export async function comparePurchases({ postgres: { db }, provider }: Bank): Promise<string[]> {
  const { rows } =
    await sql<Kept>`select id, status, amount_minor as "amountMinor" from reward_order`.execute(db);
  const ours = new Map(rows.map((row) => [`${AMAZON.partnerId}${providerKeyOf(row.id)}`, row]));
  const breaches = provider.violations.map(
    (violation) => `the provider would not have taken it: ${violation}`,
  );
  const sold = new Map<string, number>();
  for (const { id, value } of provider.cards) {
    sold.set(id, (sold.get(id) ?? 0) + 1);
    const kept = ours.get(id);
    if (!kept) breaches.push(`the provider sold ${id}, and nobody ordered it`);
    else if (kept.amountMinor !== BigInt(Math.round(value.amount * 100)))
      breaches.push(`${id} was sold for another amount`);
  }
  for (const [key, { id, status, amountMinor }] of ours) {
    const times = sold.get(key) ?? 0;
    if (times !== (status === 'bought' ? 1 : 0))
      breaches.push(`purchase ${id} is ${status}, and was sold ${times} times`);
    const isRejected = status === 'rejected';
    if (isRejected !== isUnsold(Number(amountMinor) / 100))
      breaches.push(`purchase ${id} is ${status} for ${amountMinor}`);
  }
  return breaches;
}
