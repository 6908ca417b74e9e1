import type { Reader, Tx } from '#src/db/kit/schema.ts';
import type { PaymentCall } from '#src/domain/checkout/payment.ts';
import type { PaymentCallStatus } from '#src/domain/states.ts';
import type { CheckoutRef } from './checkout.ts';

const OPEN: readonly PaymentCallStatus[] = ['due', 'asking', 'pending', 'unknown'];

export type NewPaymentCall = Omit<PaymentCall, 'status' | 'attempts'>;

export async function insertPaymentCalls(tx: Tx, calls: readonly NewPaymentCall[]): Promise<void> {
  if (calls.length === 0) return;
  await tx
    .insertInto('payment_call')
    .values(
      calls.map((call) => ({
        organization_id: call.organizationId,
        id: call.id,
        checkout_id: call.checkoutId,
        tender_id: call.tenderId,
        refund_id: call.refundId,
        kind: call.kind,
        amount_minor: call.amountMinor,
        asked_at: tx.now,
        due_at: tx.now,
        token: call.token,
      })),
    )
    .execute();
}

/** The calls of a checkout, in the order in which they were asked for. Lock the checkout first, so that they stay as they are. */
export async function listPaymentCalls(
  db: Reader,
  { organizationId, id }: CheckoutRef,
): Promise<(PaymentCall & { dueAt: Date })[]> {
  return db
    .selectFrom('payment_call')
    .select([
      'organization_id as organizationId',
      'id',
      'checkout_id as checkoutId',
      'tender_id as tenderId',
      'refund_id as refundId',
      'kind',
      'amount_minor as amountMinor',
      'status',
      'attempts',
      'token',
      'due_at as dueAt',
    ])
    .where('organization_id', '=', organizationId)
    .where('checkout_id', '=', id)
    .orderBy('asked_at')
    .orderBy('id')
    .execute();
}

/** Whether its outcome is not known yet. */
export function isOpenCall({ status }: Pick<PaymentCall, 'status'>): boolean {
  return OPEN.includes(status);
}

/** Says what became of an open call of a locked checkout. */
export async function savePaymentCall(
  tx: Tx,
  { organizationId, id }: Pick<PaymentCall, 'organizationId' | 'id'>,
  {
    status,
    dueAt,
    attempts,
    error,
  }: { status: PaymentCallStatus; dueAt?: Date; attempts?: number; error?: string },
): Promise<void> {
  const isSettled = !OPEN.includes(status);
  await tx
    .updateTable('payment_call')
    .set({
      status,
      ...(dueAt && { due_at: dueAt }),
      ...(attempts !== undefined && { attempts }),
      ...(error !== undefined && { last_error: error }),
      ...(isSettled && { token: null }),
    })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('status', 'in', OPEN)
    .execute();
}
