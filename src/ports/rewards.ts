import type { Money } from '#src/domain/kit/money.ts';
import type { RewardValue } from '#src/domain/reward/reward-value.ts';
import type { Finding } from './doctor.ts';
import type { ProviderOutcome } from './provider-outcome.ts';

/** What can be bought: in one currency, of an amount between the two, where the provider names them. */
export type RewardProduct = {
  /** The provider's id of it. */
  id: string;
  name: string;
  currency: string;
  minMinor?: bigint;
  maxMinor?: bigint;
  /** ISO 3166-1 alpha-2 codes of the countries where it can be used; empty when the provider does not say. */
  countries: string[];
};

/** One purchase. `key` is the id of our row, a UUID: the same key never buys twice. `face`: what the reward is worth. */
export type RewardToOrder = { key: string; product: string; face: Money };

/**
 * `charged`: what the provider takes from our account, in the account's currency and with `fee`, which need not be what
 * the reward is worth.
 */
export type OrderedReward = { providerRef: string; charged: Money; fee: Money; expiresAt?: Date };

/**
 * `blocked`: our account at the provider cannot buy now, for lack of funds, a freeze or a refused key. Nothing happened to
 * this order, no other one would fare better, and the same key may be asked again once finance has acted.
 */
export type OrderOutcome = ProviderOutcome<OrderedReward> | { kind: 'blocked'; reason: string };

/** A reward that was bought, with all that it was ordered with. */
export type BoughtReward = RewardToOrder & { providerRef: string };

/** One of our purchases, as the provider remembers it. */
export type ProviderPurchase = {
  /** The id of our row. */
  key: string;
  providerRef: string;
  face: Money;
  /** Missing where the provider's lists do not tell. */
  charged?: Money;
  fee?: Money;
  state: 'pending' | 'bought' | 'failed' | 'cancelled';
  at: Date;
};

/** A provider's call to us, as it came over HTTP. `body` is what was signed: not parsed and written again. */
export type NoticeRequest = { header: (name: string) => string | undefined; body: string };

/** `id` is the same when the provider calls again. `providerRef`: the order that has changed; undefined for other news. */
export type RewardNotice = { id: string; providerRef?: string };

/** A shop of gift cards. Called after commit only. Nothing here is thrown: what goes wrong is an outcome. */
export type RewardProvider = {
  /** The folder's name, such as `tremendous`. */
  name: string;
  catalogue(): Promise<ProviderOutcome<{ products: RewardProduct[] }>>;
  order(order: RewardToOrder): Promise<OrderOutcome>;
  /** What became of an order whose answer was lost. `undefined`: the provider has not heard of it so far. */
  findByKey(order: {
    key: string;
    orderedAt: Date;
  }): Promise<ProviderOutcome<{ purchase: ProviderPurchase | undefined }>>;
  /** For the owner's eyes, once: whoever calls this logs it as activity. */
  reveal(reward: BoughtReward): Promise<ProviderOutcome<{ values: RewardValue[] }>>;
  /** `ok`: it is worth nothing any more and the money is back. `rejected`: it stays as it is. */
  cancel(reward: BoughtReward): Promise<ProviderOutcome<object>>;
  /** What is left on our account. */
  funds(): Promise<ProviderOutcome<{ available: Money }>>;
  /** All of our purchases made in a time, oldest first, to be compared with our rows. */
  activity(span: { from: Date; to: Date }): Promise<ProviderOutcome<{ purchases: ProviderPurchase[] }>>;
  /** Undefined when the provider did not sign it. Missing where a provider sends no notices. */
  readNotice?: (request: NoticeRequest) => RewardNotice | undefined;
  check(): Promise<Finding[]>;
};
