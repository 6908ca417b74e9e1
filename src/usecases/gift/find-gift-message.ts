import { getGiftsToDeliver } from '#src/db/message/delivery.ts';
import { getPerson } from '#src/db/people/person.ts';
import { isGiftWithin } from '#src/db/gift/gift.ts';
import type { Scope } from '#src/domain/people/access.ts';
import { messageOf } from './steps/gift-message.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { GiftMessage } from '#src/domain/gift/gift.ts';

/** The same of a gift that a person received; undefined when it is another's, even if the reader may see it. */
export async function findReceivedGift(
  deps: Pick<Deps, 'db'>,
  scope: Scope,
  giftId: string,
  personId: string,
): Promise<GiftMessage | undefined> {
  const [found] = await getGiftsToDeliver(deps.db, [{ organizationId: scope.organizationId, id: giftId }]);
  return found?.recipientId === personId ? findGiftMessage(deps, scope, giftId) : undefined;
}

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
