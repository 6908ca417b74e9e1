import { insertActivities } from '#src/db/ledger/activity.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { Checkout } from '#src/domain/checkout/checkout.ts';
import type { PaymentCallKind } from '#src/domain/checkout/payment.ts';
import { must } from '#src/domain/kit/must.ts';
import type { ActivityKind } from '#src/domain/ledger/activity-kinds.ts';
import type { NewEvent } from '#src/domain/webhook/event-types.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { publish } from '#src/usecases/kit/publish.ts';

/** What happened to a checkout. `amountMinor`: of it, where it was not all of it; `detail`: what else is kept. */
export type CheckoutEvent = {
  kind: Extract<ActivityKind, `checkout.${string}`>;
  actorId: string | null;
  amountMinor?: bigint;
  detail?: Record<string, string>;
};

/** Records what happens to a checkout now, about whoever spends, and tells the webhooks of it. */
export async function recordCheckout(
  { newId }: Pick<Deps, 'newId'>,
  tx: Tx,
  checkout: Checkout,
  { kind, actorId, amountMinor = checkout.amountMinor, detail = {} }: CheckoutEvent,
): Promise<void> {
  const { organizationId, id: checkoutId, marketplaceId, personId: subjectId, currency } = checkout;
  await insertActivities(tx, [
    {
      organizationId,
      id: newId(),
      at: tx.now,
      kind,
      actorId,
      subjectId,
      detail: { checkoutId, marketplaceId, amountMinor: amountMinor.toString(), currency, ...detail },
    },
  ]);
  await publish({ newId }, tx, eventsOf(checkout, { kind, amountMinor, detail }));
}

type Told = Pick<Required<CheckoutEvent>, 'kind' | 'amountMinor' | 'detail'>;

/** What webhooks are told. All of a purchase is authorized once another payment method has agreed to its part. */
function eventsOf(checkout: Checkout, { kind, amountMinor, detail }: Told): NewEvent[] {
  const { organizationId, id: checkoutId, marketplaceId, personId, currency, status } = checkout;
  const about = { checkoutId, marketplaceId, personId, amountMinor, currency };
  switch (kind) {
    case 'checkout.authorized':
      return status === 'authorized' ? [{ organizationId, type: kind, data: about }] : [];
    case 'checkout.confirmed': {
      const data = { ...about, amountMinor: checkout.amountMinor };
      return [{ organizationId, type: 'checkout.authorized', data }];
    }
    case 'checkout.captured':
    case 'checkout.voided':
    case 'checkout.expired':
    case 'checkout.declined':
      return [{ organizationId, type: kind, data: about }];
    case 'checkout.refunded': {
      const refundId = must(detail['refundId'], 'refund');
      return [{ organizationId, type: kind, data: { ...about, refundId } }];
    }
    case 'checkout.payment-refused': {
      const asked = detail['asked'] as PaymentCallKind;
      return [{ organizationId, type: 'checkout.refused', data: { ...about, asked } }];
    }
    default:
      return kind satisfies never;
  }
}
