import type { Activity } from '#src/db/ledger/activity.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

type GiftOfRecord = { organizationId: string; giftId: string; amountMinor: bigint; currency: string };

type GiftEvent = Pick<Activity, 'kind' | 'actorId' | 'subjectId'> & { reason?: string; itemId?: string };

/** The activity that records what happens to a gift now. */
export function giftActivity(
  { newId }: Pick<Deps, 'newId'>,
  { now }: Pick<Tx, 'now'>,
  { organizationId, giftId, amountMinor, currency }: GiftOfRecord,
  { reason, itemId, ...event }: GiftEvent,
): Activity {
  const more = { ...(reason && { reason }), ...(itemId && { itemId }) };
  const detail = { amountMinor: amountMinor.toString(), currency, ...more };
  return { ...event, organizationId, id: newId(), at: now, giftId, detail };
}
