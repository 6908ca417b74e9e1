import { getGiftsToDeliver } from '#src/db/message/delivery.ts';
import { messageOf } from './steps/gift-message.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { GiftMessage } from '#src/domain/gift/gift.ts';

/** What the message about a gift says; undefined when there is no such gift. */
export async function findGiftMessage(
  { db }: Pick<Deps, 'db'>,
  gift: { organizationId: string; id: string },
): Promise<GiftMessage | undefined> {
  const [found] = await getGiftsToDeliver(db, [gift]);
  return found && messageOf(found);
}
