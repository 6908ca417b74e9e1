import type { ProviderOutcome } from './provider-outcome.ts';

/** One part of a checkout that another payment method pays. `key` is the tender's id: the same key never pays twice. */
export type TenderToAuthorize = {
  key: string;
  amountMinor: bigint;
  currency: string;
  /** What the provider gave the payer's browser for this payment, such as Stripe's payment method id. */
  paymentToken: string;
  /** Shown on the payer's statement where the provider allows it. */
  description: string;
};

export type AuthorizedPayment = { providerRef: string };

/** What the provider says of a tender: what it holds, took and gave back so far, in minor units of its currency. */
export type PaymentState = {
  providerRef: string;
  authorizedMinor: bigint;
  capturedMinor: bigint;
  refundedMinor: bigint;
  isVoided: boolean;
};

/** A page of the provider's own, on which a payer pays one tender in their browser. `key`: as of a tender. */
export type PageToOpen = {
  key: string;
  amountMinor: bigint;
  currency: string;
  /** What is paid for, as the page names it. */
  description: string;
  /** Where the payer goes from the page, whether or not they paid. */
  returnTo: string;
  /** Until when they can pay: at least half an hour and at most a day after it is opened. */
  expiresAt: Date;
};

/** How such a page stands: payable at `url`, or paid, and then its amount is held. */
export type PaymentPage = { isPaid: false; url: string } | { isPaid: true; providerRef: string };

/** Payment on the provider's pages: what a bank asks of a card's owner, and a declined card, are settled there. */
export type PaymentPages = {
  /** Whether the provider takes such an amount. */
  takes(money: { amountMinor: bigint; currency: string }): boolean;
  /** Opens the page once for a key, and says how it stands. `rejected`: nobody has paid, and nobody can any more. */
  open(page: PageToOpen): Promise<ProviderOutcome<PaymentPage>>;
  /** Ends it, so that nobody can pay any more. `rejected`: nothing is held; `ok`: it was paid before, and is to be voided. */
  close(page: PageToOpen): Promise<ProviderOutcome<AuthorizedPayment>>;
};

/** Another way to pay at checkout. Called after commit only; each call is repeated with the same key until its outcome is known. */
export type PaymentMethod = {
  /** The folder's name, such as `stripe`. */
  name: string;
  authorize(tender: TenderToAuthorize): Promise<ProviderOutcome<AuthorizedPayment>>;
  /** Takes at most what is held, once: the rest is released. `key` names this capture. */
  capture(call: {
    key: string;
    providerRef: string;
    amountMinor: bigint;
    currency: string;
  }): Promise<ProviderOutcome<object>>;
  void(call: { key: string; providerRef: string }): Promise<ProviderOutcome<object>>;
  /** Gives back a part of what was taken. `key` names this refund. */
  refund(call: {
    key: string;
    providerRef: string;
    amountMinor: bigint;
    currency: string;
  }): Promise<ProviderOutcome<{ refundRef: string }>>;
  /** What became of a tender whose answer was lost. `undefined`: the provider has never heard of it. */
  findByKey(key: string): Promise<ProviderOutcome<{ payment: PaymentState | undefined }>>;
  /** Missing where the provider has no such pages. */
  pages?: PaymentPages;
};
