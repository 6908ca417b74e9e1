import { getGiftsToDeliver } from '#src/db/message/delivery.ts';
import { getPerson } from '#src/db/people/person.ts';
import { messageOf } from './steps/gift-message.ts';
import type { GiftMessage } from './steps/gift-message.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** What the message about a gift says; undefined when there is no such gift. */
export async function findGiftMessage(
  { db }: Pick<Deps, 'db'>,
  gift: { organizationId: string; id: string },
): Promise<GiftMessage | undefined> {
  const [found] = await getGiftsToDeliver(db, [gift]);
  if (!found) return undefined;
  const { name } = await getPerson(db, found.organizationId, found.recipientId);
  return messageOf(found, name);
}
