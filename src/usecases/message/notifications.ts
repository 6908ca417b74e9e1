import { randomCode } from '#src/kit/random-code.ts';
import { transact } from '#src/db/kit/transact.ts';
import { insertMailLink } from '#src/db/people/mail-link.ts';
import { findApprovalViews } from '#src/db/approval/approval-view.ts';
import { getPerson } from '#src/db/people/person.ts';
import { findSpendMailing } from '#src/db/report/spend-mailing.ts';
import { findAddressees } from '#src/db/message/addressee.ts';
import {
  type DueNotification,
  leaseDueNotifications,
  saveNotificationsSent,
} from '#src/db/message/notification.ts';
import { saveWritten } from '#src/db/session/sign-in.ts';
import { randomToken } from '#src/db/kit/random-token.ts';
import { findGiftStates } from '#src/db/gift/gift.ts';
import { isOnRecord } from '#src/db/ledger/on-record.ts';
import { daysOfMonth, mayGetSpend } from '#src/domain/report/spend-mailing.ts';
import { codeText, LINK_MS } from '#src/domain/session/sign-in.ts';
import { must } from '#src/domain/kit/must.ts';
import { giftMoves, type GiftStatus } from '#src/domain/states.ts';
import type { Addressee, ChannelChoice } from '#src/domain/message/channels.ts';
import type { NotificationBody } from '#src/domain/message/notifications.ts';
import { CHAIN_IDS } from '#src/domain/kit/chain-ids.ts';
import type { ChatUser } from '#src/ports/chat.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { defineMessageKind } from './steps/define-message-kind.ts';
import { overChannels } from './steps/over-channels.ts';
import { placedCardsOf } from './steps/placed-card-of.ts';
import type { Sent } from './steps/sending.ts';
import type { ApprovalView } from '#src/domain/approval/approval.ts';
import type { LeasePlan } from '#src/domain/message/sending.ts';

type ApprovalNotificationKind = 'approval.asked' | 'approval.reminder' | 'approval.decided';

/** What a notification says. */
export type NotificationContent =
  | { [K in ApprovalNotificationKind]: { kind: K; approval: ApprovalView } }[ApprovalNotificationKind]
  | Exclude<NotificationBody, { kind: ApprovalNotificationKind }>;

/**
 * Where and what to send. In mail, `link` opens the page that decides the approval, for anyone who holds it, or the one that signs its
 * reader in; everywhere, the page of an order, for who may see it; `code` signs them in on another device than the one that asked.
 */
export type NotificationToSend = {
  leased: DueNotification;
  content: NotificationContent;
  link: string | undefined;
  code?: string | undefined;
} & ChannelChoice<ChatUser>;

type NotificationDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'log' | 'keys' | 'queue' | 'reachable'>;

type Facts = {
  approvals: ReadonlyMap<string, ApprovalView>;
  /** The states of gifts that their recipients are to be reminded of. */
  gifts: ReadonlyMap<string, GiftStatus>;
  addressees: ReadonlyMap<string, Addressee<ChatUser>>;
};

/** Messages about anything but a gift, by direct message or mail. */
export const notifications = defineMessageKind({
  job: 'send-notification',
  chainId: CHAIN_IDS.notifications,
  lease: leaseDueNotifications,
  load,
  plan,
  since: ({ leased }) => leased.createdAt,
  saveSent,
});

async function load({ db }: NotificationDeps, leased: readonly DueNotification[]): Promise<Facts> {
  const about = leased
    .filter(isAboutApproval)
    .map(({ organizationId, subjectId: id }) => ({ organizationId, id }));
  const readers = leased.map(({ organizationId, personId: id }) => ({ organizationId, id }));
  const reminded = leased.filter(({ kind }) => kind === 'gift.reminder');
  const [approvals, gifts, addressees] = await Promise.all([
    findApprovalViews(db, about),
    findGiftStates(
      db,
      reminded.map(({ organizationId, subjectId: id }) => ({ organizationId, id })),
    ),
    findAddressees(db, readers),
  ]);
  return { approvals: new Map(approvals.map((approval) => [approval.id, approval])), gifts, addressees };
}

async function plan(
  deps: NotificationDeps,
  leased: DueNotification,
  { approvals, gifts, addressees }: Facts,
): Promise<LeasePlan<NotificationToSend>> {
  const content = contentOf(leased, approvals);
  if (!content) return { kind: 'drop', reason: 'it is decided' };
  if (isReminderOfEnded(leased, gifts)) return { kind: 'drop', reason: 'the gift is claimed, or has ended' };
  const addressee = must(addressees.get(leased.personId), `person ${leased.personId}`);
  if (content.kind === 'sign-in.asked') return planSignIn(deps, leased, { addressee, content });
  if (content.kind === 'report.spend') return planSpend(deps, leased, { addressee, content });
  const reached = content.kind === 'address.changed' ? byOldAddress(addressee, content.detail) : addressee;
  return overChannels(deps, { leased, addressee: reached }, async (choice) => {
    const link = orderLink(deps, leased) ?? (await linkFor(deps, leased, { content, choice }));
    return { leased, content, link, ...choice };
  });
}

/** A file comes by mail alone, to who still wants it and may see what is in it. */
async function planSpend(
  deps: NotificationDeps,
  leased: DueNotification,
  {
    addressee,
    content,
  }: { addressee: Addressee<ChatUser>; content: Extract<NotificationContent, { kind: 'report.spend' }> },
): Promise<LeasePlan<NotificationToSend>> {
  const person = await getPerson(deps.db, leased.organizationId, leased.personId);
  if (!(await findSpendMailing(deps.db, person)) || !mayGetSpend(person))
    return { kind: 'drop', reason: 'they want it no more, or may not see it any more' };
  const { by, month } = content.detail;
  const { web } = deps.reachable;
  const query = new URLSearchParams({ by, ...daysOfMonth(month) });
  const link = web === undefined ? undefined : `${web}/spend?${query.toString()}`;
  return overChannels(deps, { leased, addressee: { ...addressee, users: [] } }, (choice) => ({
    leased,
    content,
    link,
    ...choice,
  }));
}

/** Whoever reads what comes to the old address is told, and nobody else. They may have left by the same change. */
function byOldAddress(addressee: Addressee<ChatUser>, { to }: { to: string }): Addressee<ChatUser> {
  return { ...addressee, email: to, users: [], isDeactivated: false };
}

/**
 * A link to sign in is asked for by mail, and comes by mail alone. It is made here, anew with each try: nothing but the mail holds it.
 */
async function planSignIn(
  deps: NotificationDeps,
  leased: DueNotification,
  { addressee, content }: { addressee: Addressee<ChatUser>; content: NotificationContent },
): Promise<LeasePlan<NotificationToSend>> {
  const { web } = deps.reachable;
  const token = randomToken();
  const code = randomCode();
  const { organizationId, subjectId: id } = leased;
  const codeMac = deps.keys.sign(codeText(id, code)).mac;
  const isLive =
    web !== undefined &&
    (await transact(deps, (tx) =>
      saveWritten(
        tx,
        { organizationId, id },
        { token, codeMac, expiresAt: new Date(tx.now.getTime() + LINK_MS) },
      ),
    ));
  if (!isLive) return { kind: 'drop', reason: 'it was used, or a newer one was asked for' };
  const byMail = { ...addressee, users: [] };
  const link = `${web}/sign-in/link/${token}`;
  return overChannels(deps, { leased, addressee: byMail }, (choice) => ({
    leased,
    content,
    link,
    code,
    ...choice,
  }));
}

function isAboutApproval(
  notification: DueNotification,
): notification is Extract<DueNotification, { kind: ApprovalNotificationKind }> {
  const { kind } = notification;
  return kind === 'approval.asked' || kind === 'approval.reminder' || kind === 'approval.decided';
}

/** Undefined when it asks for a decision that was made in the meantime. */
function contentOf(
  notification: DueNotification,
  approvals: Facts['approvals'],
): NotificationContent | undefined {
  if (!isAboutApproval(notification)) return notification;
  const { kind, subjectId } = notification;
  const approval = must(approvals.get(subjectId), `approval ${subjectId}`);
  return kind !== 'approval.decided' && approval.status !== 'open' ? undefined : { kind, approval };
}

/** Whoever claimed a gift meanwhile is not reminded of it. */
function isReminderOfEnded({ kind, subjectId }: DueNotification, gifts: Facts['gifts']): boolean {
  if (kind !== 'gift.reminder') return false;
  const status = must(gifts.get(subjectId), `gift ${subjectId}`);
  return !giftMoves.redeem.from.some((open) => open === status);
}

/** The reader's link to decide, when the web pages are reachable. Only the mail holds its token. */
async function linkFor(
  deps: NotificationDeps,
  { organizationId, personId }: DueNotification,
  { content, choice }: { content: NotificationContent; choice: ChannelChoice<ChatUser> },
): Promise<string | undefined> {
  const { web } = deps.reachable;
  if (!web || choice.channel !== 'email') return undefined;
  // Whoever opens it has to be its owner, signed in.
  if (content.kind === 'gift.card-bought') return `${web}/wallet`;
  if (!('approval' in content) || content.kind === 'approval.decided') return undefined;
  const link = { organizationId, subjectId: content.approval.id, personId };
  if (!(await isOnRecord(deps.db, deps.keys, { organizationId, name: 'person', key: personId }))) {
    deps.log.error(
      link,
      'No link to decide was mailed to somebody who was changed past Largesse; see: largesse audit verify',
    );
    return undefined;
  }
  const token = await transact(deps, (tx) => insertMailLink(tx, 'approval_link', link));
  return `${web}/approvals/${token}`;
}

/** The page of the order that a notification is about. It opens for who is signed in and may see it, so that it stands in any message. */
function orderLink(
  { reachable: { web } }: Pick<NotificationDeps, 'reachable'>,
  { kind, subjectId }: Pick<DueNotification, 'kind' | 'subjectId'>,
): string | undefined {
  return web !== undefined && kind.startsWith('order.') ? `${web}/orders/${subjectId}` : undefined;
}

async function saveSent(deps: NotificationDeps, sent: readonly Sent<NotificationToSend>[]): Promise<void> {
  const rows = sent.map(({ toSend: { leased, channel }, messageId }) => ({ leased, channel, messageId }));
  const now = deps.clock.now();
  await saveNotificationsSent(deps.db, { sent: rows, placed: placedCardsOf(deps, sent, now) }, now);
}
