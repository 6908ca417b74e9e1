import type { paymentMethods } from '#adapters/registry.ts';
import type { PaymentMethod } from '#src/ports/payment-method.ts';
import type { Finding } from '#src/ports/doctor.ts';
import type { SettableClock } from '#test/helpers/settable-clock.ts';

/** A way to stand before a payment provider, for the contract. */
export type PaymentStage = {
  name: string;
  method: keyof typeof paymentMethods;
  open(): Promise<OpenPaymentStage>;
};

/** What the provider does to the next call that moves money. */
export type PaymentTrouble =
  | 'busy'
  | 'locked'
  | 'fault'
  /** Its own fault, which it repeats for this key, though the call was done. */
  | 'fault after'
  | 'cut before'
  | 'cut after'
  | 'silence after'
  | 'garbage after';

/** What the payer's bank and the provider have done with one payment, in minor units. */
export type SeenPayment = { key: string; held: bigint; taken: bigint; given: bigint; isVoided: boolean };

/** What the payer's browser brings, by what their bank will say. */
export type PayerToken = 'good' | 'declined' | 'asks the payer';

/** `ask`: they pay with a card whose bank asks its owner. */
export type PagePress = 'pay' | 'decline' | 'ask' | 'agree' | 'disagree';

export type OpenPaymentStage = {
  method: PaymentMethod & { check(): Promise<Finding[]> };
  clock: SettableClock;
  token: (kind: PayerToken) => string;
  payments(): SeenPayment[];
  /** What a payer does on the page of a key, in their browser. */
  press(key: string, press: PagePress): void;
  /** The pages that were opened, by their keys, and whether one can still pay on them. */
  pages(): { key: string; isOpen: boolean }[];
  /** Refunds are under way from now on, until `settleRefunds`. */
  slowRefunds(): void;
  settleRefunds(isGood: boolean): void;
  /** The bank ends all holds. */
  endHolds(): void;
  trouble(next: PaymentTrouble): void;
  /** Somebody pays the same account for other things. */
  sellToAnother(count: number): void;
  secrets(): string[];
  logged(): string;
  violations(): string[];
  misconfigured(): PaymentMethod & { check(): Promise<Finding[]> };
  goAway(): Promise<void>;
  close(): Promise<void>;
};
