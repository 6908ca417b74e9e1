import { insertApprovalLink } from '#src/db/approval/approval-link.ts';
import { findApprovalViews } from '#src/db/approval/approval-view.ts';
import { findAddressees } from '#src/db/message/addressee.ts';
import {
  type DueNotification,
  leaseDueNotifications,
  saveNotificationsSent,
} from '#src/db/message/notification.ts';
import { must } from '#src/domain/kit/must.ts';
import type { Addressee, ChannelChoice } from '#src/domain/message/channels.ts';
import type { NotificationBody } from '#src/domain/message/notifications.ts';
import type { ChatUser } from '#src/ports/chat.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { defineMessageKind } from './steps/define-message-kind.ts';
import { overChannels } from './steps/over-channels.ts';
import type { Sent } from './steps/sending.ts';
import type { ApprovalView } from '#src/domain/approval/approval.ts';
import type { LeasePlan } from '#src/domain/message/sending.ts';

type ApprovalNotificationKind = 'approval.asked' | 'approval.reminder' | 'approval.decided';

/** What a notification says. */
export type NotificationContent =
  | { [K in ApprovalNotificationKind]: { kind: K; approval: ApprovalView } }[ApprovalNotificationKind]
  | Exclude<NotificationBody, { kind: ApprovalNotificationKind }>;

/**
 * Where and what to send. `link` is only in mail: it opens the page that decides the approval, for anyone who holds it.
 */
export type NotificationToSend = {
  leased: DueNotification;
  content: NotificationContent;
  link: string | undefined;
} & ChannelChoice<ChatUser>;

type NotificationDeps = Pick<Deps, 'db' | 'clock' | 'log' | 'queue' | 'reachable'>;

type Facts = {
  approvals: ReadonlyMap<string, ApprovalView>;
  addressees: ReadonlyMap<string, Addressee<ChatUser>>;
};

/** Messages about anything but a gift, by direct message or mail. */
export const notifications = defineMessageKind({
  job: 'send-notification',
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
  const [approvals, addressees] = await Promise.all([
    findApprovalViews(db, about),
    findAddressees(db, readers),
  ]);
  return { approvals: new Map(approvals.map((approval) => [approval.id, approval])), addressees };
}

async function plan(
  deps: NotificationDeps,
  leased: DueNotification,
  { approvals, addressees }: Facts,
): Promise<LeasePlan<NotificationToSend>> {
  const content = contentOf(leased, approvals);
  if (!content) return { kind: 'drop', reason: 'it is decided' };
  const addressee = must(addressees.get(leased.personId), `person ${leased.personId}`);
  return overChannels(deps, { leased, addressee }, async (choice) => {
    const link = choice.channel === 'email' ? await linkFor(deps, leased, content) : undefined;
    return { leased, content, link, ...choice };
  });
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

/** The reader's link to decide, when the web pages are reachable. Only the mail holds its token. */
async function linkFor(
  { db, clock, reachable }: NotificationDeps,
  { organizationId, personId }: DueNotification,
  content: NotificationContent,
): Promise<string | undefined> {
  if (!reachable.web || !('approval' in content) || content.kind === 'approval.decided') return undefined;
  const link = { organizationId, approvalId: content.approval.id, personId };
  return `${reachable.web}/approvals/${await insertApprovalLink(db, link, clock.now())}`;
}

async function saveSent(
  { db, clock }: NotificationDeps,
  sent: readonly Sent<NotificationToSend>[],
): Promise<void> {
  const rows = sent.map(({ toSend: { leased, channel }, messageId }) => ({ leased, channel, messageId }));
  await saveNotificationsSent(db, rows, clock.now());
}
