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
  const reasons = new Map(failed.map(({ leased, reason }) => [leased.id, reason]));
  const hr = new Map<string, string[]>();
  for (const id of new Set(gifts.map(({ organizationId }) => organizationId)))
    hr.set(id, await listHr(tx, id));
  const notifications = gifts.flatMap((gift) => {
    const { organizationId, giverId, giftId: subjectId, recipientName: recipient } = gift;
    const detail = { recipient, money: storeMoney(gift), reason: reasons.get(subjectId) ?? '' };
    return [...new Set([giverId, ...(hr.get(organizationId) ?? [])])].map((personId) => {
      return { kind: 'gift.undelivered' as const, organizationId, personId, subjectId, detail };
    });
  });
  await notify(deps, tx, notifications);
}
