import { getGiftsToDeliver } from '#src/db/message/delivery.ts';
import { getPerson } from '#src/db/people/person.ts';
import { isGiftWithin } from '#src/db/gift/gift.ts';
import type { Scope } from '#src/domain/people/access.ts';
import { messageOf } from './steps/gift-message.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { GiftMessage } from '#src/domain/gift/gift.ts';

/** What the message about a gift says; undefined when the reader may not see the gift. */
export async function findGiftMessage(
  { db }: Pick<Deps, 'db'>,
  scope: Scope,
  giftId: string,
): Promise<GiftMessage | undefined> {
  if (!(await isGiftWithin(db, scope, giftId))) return undefined;
  const [found] = await getGiftsToDeliver(db, [{ organizationId: scope.organizationId, id: giftId }]);
  if (!found) return undefined;
  const { name } = await getPerson(db, found.organizationId, found.recipientId);
  return messageOf(found, name);
}
