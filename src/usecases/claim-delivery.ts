import {
  type ClaimedDelivery,
  claimDueDelivery,
  type GiftToDeliver,
  getGiftToDeliver,
  saveNotSent,
} from '#src/db/delivery.ts';
import { findChatUsers } from '#src/db/person.ts';
import { type Channel, nextChannel } from '#src/domain/channels.ts';
import type { Money } from '#src/domain/money.ts';
import { MOST_LOST } from '#src/domain/retry.ts';
import type { SecretCode } from '#src/domain/secret-code.ts';
import type { ChatUser } from '#src/ports.ts';
import type { Deps } from './deps.ts';

/** What the message about a gift says. */
export type GiftMessage = {
  giftId: string;
  giverName: string;
  recipientName: string;
  money: Money;
  message: string;
};

/** Where and what to send. Only a message that the recipient alone reads carries the code. */
export type DeliveryOrder = {
  delivery: ClaimedDelivery;
  recipientId: string;
  gift: GiftMessage;
  issuedAt: Date;
} & (
  | { channel: 'dm'; to: ChatUser; code: SecretCode }
  | { channel: 'claim'; to: ChatUser; channelId: string }
  | { channel: 'email'; to: { name: string; email: string }; code: SecretCode }
);

export type Claim =
  /** It is sent, being sent by somebody else, not due yet, or the gift is redeemed. */
  | { kind: 'nothing' }
  /** No way is left to reach the recipient, or too many attempts were lost: a person must look. */
  | { kind: 'park'; reason: string }
  | { kind: 'send'; order: DeliveryOrder };

const LEASE_MS = 60_000;

/**
 * Takes a gift's delivery to be tried now, over the next channel that is left.
 *
 * It is marked `sending` before anything is sent, and a sender that dies loses it after a minute.
 */
export async function claimDelivery(
  deps: Pick<Deps, 'db' | 'clock' | 'keys' | 'reachable'>,
  giftId: string,
): Promise<Claim> {
  const now = deps.clock.now();
  const leaseUntil = new Date(now.getTime() + LEASE_MS);
  const delivery = await claimDueDelivery(deps.db, giftId, { now, leaseUntil });
  if (!delivery) return { kind: 'nothing' };
  const gift = await getGiftToDeliver(deps.db, delivery);
  if (!gift.sealed) {
    await giveUp(deps, delivery, 'its value has moved on');
    return { kind: 'nothing' };
  }
  if (delivery.attempts >= MOST_LOST) return park(deps, delivery, `${delivery.attempts} attempts were lost`);
  const way = gift.recipientIsDeactivated ? undefined : await chooseWay(deps, delivery, gift);
  if (!way) return park(deps, delivery, whyUnreachable(gift, delivery));
  const { recipientId, createdAt: issuedAt } = gift;
  const order = { delivery, recipientId, gift: messageOf(gift), issuedAt };
  if (way.channel === 'claim') return { kind: 'send', order: { ...order, ...way } };
  return { kind: 'send', order: { ...order, ...way, code: deps.keys.open(gift.sealed, giftId) } };
}

async function park(
  deps: Pick<Deps, 'db' | 'clock'>,
  delivery: ClaimedDelivery,
  reason: string,
): Promise<Claim> {
  const isOurs = await giveUp(deps, delivery, reason);
  return isOurs ? { kind: 'park', reason } : { kind: 'nothing' };
}

/** False when the gift was taken back meanwhile, or somebody else has taken its delivery over. */
async function giveUp(
  deps: Pick<Deps, 'db' | 'clock'>,
  delivery: ClaimedDelivery,
  reason: string,
): Promise<boolean> {
  const { closed, attempts } = delivery;
  return saveNotSent(deps.db, delivery, {
    move: 'fail',
    channel: null,
    reason,
    dueAt: deps.clock.now(),
    closed,
    attempts,
  });
}

function whyUnreachable(gift: GiftToDeliver, { closed }: ClaimedDelivery): string {
  if (gift.recipientIsDeactivated) return `${gift.recipientName} is deactivated`;
  const tried = Object.entries(closed).map(([channel, reason]) => `${channel}: ${reason}`);
  return [`no way left to reach ${gift.recipientName}`, ...tried].join('; ');
}

type Way =
  | { channel: 'dm'; to: ChatUser }
  | { channel: 'claim'; to: ChatUser; channelId: string }
  | { channel: 'email'; to: { name: string; email: string } };

async function chooseWay(
  deps: Pick<Deps, 'db' | 'reachable'>,
  delivery: ClaimedDelivery,
  gift: GiftToDeliver,
): Promise<Way | undefined> {
  const users = await findChatUsers(deps.db, { organizationId: gift.organizationId, id: gift.recipientId });
  const reachable = users.filter((user) => deps.reachable.platforms.includes(user.platform));
  const there = reachable.find((user) => user.platform === gift.source);
  const chatUser = there ?? reachable[0];
  const channel = nextChannel({
    prefers: gift.prefers,
    hasChat: chatUser !== undefined,
    hasSharedChannel: there !== undefined && gift.channelId !== null,
    hasEmail: deps.reachable.mail && gift.recipientEmail !== null,
    closed: Object.keys(delivery.closed) as Channel[],
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

function messageOf(gift: GiftToDeliver): GiftMessage {
  const { giftId, giverName, recipientName, message, amountMinor, currency } = gift;
  return { giftId, giverName, recipientName, message, money: { amountMinor, currency } };
}
