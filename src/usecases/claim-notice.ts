import { insertApprovalLink } from '#src/db/approval-link.ts';
import { type ApprovalView, findApprovalView } from '#src/db/approval-view.ts';
import {
  type ClaimedNotice,
  claimDueNotice,
  type DueNotice,
  type NoticeChannel,
  saveNoticeNotSent,
} from '#src/db/notice.ts';
import { findChatUsers, getPerson, type Person } from '#src/db/person.ts';
import { nextChannel } from '#src/domain/channels.ts';
import type { NoticeBody } from '#src/domain/notices.ts';
import { MOST_LOST } from '#src/domain/retry.ts';
import type { ChatUser } from '#src/ports.ts';
import type { Deps } from './deps.ts';

type ApprovalNoticeKind = 'approval.asked' | 'approval.reminder' | 'approval.decided';

/** What a notice says. */
export type NoticeNews =
  | { [K in ApprovalNoticeKind]: { kind: K; approval: ApprovalView } }[ApprovalNoticeKind]
  | Exclude<NoticeBody, { kind: ApprovalNoticeKind }>;

/** Where and what to send. `link` leads to the page where the approval is decided, by whoever has it. */
export type NoticeOrder = { notice: ClaimedNotice; news: NoticeNews; createdAt: Date } & (
  | { channel: 'dm'; to: ChatUser }
  | { channel: 'email'; to: { name: string; email: string }; link: string | undefined }
);

export type NoticeClaim =
  /** It is sent, being sent by somebody else, not due yet, or there is nothing left to decide. */
  | { kind: 'nothing' }
  /** No way is left to reach its reader, or too many attempts were lost: a person must look. */
  | { kind: 'park'; reason: string }
  | { kind: 'send'; order: NoticeOrder };

type NoticeDeps = Pick<Deps, 'db' | 'clock' | 'reachable'>;

const LEASE_MS = 60_000;

/**
 * Takes a notice to be tried now, over the next channel that is left: direct message, then email, or the other way round
 * for those who prefer that.
 *
 * It is marked `sending` before anything is sent, and a sender that dies loses it after a minute.
 */
export async function claimNotice(deps: NoticeDeps, noticeId: string): Promise<NoticeClaim> {
  const now = deps.clock.now();
  const leaseUntil = new Date(now.getTime() + LEASE_MS);
  const notice = await claimDueNotice(deps.db, noticeId, { now, leaseUntil });
  if (!notice) return { kind: 'nothing' };
  const news = await newsOf(deps, notice);
  if (!news) {
    await giveUp(deps, notice, 'it is decided');
    return { kind: 'nothing' };
  }
  if (notice.attempts >= MOST_LOST) return park(deps, notice, `${notice.attempts} attempts were lost`);
  const person = await getPerson(deps.db, notice.organizationId, notice.personId);
  const way = person.isDeactivated ? undefined : await chooseWay(deps, notice, person);
  if (!way) return park(deps, notice, whyUnreachable(person, notice));
  const order = { notice, news, createdAt: notice.createdAt };
  if (way.channel === 'dm') return { kind: 'send', order: { ...order, ...way } };
  return { kind: 'send', order: { ...order, ...way, link: await linkFor(deps, notice, news) } };
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

async function park(
  deps: Pick<Deps, 'db' | 'clock'>,
  notice: ClaimedNotice,
  reason: string,
): Promise<NoticeClaim> {
  await giveUp(deps, notice, reason);
  return { kind: 'park', reason };
}

async function giveUp(
  deps: Pick<Deps, 'db' | 'clock'>,
  notice: ClaimedNotice,
  reason: string,
): Promise<void> {
  const { closed, attempts } = notice;
  const dueAt = deps.clock.now();
  await saveNoticeNotSent(deps.db, notice, {
    move: 'fail',
    channel: null,
    reason,
    dueAt,
    closed,
    attempts,
  });
}

function whyUnreachable(person: Person, { closed }: ClaimedNotice): string {
  if (person.isDeactivated) return `${person.name} is deactivated`;
  const tried = Object.entries(closed).map(([channel, reason]) => `${channel}: ${reason}`);
  return [`no way left to reach ${person.name}`, ...tried].join('; ');
}

type Way = { channel: 'dm'; to: ChatUser } | { channel: 'email'; to: { name: string; email: string } };

async function chooseWay(
  deps: Pick<Deps, 'db' | 'reachable'>,
  { closed }: ClaimedNotice,
  person: Person,
): Promise<Way | undefined> {
  const users = await findChatUsers(deps.db, person);
  const chatUser = users.find((user) => deps.reachable.platforms.includes(user.platform));
  const channel = nextChannel({
    prefers: person.prefers,
    hasChat: chatUser !== undefined,
    hasSharedChannel: false,
    hasEmail: deps.reachable.mail && person.email !== null,
    closed: Object.keys(closed) as NoticeChannel[],
  });
  if (channel === 'dm' && chatUser) return { channel, to: chatUser };
  if (channel === 'email' && person.email) {
    return { channel, to: { name: person.name, email: person.email } };
  }
  return undefined;
}
