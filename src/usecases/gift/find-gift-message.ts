import { getGiftsToDeliver } from '#src/db/message/delivery.ts';
import { isGiftWithin } from '#src/db/gift/gift.ts';
import type { Scope } from '#src/domain/people/access.ts';
import { messageOf } from './steps/gift-message.ts';
import type { GiftMessage } from './steps/gift-message.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** What the message about a gift says; undefined for a gift that is not seen. */
export async function findGiftMessage(
  { db }: Pick<Deps, 'db'>,
  scope: Scope,
  giftId: string,
): Promise<GiftMessage | undefined> {
  if (!(await isGiftWithin(db, scope, giftId))) return undefined;
  const [found] = await getGiftsToDeliver(db, [{ organizationId: scope.organizationId, id: giftId }]);
  return found && messageOf(found);
}
