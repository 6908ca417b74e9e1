import type { Reader } from '#src/db/kit/schema.ts';
import { type AccountName, WALLET_KINDS } from '#src/domain/ledger/accounts.ts';

/** What is in one account of a wallet, in minor units. */
export type AccountBalance = { account: AccountName; amountMinor: bigint };

/** Everything that a person's wallet holds: gift funds by currency, and what is left of each grant of promotional credit. */
export async function listHoldings(
  db: Reader,
  { organizationId, id }: { organizationId: string; id: string },
): Promise<AccountBalance[]> {
  const rows = await db
    .selectFrom('account')
    .select(['kind', 'period', 'currency', 'balance'])
    .where('organization_id', '=', organizationId)
    .where('kind', 'in', WALLET_KINDS)
    .where('owner_id', '=', id)
    .where('balance', '<>', 0n)
    .orderBy('kind')
    .orderBy('currency')
    .orderBy('period')
    .execute();
  return rows.map(({ kind, period, currency, balance: amountMinor }) => ({
    account: { organizationId, kind, ownerId: id, period, currency },
    amountMinor,
  }));
}
