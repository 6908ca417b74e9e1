import { listHr, listUndelivered } from '#src/db/message/delivery.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { storeMoney } from '#src/domain/outcome.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { notify } from '#src/usecases/kit/notify.ts';
import type { FailedMessage } from './define-message-kind.ts';

/** Tells a gift's giver and HR that no way is left to its recipient: they can act, the recipient does not know. */
export async function tellUndelivered(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  failed: readonly FailedMessage[],
): Promise<void> {
  const gifts = await listUndelivered(
    tx,
    failed.map(({ leased }) => leased),
  );
  const hr = await listHr(tx, [...new Set(gifts.map(({ organizationId }) => organizationId))]);
  const reasons = new Map(failed.map(({ leased, reason }) => [leased.id, reason]));
  const notifications = gifts.flatMap((gift) => {
    const { organizationId, giftId: subjectId, recipientName: recipient } = gift;
    const ofHr = hr.filter((one) => one.organizationId === organizationId).map(({ id }) => id);
    const detail = { recipient, money: storeMoney(gift), reason: reasons.get(subjectId) ?? '' };
    return [...new Set([gift.giverId, ...ofHr])].map((personId) => {
      return { kind: 'gift.undelivered' as const, organizationId, personId, subjectId, detail };
    });
  });
  await notify(deps, tx, notifications);
}
