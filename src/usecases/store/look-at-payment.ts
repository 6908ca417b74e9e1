import { isOpenCall, listPaymentCalls, savePaymentCall } from '#src/db/checkout/payment-call.ts';
import { transact } from '#src/db/kit/transact.ts';
import { isOnPage } from '#src/domain/checkout/payment.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { advanceCheckout, type AdvanceDeps } from '#src/usecases/checkout/advance-checkout.ts';
import { refusalOfAlteredCheckout } from '#src/usecases/checkout/steps/refuse-altered-checkout.ts';
import { lockWithPerson } from '#src/usecases/checkout/steps/with-checkout.ts';
import { findOwnOrder, type OrderToPay } from './open-payment.ts';

/**
 * Asks another payment method now whether the buyer has paid the rest of their order on its page: they have just come back from there.
 * What another process is asking already is left to that. Refuses everybody else, and a checkout that was changed past Largesse.
 */
export async function lookAtPayment(deps: AdvanceDeps, asked: OrderToPay): Promise<Outcome<object>> {
  const order = await findOwnOrder(deps, asked);
  if (!order) return refused({ kind: 'unknown-order' });
  const { organizationId, checkoutId: id } = order;
  const hurried = await transact(deps, async (tx) => {
    const checkout = await lockWithPerson(tx, { organizationId, id });
    const altered = checkout && (await refusalOfAlteredCheckout(deps, tx, checkout));
    if (altered) return refused(altered);
    const calls = checkout ? await listPaymentCalls(tx, checkout) : [];
    const call = calls.find((one) => isOnPage(one) && isOpenCall(one) && one.status === 'pending');
    if (call) await savePaymentCall(tx, call, { status: 'pending', dueAt: tx.now });
    return done({});
  });
  if (!hurried.ok) return hurried;
  await advanceCheckout(deps, id);
  return done({});
}
