import type { rewardProviders } from '#adapters/registry.ts';
import type { Money } from '#src/domain/kit/money.ts';
import type { RewardProvider } from '#src/ports/rewards.ts';
import type { SettableClock } from '#test/helpers/settable-clock.ts';

/** A way to stand before a shop of rewards, for the contract. */
export type RewardStage = {
  name: string;
  provider: keyof typeof rewardProviders;
  open(): Promise<OpenRewardStage>;
};

/** What the shop does to the next order. */
export type RewardTrouble =
  /** Takes no such order, now or ever. */
  | 'refuses'
  /** Our account cannot buy until somebody acts. */
  | 'blocks'
  /** Asks to come back in some seconds, before taking anything. */
  | 'busy'
  /** Has a fault of its own, before taking anything. */
  | 'fault'
  /** The connection breaks before anything is taken. */
  | 'cut before'
  /** The order is taken and done, but the answer is lost: cut, never sent, or not to be read. */
  | 'cut after'
  | 'silence after'
  | 'garbage after'
  | 'half after';

/** What the shop has sold, whatever became of it since. */
export type SoldReward = { providerRef: string; key: string; face: Money; isAlive: boolean };

export type OpenRewardStage = {
  provider: RewardProvider;
  clock: SettableClock;
  /** A product and a currency that the shop sells. */
  product: string;
  currency: string;
  sold(): SoldReward[];
  /** What is left on our account at the shop. */
  available(): Money;
  trouble(next: RewardTrouble): void;
  /** From now on this reward can be cancelled, or cannot. */
  letCancel(providerRef: string, mayCancel: boolean): void;
  /** Somebody else buys with the same account. */
  sellToAnother(): void;
  /** All that was ever handed out and is worth money, and our own keys. */
  secrets(): string[];
  logged(): string;
  violations(): string[];
  /** The adapter with a key that the shop does not take. */
  misconfigured(): RewardProvider;
  /** From now on nobody listens where the shop was. */
  goAway(): Promise<void>;
  close(): Promise<void>;
};
