import type { Activity } from '#src/db/ledger/activity.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

type GiftOfRecord = { organizationId: string; giftId: string; amountMinor: bigint; currency: string };

type Happening = Pick<Activity, 'kind' | 'actorId' | 'subjectId'> & { reason?: string };

/** What happens to a gift now, for the record of it. */
export function giftActivity(
  { clock, newId }: Pick<Deps, 'clock' | 'newId'>,
  { organizationId, giftId, amountMinor, currency }: GiftOfRecord,
  { reason, ...happening }: Happening,
): Activity {
  const detail = { amountMinor: amountMinor.toString(), currency, ...(reason && { reason }) };
  return { ...happening, organizationId, id: newId(), at: clock.now(), giftId, detail };
}
