import { findAddressees } from '#src/db/message/addressee.ts';
import { findPeople } from '#src/db/people/find-people.ts';
import { type ChannelChoice, listWays } from '#src/domain/message/channels.ts';
import type { ChatUser } from '#src/ports/chat.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/**
 * The ways to tell a giver something that could not be said where they asked: by direct message to the account they
 * asked with, then to their others, then by mail, also for those who prefer it: a mail has no buttons. Somebody we do
 * not know has only that account.
 */
export async function listWaysToGiver(
  { db, reachable }: Pick<Deps, 'db' | 'reachable'>,
  { organizationId, giver }: { organizationId: string; giver: ChatUser },
): Promise<ChannelChoice<ChatUser>[]> {
  const asked: ChannelChoice<ChatUser> = { channel: 'dm', to: giver };
  const [person] = await findPeople(db, organizationId, { by: 'chat', ...giver });
  if (!person || person.isDeactivated) return [asked];
  const addressee = (await findAddressees(db, [person])).get(person.id);
  const others = addressee ? listWays({ ...addressee, prefers: 'chat' }, { reachable }) : [];
  return [asked, ...others.filter((way) => way.channel !== 'dm' || !isSame(way.to, giver))];
}

function isSame(one: ChatUser, other: ChatUser): boolean {
  return one.platform === other.platform && one.userId === other.userId;
}
