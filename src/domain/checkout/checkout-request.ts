import type { Money } from '#src/domain/kit/money.ts';
import type { Person } from '#src/domain/people/person.ts';

/**
 * What somebody wants to spend, in minor units, and where. `requestId`: the marketplace's own id for it; the same one is authorized
 * once. `paymentToken`: what the other payment method gave their browser. `pageMinor`: instead, how much they agreed to pay on a page of
 * its own. The others are as of a typed code.
 */
export type CheckoutRequest = Money & {
  person: Person;
  marketplaceId: string;
  requestId: string;
  description?: string | undefined;
  paymentToken?: string | undefined;
  pageMinor?: bigint | undefined;
  passedAt?: Date | null;
  address?: string | undefined;
  userAgent?: string | undefined;
};
