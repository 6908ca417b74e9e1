import { insertApprovalLink } from '#src/db/approval/approval-link.ts';
import { type ApprovalView, findApprovalView } from '#src/db/approval/approval-view.ts';
import { leaseDueNotifications, type DueNotification } from '#src/db/message/notification.ts';
import { findChatUsers, getPerson, type Person } from '#src/db/people/person.ts';
import { type Channel, nextChannel } from '#src/domain/message/channels.ts';
import type { NotificationBody } from '#src/domain/message/notifications.ts';
import type { ChatUser } from '#src/ports/chat.ts';
import {
  type Leases,
  newLease,
  type LeasePlan,
  resolveLeases,
  whyUnreachable,
} from './steps/lease-messages.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

type ApprovalNotificationKind = 'approval.asked' | 'approval.reminder' | 'approval.decided';

/** What a notification says. */
export type NotificationContent =
  | { [K in ApprovalNotificationKind]: { kind: K; approval: ApprovalView } }[ApprovalNotificationKind]
  | Exclude<NotificationBody, { kind: ApprovalNotificationKind }>;

/** Where and what to send. `link` leads to the page where the approval is decided, by whoever has it. */
export type NotificationToSend = {
  leased: DueNotification;
  content: NotificationContent;
  createdAt: Date;
} & (
  | { channel: 'dm'; to: ChatUser }
  | { channel: 'email'; to: { name: string; email: string }; link: string | undefined }
);

type NotificationDeps = Pick<Deps, 'db' | 'clock' | 'reachable'>;

/**
 * Takes notifications to be tried now, each over the next channel that is left: direct message, then email, or the other way
 * round for those who prefer that.
 *
 * They are marked `sending` before anything is sent, and a sender that dies loses them after a minute.
 */
export async function leaseNotifications(
  deps: NotificationDeps,
  notificationIds: readonly string[],
): Promise<Leases<NotificationToSend>> {
  const leased = await leaseDueNotifications(deps.db, notificationIds, newLease(deps));
  const users = await findChatUsers(
    deps.db,
    leased.map(({ organizationId, personId }) => ({ organizationId, id: personId })),
  );
  const plans = await Promise.allSettled(
    leased.map((notification) => planOf(deps, notification, users.get(notification.personId) ?? [])),
  );
  const planned = leased.map((notification, index) => ({
    leased: notification,
    plan: settledPlan(plans[index]),
  }));
  return resolveLeases(deps, 'send-notification', planned);
}

function settledPlan(
  plan: PromiseSettledResult<LeasePlan<NotificationToSend>> | undefined,
): LeasePlan<NotificationToSend> | Error {
  if (plan?.status === 'fulfilled') return plan.value;
  const reason: unknown = plan?.reason;
  return reason instanceof Error ? reason : new Error(String(reason));
}

async function planOf(
  deps: NotificationDeps,
  leased: DueNotification,
  users: readonly ChatUser[],
): Promise<LeasePlan<NotificationToSend>> {
  const content = await contentOf(deps, leased);
  if (!content) return { kind: 'drop', reason: 'it is decided' };
  const person = await getPerson(deps.db, leased.organizationId, leased.personId);
  const choice = person.isDeactivated ? undefined : chooseChannel(deps.reachable, leased, person, users);
  if (!choice) return { kind: 'fail', reason: whyUnreachable(person, leased) };
  const toSend = { leased, content, createdAt: leased.createdAt };
  if (choice.channel === 'dm') return { kind: 'send', toSend: { ...toSend, ...choice } };
  return { kind: 'send', toSend: { ...toSend, ...choice, link: await linkFor(deps, leased, content) } };
}

/** Undefined when it asks for a decision that was made meanwhile. */
async function contentOf(
  deps: Pick<Deps, 'db'>,
  notification: DueNotification,
): Promise<NotificationContent | undefined> {
  if (
    notification.kind !== 'approval.asked' &&
    notification.kind !== 'approval.reminder' &&
    notification.kind !== 'approval.decided'
  ) {
    return notification;
  }
  const { kind, organizationId, subjectId: id } = notification;
  const approval = await findApprovalView(deps.db, { organizationId, id });
  if (!approval) throw new Error(`there is no approval ${id}`);
  if (kind !== 'approval.decided' && approval.status !== 'open') return undefined;
  return { kind, approval };
}

/** A link by which its reader decides, where a page can be reached. Its token is in the mail alone. */
async function linkFor(
  deps: NotificationDeps,
  { organizationId, personId }: DueNotification,
  content: NotificationContent,
): Promise<string | undefined> {
  if (!deps.reachable.web || !('approval' in content) || content.kind === 'approval.decided')
    return undefined;
  const link = { organizationId, approvalId: content.approval.id, personId };
  const token = await insertApprovalLink(deps.db, link, deps.clock.now());
  return `${deps.reachable.web}/approvals/${token}`;
}

type ChannelChoice =
  | { channel: 'dm'; to: ChatUser }
  | { channel: 'email'; to: { name: string; email: string } };

function chooseChannel(
  reachable: Deps['reachable'],
  { closed }: DueNotification,
  person: Person,
  users: readonly ChatUser[],
): ChannelChoice | undefined {
  const chatUser = users.find((user) => reachable.platforms.includes(user.platform));
  const channel = nextChannel({
    prefers: person.prefers,
    hasChat: chatUser !== undefined,
    hasSharedChannel: false,
    hasEmail: reachable.mail && person.email !== null,
    closed: Object.keys(closed) as Channel[],
  });
  if (channel === 'dm' && chatUser) return { channel, to: chatUser };
  if (channel === 'email' && person.email) {
    return { channel, to: { name: person.name, email: person.email } };
  }
  return undefined;
}
