import { type GiftToDeliver, getGiftsToDeliver } from '#src/db/message/delivery.ts';
import { findChatUsers } from '#src/db/people/person.ts';
import { type LeasedMessage, leaseDue } from '#src/db/message/sending.ts';
import { type Channel, nextChannel } from '#src/domain/message/channels.ts';
import type { SecretCode } from '#src/domain/gift/secret-code.ts';
import type { ChatUser } from '#src/ports/chat.ts';
import {
  type Leases,
  newLease,
  type LeasePlan,
  resolveLeases,
  whyUnreachable,
} from './steps/lease-messages.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { type GiftMessage, messageOf } from '#src/usecases/gift/steps/gift-message.ts';

/** Where and what to send. Only a message that the recipient alone reads carries the code. */
export type DeliveryToSend = {
  leased: LeasedMessage;
  recipientId: string;
  gift: GiftMessage;
  issuedAt: Date;
} & (
  | { channel: 'dm'; to: ChatUser; code: SecretCode }
  | { channel: 'claim'; to: ChatUser; channelId: string }
  | { channel: 'email'; to: { name: string; email: string }; code: SecretCode }
);

type DeliveryDeps = Pick<Deps, 'db' | 'clock' | 'keys' | 'reachable'>;

/**
 * Takes gifts' deliveries to be tried now, each over the next channel that is left.
 *
 * They are marked `sending` before anything is sent, and a sender that dies loses them after a minute.
 */
export async function leaseDeliveries(
  deps: DeliveryDeps,
  giftIds: readonly string[],
): Promise<Leases<DeliveryToSend>> {
  const leased = await leaseDue(deps.db, 'deliver-gift', giftIds, newLease(deps));
  const gifts = await getGiftsToDeliver(deps.db, leased);
  const users = await findChatUsers(
    deps.db,
    gifts.map(({ organizationId, recipientId }) => ({ organizationId, id: recipientId })),
  );
  const byId = new Map(gifts.map((gift) => [gift.giftId, gift]));
  const planned = leased.map((one) => {
    const gift = byId.get(one.id);
    if (!gift) return { leased: one, plan: new Error(`there is no gift ${one.id}`) };
    return { leased: one, plan: planOf(deps, one, gift, users.get(gift.recipientId) ?? []) };
  });
  return resolveLeases(deps, 'deliver-gift', planned);
}

function planOf(
  { keys, reachable }: Pick<Deps, 'keys' | 'reachable'>,
  leased: LeasedMessage,
  gift: GiftToDeliver,
  users: readonly ChatUser[],
): LeasePlan<DeliveryToSend> | Error {
  const { giftId, sealed, recipientId, recipientName, recipientIsDeactivated: isDeactivated } = gift;
  if (!sealed) return { kind: 'drop', reason: 'its value has moved on' };
  const choice = isDeactivated ? undefined : chooseChannel(reachable, leased, gift, users);
  if (!choice) {
    return { kind: 'fail', reason: whyUnreachable({ name: recipientName, isDeactivated }, leased) };
  }
  const toSend = { leased, recipientId, gift: messageOf(gift), issuedAt: gift.createdAt };
  if (choice.channel === 'claim') return { kind: 'send', toSend: { ...toSend, ...choice } };
  try {
    return { kind: 'send', toSend: { ...toSend, ...choice, code: keys.open(sealed, giftId) } };
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

type ChannelChoice =
  | { channel: 'dm'; to: ChatUser }
  | { channel: 'claim'; to: ChatUser; channelId: string }
  | { channel: 'email'; to: { name: string; email: string } };

function chooseChannel(
  reachable: Deps['reachable'],
  { closed }: LeasedMessage,
  gift: GiftToDeliver,
  users: readonly ChatUser[],
): ChannelChoice | undefined {
  const within = users.filter((user) => reachable.platforms.includes(user.platform));
  const there = within.find((user) => user.platform === gift.source);
  const chatUser = there ?? within[0];
  const channel = nextChannel({
    prefers: gift.prefers,
    hasChat: chatUser !== undefined,
    hasSharedChannel: there !== undefined && gift.channelId !== null,
    hasEmail: reachable.mail && gift.recipientEmail !== null,
    closed: Object.keys(closed) as Channel[],
  });
  if (channel === 'dm' && chatUser) return { channel, to: chatUser };
  if (channel === 'claim' && there && gift.channelId) {
    return { channel, to: inWorkspaceOf(gift, there), channelId: gift.channelId };
  }
  if (channel === 'email' && gift.recipientEmail) {
    return { channel, to: { name: gift.recipientName, email: gift.recipientEmail } };
  }
  return undefined;
}

/** The channel is in the giver's workspace, so its token is the one that may post there. */
function inWorkspaceOf(gift: GiftToDeliver, user: ChatUser): ChatUser {
  return gift.giver.by === 'chat' ? { ...user, workspaceId: gift.giver.workspaceId } : user;
}
