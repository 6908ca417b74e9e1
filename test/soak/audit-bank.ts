import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { compareBooks } from './compare-books.ts';
import { compareEffects } from './compare-effects.ts';
import { compareFrosts } from './compare-frosts.ts';
import { compareMessages } from './compare-messages.ts';
import { comparePurchases } from './compare-purchases.ts';
import { compareRequests } from './compare-requests.ts';
import { findBroken } from './find-broken.ts';
import type { Bank } from './open-bank.ts';
import { RULES_ALWAYS, RULES_AT_REST } from './rules.ts';

/** Everything that is wrong once all is done, in words: by the product's own proof, by the bank's rules, and by its tally. */
export async function auditBank(bank: Bank): Promise<string[]> {
  const { db } = bank.postgres;
  const proof = await verifyLedger(db);
  return [
    ...bank.tally.breaches,
    ...proof.checks.flatMap(({ name, broken }) =>
      broken.map((row) => `largesse audit verify: ${name}: ${row}`),
    ),
    ...(await findBroken(db, { ...RULES_ALWAYS, ...RULES_AT_REST })),
    ...(await compareRequests(bank)),
    ...(await compareEffects(bank)),
    ...(await compareBooks(bank)),
    ...(await compareFrosts(bank)),
    ...(await compareMessages(bank)),
    ...(await comparePurchases(bank)),
  ];
}
