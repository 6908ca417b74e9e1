import { listHr, listUndelivered, type UndeliveredGift } from '#src/db/message/delivery.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { storeMoney } from '#src/domain/kit/money.ts';
import { must } from '#src/domain/kit/must.ts';
import { listTried } from '#src/domain/message/channels.ts';
import type { Undelivered } from '#src/domain/message/notifications.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { notify } from '#src/usecases/kit/notify.ts';
import { publishGifts } from '#src/usecases/kit/publish.ts';
import { refreshCards } from '#src/usecases/kit/refresh-cards.ts';
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
  const failures = new Map(failed.map((one) => [one.leased.id, one]));
  const hr = new Map<string, string[]>();
  for (const id of new Set(gifts.map(({ organizationId }) => organizationId)))
    hr.set(id, await listHr(tx, id));
  const notifications = gifts.flatMap((gift) => {
    const { organizationId, giverId, giftId: subjectId } = gift;
    const detail = detailOf(gift, must(failures.get(subjectId), `failure of gift ${subjectId}`));
    return [...new Set([giverId, ...(hr.get(organizationId) ?? [])])].map((personId) => {
      return { kind: 'gift.undelivered' as const, organizationId, personId, subjectId, detail };
    });
  });
  await notify(deps, tx, notifications);
  await publishGifts(deps, tx, { type: 'gift.undelivered', gifts });
  for (const { organizationId, giftId } of gifts) await refreshCards(tx, organizationId, [giftId]);
}

function detailOf(gift: UndeliveredGift, { leased, reason }: FailedMessage): Undelivered {
  const { recipientName: recipient, isInactive, hasAddress, resent } = gift;
  const tried = listTried(leased.closed);
  return { recipient, money: storeMoney(gift), reason, tried, isInactive, hasAddress, resent };
}
