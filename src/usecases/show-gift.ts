import { getGiftsToDeliver } from '#src/db/delivery.ts';
import { messageOf } from '#src/usecases/gift-message.ts';
import type { GiftMessage } from '#src/usecases/gift-message.ts';
import type { Deps } from './deps.ts';

/** What the message about a gift says; undefined when there is no such gift. */
export async function showGift(
  { db }: Pick<Deps, 'db'>,
  gift: { organizationId: string; id: string },
): Promise<GiftMessage | undefined> {
  const [found] = await getGiftsToDeliver(db, [gift]);
  return found && messageOf(found);
}
