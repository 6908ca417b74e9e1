import { insertApprovalLink } from '#src/db/approval/approval-link.ts';
import { type ApprovalView, findApprovalView } from '#src/db/approval/approval-view.ts';
import { claimDueNotices, type DueNotice } from '#src/db/message/notice.ts';
import { findChatUsers, getPerson, type Person } from '#src/db/people/person.ts';
import { type Channel, nextChannel } from '#src/domain/message/channels.ts';
import type { NoticeBody } from '#src/domain/message/notices.ts';
import type { ChatUser } from '#src/ports/chat.ts';
import { type Claims, newLease, type Plan, settleClaims, whyUnreachable } from './steps/claim-sendings.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

type ApprovalNoticeKind = 'approval.asked' | 'approval.reminder' | 'approval.decided';

/** What a notice says. */
export type NoticeNews =
  | { [K in ApprovalNoticeKind]: { kind: K; approval: ApprovalView } }[ApprovalNoticeKind]
  | Exclude<NoticeBody, { kind: ApprovalNoticeKind }>;

/** Where and what to send. `link` leads to the page where the approval is decided, by whoever has it. */
export type NoticeOrder = { claimed: DueNotice; news: NoticeNews; createdAt: Date } & (
  | { channel: 'dm'; to: ChatUser }
  | { channel: 'email'; to: { name: string; email: string }; link: string | undefined }
);

type NoticeDeps = Pick<Deps, 'db' | 'clock' | 'reachable'>;

/**
 * Takes notices to be tried now, each over the next channel that is left: direct message, then email, or the other way
 * round for those who prefer that.
 *
 * They are marked `sending` before anything is sent, and a sender that dies loses them after a minute.
 */
export async function claimNotices(
  deps: NoticeDeps,
  noticeIds: readonly string[],
): Promise<Claims<NoticeOrder>> {
  const claimed = await claimDueNotices(deps.db, noticeIds, newLease(deps));
  const users = await findChatUsers(
    deps.db,
    claimed.map(({ organizationId, personId }) => ({ organizationId, id: personId })),
  );
  const plans = await Promise.allSettled(
    claimed.map((notice) => planOf(deps, notice, users.get(notice.personId) ?? [])),
  );
  const planned = claimed.map((notice, at) => ({ claimed: notice, plan: settledPlan(plans[at]) }));
  return settleClaims(deps, 'send-notice', planned);
}

function settledPlan(plan: PromiseSettledResult<Plan<NoticeOrder>> | undefined): Plan<NoticeOrder> | Error {
  if (plan?.status === 'fulfilled') return plan.value;
  const reason: unknown = plan?.reason;
  return reason instanceof Error ? reason : new Error(String(reason));
}

async function planOf(
  deps: NoticeDeps,
  claimed: DueNotice,
  users: readonly ChatUser[],
): Promise<Plan<NoticeOrder>> {
  const news = await newsOf(deps, claimed);
  if (!news) return { kind: 'drop', reason: 'it is decided' };
  const person = await getPerson(deps.db, claimed.organizationId, claimed.personId);
  const way = person.isDeactivated ? undefined : chooseWay(deps.reachable, claimed, person, users);
  if (!way) return { kind: 'park', reason: whyUnreachable(person, claimed) };
  const order = { claimed, news, createdAt: claimed.createdAt };
  if (way.channel === 'dm') return { kind: 'send', order: { ...order, ...way } };
  return { kind: 'send', order: { ...order, ...way, link: await linkFor(deps, claimed, news) } };
}

/** Undefined when it asks for a decision that was made meanwhile. */
async function newsOf(deps: Pick<Deps, 'db'>, notice: DueNotice): Promise<NoticeNews | undefined> {
  if (
    notice.kind !== 'approval.asked' &&
    notice.kind !== 'approval.reminder' &&
    notice.kind !== 'approval.decided'
  ) {
    return notice;
  }
  const { kind, organizationId, subjectId: id } = notice;
  const approval = await findApprovalView(deps.db, { organizationId, id });
  if (!approval) throw new Error(`there is no approval ${id}`);
  if (kind !== 'approval.decided' && approval.status !== 'open') return undefined;
  return { kind, approval };
}

/** A link by which its reader decides, where a page can be reached. Its token is in the mail alone. */
async function linkFor(
  deps: NoticeDeps,
  { organizationId, personId }: DueNotice,
  news: NoticeNews,
): Promise<string | undefined> {
  if (!deps.reachable.web || !('approval' in news) || news.kind === 'approval.decided') return undefined;
  const link = { organizationId, approvalId: news.approval.id, personId };
  const token = await insertApprovalLink(deps.db, link, deps.clock.now());
  return `${deps.reachable.web}/approvals/${token}`;
}

type Way = { channel: 'dm'; to: ChatUser } | { channel: 'email'; to: { name: string; email: string } };

function chooseWay(
  reachable: Deps['reachable'],
  { closed }: DueNotice,
  person: Person,
  users: readonly ChatUser[],
): Way | undefined {
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
