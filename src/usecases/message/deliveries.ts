import { insertMailLink } from '#src/db/people/mail-link.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { logActivities } from '#src/db/ledger/log-activities.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { findWantedTypes } from '#src/db/webhook/webhook.ts';
import { findAddressees } from '#src/db/message/addressee.ts';
import { type GiftToDeliver, getGiftsToDeliver, saveDelivered } from '#src/db/message/delivery.ts';
import { type LeasedMessage, leaseDue } from '#src/db/message/sending.ts';
import type { SecretCode } from '#src/domain/gift/secret-code.ts';
import { choicePath, isCardNow } from '#src/domain/gift/gift-card.ts';
import { must } from '#src/domain/kit/must.ts';
import type { Addressee, ChannelChoice, Origin } from '#src/domain/message/channels.ts';
import { CHAIN_IDS } from '#src/domain/kit/chain-ids.ts';
import type { ChatUser } from '#src/ports/chat.ts';
import { messageOf } from '#src/usecases/gift/steps/gift-message.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { webUrl } from '#src/usecases/kit/web-url.ts';
import { publishGifts } from '#src/usecases/kit/publish.ts';
import { defineMessageKind } from './steps/define-message-kind.ts';
import { tellUndelivered } from './steps/tell-undelivered.ts';
import { overChannels } from './steps/over-channels.ts';
import type { Sent } from './steps/sending.ts';
import { placedCardsOf } from './steps/placed-card-of.ts';
import type { GiftMessage } from '#src/domain/gift/gift.ts';
import type { LeasePlan } from '#src/domain/message/sending.ts';

/** How long a gift is left to others whose code cannot be read here. */
const KEY_MS = 5_000;

type InPublic = { channel: 'claim' };

/** Where and what to send. Only messages that nobody but the recipient reads carry the code, and none of a gift card does. */
export type DeliveryToSend = {
  leased: LeasedMessage;
  recipientId: string;
  gift: GiftMessage;
  issuedAt: Date;
  /** How often it was asked for again: each time is a message of its own. */
  resent: number;
  /** In mail alone: the page on which somebody outside the organization claims it, or where its recipient chooses a gift card. */
  link?: string | undefined;
} & (
  | Extract<ChannelChoice<ChatUser>, InPublic>
  | (Exclude<ChannelChoice<ChatUser>, InPublic> & { code: SecretCode | undefined })
);

type DeliveryDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'queue' | 'log' | 'keys' | 'reachable'>;

type Facts = {
  gifts: ReadonlyMap<string, GiftToDeliver>;
  recipients: ReadonlyMap<string, Addressee<ChatUser>>;
};

/** The messages that bring gifts to their recipients. */
export const deliveries = defineMessageKind({
  job: 'deliver-gift',
  chainId: CHAIN_IDS.deliveries,
  isActivity: true,
  lease: (db, ids, lease) => leaseDue(db, 'deliver-gift', ids, lease),
  load,
  plan,
  since: ({ issuedAt }) => issuedAt,
  saveSent,
  saveUnknown,
  saveFailed: tellUndelivered,
});

async function load({ db }: DeliveryDeps, leased: readonly LeasedMessage[]): Promise<Facts> {
  const gifts = await getGiftsToDeliver(db, leased);
  const recipients = gifts.map(({ organizationId, recipientId: id }) => ({ organizationId, id }));
  return {
    gifts: new Map(gifts.map((gift) => [gift.giftId, gift])),
    recipients: await findAddressees(db, recipients),
  };
}

async function plan(
  deps: DeliveryDeps,
  leased: LeasedMessage,
  { gifts, recipients }: Facts,
): Promise<LeasePlan<DeliveryToSend>> {
  const gift = must(gifts.get(leased.id), `gift ${leased.id}`);
  const { giftId, recipientId, sealed, createdAt: issuedAt } = gift;
  if (!sealed) return { kind: 'drop', reason: 'its value has moved on' };
  const keyId = deps.keys.keyIdOf(sealed);
  if (!deps.keys.ids().includes(keyId)) return leaveUnread(deps, giftId, keyId);
  const addressee = must(recipients.get(recipientId), `person ${recipientId}`);
  const origin = originOf(gift);
  const { resent } = gift;
  return overChannels(deps, { leased, addressee, origin }, async (choice) => {
    const toSend = { leased, recipientId, gift: messageOf(gift, addressee.name), issuedAt, resent };
    if (choice.channel === 'claim') return { ...toSend, ...choice };
    const link = choice.channel === 'email' ? await linkFor(deps, gift) : undefined;
    if (toSend.gift.card) return { ...toSend, ...choice, link, code: undefined };
    return { ...toSend, ...choice, link, code: deps.keys.open(sealed, giftId) };
  });
}

/** Whoever is one of the organization signs in to choose a card. Of a card that nobody chooses, there is nothing to open yet. */
async function linkFor(deps: DeliveryDeps, gift: GiftToDeliver): Promise<string | undefined> {
  const isChosen = gift.card?.status === 'open' || gift.card?.status === 'chosen';
  if (isChosen && !gift.isForGuest) return webUrl(deps, choicePath(gift.giftId));
  return isCardNow(gift.card) && !isChosen ? undefined : claimLinkFor(deps, gift);
}

/** A guest has no chat to type a code in: the link in their mail proves that the address is theirs. */
async function claimLinkFor(deps: DeliveryDeps, gift: GiftToDeliver): Promise<string | undefined> {
  const { web } = deps.reachable;
  const { organizationId, giftId: subjectId, recipientId: personId, isForGuest } = gift;
  if (!web || !isForGuest) return undefined;
  const link = { organizationId, subjectId, personId };
  const token = await transact(deps, (tx) => insertMailLink(tx, 'claim_link', link));
  return `${web}/claim/${token}`;
}

/** Some seconds later another process may have it, or this one the key. */
function leaveUnread({ log }: Pick<Deps, 'log'>, giftId: string, keyId: string): LeasePlan<DeliveryToSend> {
  log.debug({ giftId, keys: [keyId] }, 'A code could not be read: this process lacks a key');
  return {
    kind: 'leave',
    reason: `its code is under the key ${keyId}, which is missing here`,
    afterMs: KEY_MS,
  };
}

function originOf(gift: GiftToDeliver): Origin {
  const { source, channelId, isPrivateChannel: isPrivate, giver, namedUserIds } = gift;
  const workspaceId = giver.by === 'chat' ? giver.workspaceId : undefined;
  const named = namedUserIds.map((userId) => ({ platform: source, userId }));
  return { platform: source, channelId, isPrivate, workspaceId, named };
}

async function saveSent(deps: DeliveryDeps, sent: readonly Sent<DeliveryToSend>[]): Promise<void> {
  const delivered = sent.map(({ toSend, messageId }) => ({
    leased: toSend.leased,
    channel: toSend.channel,
    messageId,
    recipientId: toSend.recipientId,
    resent: toSend.resent,
    deliveredActivityId: deps.newId(),
    revealedActivityId: hasCode(toSend) ? deps.newId() : undefined,
  }));
  const now = deps.clock.now();
  const placed = placedCardsOf(deps, sent, now);
  function save(db: Db): Promise<string[]> {
    return saveDelivered({ db, keys: deps.keys }, { sent: delivered, placed }, now);
  }
  const newly = new Set(await publishingDelivered(deps, delivered, save));
  const told = delivered.filter(({ leased }) => newly.has(leased.id));
  logActivities(
    deps,
    told.map(({ leased: { organizationId, id }, recipientId }) => {
      return { kind: 'gift.delivered', organizationId, subjectId: recipientId, giftId: id };
    }),
  );
}

function hasCode(toSend: DeliveryToSend): boolean {
  return 'code' in toSend && toSend.code !== undefined;
}

/** It is one statement, and a transaction with more only where a webhook is told. */
async function publishingDelivered(
  deps: DeliveryDeps,
  delivered: readonly { leased: LeasedMessage }[],
  save: (db: Db) => Promise<string[]>,
): Promise<string[]> {
  const organizationOf = new Map(delivered.map(({ leased }) => [leased.id, leased.organizationId]));
  const wanted = await findWantedTypes(deps.db, [...new Set(organizationOf.values())]);
  if (![...wanted.values()].some((types) => types.has('gift.delivered'))) return save(deps.db);
  return transact(deps, async (tx) => {
    const newly = await save(tx);
    const gifts = newly.map((giftId) => {
      return { organizationId: must(organizationOf.get(giftId), `organization of gift ${giftId}`), giftId };
    });
    await publishGifts(deps, tx, { type: 'gift.delivered', gifts });
    return newly;
  });
}

/** A message that may have arrived has revealed its code, if it held one. */
async function saveUnknown(deps: DeliveryDeps, unknown: readonly DeliveryToSend[]): Promise<void> {
  const activities = unknown.filter(hasCode).map(({ leased, recipientId, channel }) => ({
    organizationId: leased.organizationId,
    id: deps.newId(),
    at: deps.clock.now(),
    kind: 'code.revealed' as const,
    subjectId: recipientId,
    giftId: leased.id,
    detail: { channel },
  }));
  if (activities.length > 0) await transact(deps, (tx) => insertActivities(tx, activities));
}
