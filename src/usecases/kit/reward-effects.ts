import type { Tx } from '#src/db/kit/schema.ts';
import type { Money } from '#src/domain/kit/money.ts';
import type { Deps } from './deps.ts';

/** A purchase that has come to its end. `rejected`: nothing was bought, and whoever paid gets their money back. */
export type SettledReward = {
  organizationId: string;
  /** That of what it is for. */
  id: string;
  personId: string;
  provider: string;
  face: Money;
} & (
  | { status: 'bought'; providerRef: string; charged: Money; fee: Money }
  | { status: 'rejected'; reason: string }
);

/** What is done when a purchase is settled, in the transaction that settles it, once. It belongs to whoever ordered it. */
export type RewardEffects = {
  settled: (deps: Pick<Deps, 'newId' | 'keys' | 'log'>, tx: Tx, reward: SettledReward) => Promise<void>;
};
