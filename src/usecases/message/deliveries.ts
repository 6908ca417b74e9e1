import { insertActivities } from '#src/db/ledger/activity.ts';
import { logActivities } from '#src/db/ledger/log-activities.ts';
import { transact } from '#src/db/kit/transact.ts';
import { findAddressees } from '#src/db/message/addressee.ts';
import { type GiftToDeliver, getGiftsToDeliver, saveDelivered } from '#src/db/message/delivery.ts';
import { type LeasedMessage, leaseDue } from '#src/db/message/sending.ts';
import type { SecretCode } from '#src/domain/gift/secret-code.ts';
import { must } from '#src/domain/kit/must.ts';
import type { Addressee, ChannelChoice, Origin } from '#src/domain/message/channels.ts';
import type { ChatUser } from '#src/ports/chat.ts';
import { messageOf } from '#src/usecases/gift/steps/gift-message.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { defineMessageKind } from './steps/define-message-kind.ts';
import { tellUndelivered } from './steps/tell-undelivered.ts';
import { overChannels } from './steps/over-channels.ts';
import type { Sent } from './steps/sending.ts';
import type { GiftMessage } from '#src/domain/gift/gift.ts';
import type { LeasePlan } from '#src/domain/message/sending.ts';

type InPublic = { channel: 'claim' };

/** Where and what to send. Only messages that nobody but the recipient reads carry the code. */
export type DeliveryToSend = {
  leased: LeasedMessage;
  recipientId: string;
  gift: GiftMessage;
  issuedAt: Date;
  /** How often it was asked for again: each time is a message of its own. */
  resent: number;
} & (
  | Extract<ChannelChoice<ChatUser>, InPublic>
  | (Exclude<ChannelChoice<ChatUser>, InPublic> & { code: SecretCode })
);

type DeliveryDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'queue' | 'log' | 'keys' | 'reachable'>;

type Facts = {
  gifts: ReadonlyMap<string, GiftToDeliver>;
  recipients: ReadonlyMap<string, Addressee<ChatUser>>;
};

/** The messages that bring gifts to their recipients. */
export const deliveries = defineMessageKind({
  job: 'deliver-gift',
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
  const addressee = must(recipients.get(recipientId), `person ${recipientId}`);
  const origin = originOf(gift);
  const { resent } = gift;
  return overChannels(deps, { leased, addressee, origin }, (choice) => {
    const toSend = { leased, recipientId, gift: messageOf(gift, addressee.name), issuedAt, resent };
    if (choice.channel === 'claim') return { ...toSend, ...choice };
    return { ...toSend, ...choice, code: deps.keys.open(sealed, giftId) };
  });
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
    deliveredActivityId: deps.newId(),
    revealedActivityId: 'code' in toSend ? deps.newId() : undefined,
  }));
  const newly = new Set(await saveDelivered(deps.db, delivered, deps.clock.now()));
  const told = delivered.filter(({ leased }) => newly.has(leased.id));
  logActivities(
    deps,
    told.map(({ leased: { organizationId, id }, recipientId }) => {
      return { kind: 'gift.delivered', organizationId, subjectId: recipientId, giftId: id };
    }),
  );
}

/** A message that may have arrived has revealed its code, if it held one. */
async function saveUnknown(deps: DeliveryDeps, unknown: readonly DeliveryToSend[]): Promise<void> {
  const activities = unknown
    .filter((toSend) => 'code' in toSend)
    .map(({ leased, recipientId, channel }) => ({
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
