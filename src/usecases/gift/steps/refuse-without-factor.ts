import type { Tx } from '#src/db/kit/schema.ts';
import { findFactorPolicy } from '#src/db/session/factor-policy.ts';
import { type Money, storeMoney } from '#src/domain/kit/money.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import { isFresh } from '#src/domain/session/factor.ts';
import { amountAskingFor } from '#src/domain/session/factor-policy.ts';

/** Who moves money, and when they last passed a second factor where they are signed in; null in chat, where nobody is asked for one. */
export type FactorProof = { organizationId: string; passedAt: Date | null };

const KINDS = {
  add: 'second-factor-asked',
  spend: 'second-factor-to-spend',
  approve: 'second-factor-to-approve',
} as const;

/**
 * Refuses an amount for which the organization wants a second factor of the last minutes: to add it to a balance, to spend it, or to approve it.
 * Whoever has a shell here is trusted by their operating system, and asked for none.
 */
export async function refusalWithoutFactor(
  tx: Tx,
  { organizationId, passedAt }: FactorProof,
  { money, deed = 'add' }: { money: Money; deed?: keyof typeof KINDS },
): Promise<Refusal | undefined> {
  if (tx.operator !== null || isFresh(passedAt, tx.now)) return undefined;
  const over = amountAskingFor(await findFactorPolicy(tx, organizationId), money);
  if (!over) return undefined;
  return { kind: KINDS[deed], over: storeMoney(over) };
}
