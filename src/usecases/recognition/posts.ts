import {
  type DuePost,
  findPost,
  type FoundPost,
  findThanks,
  type FoundThanks,
  leaseDuePosts,
  listFailedPosts,
  savePostsSent,
} from '#src/db/recognition/post.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { CHAIN_IDS } from '#src/domain/kit/chain-ids.ts';
import { must } from '#src/domain/kit/must.ts';
import type { LeasePlan } from '#src/domain/message/sending.ts';
import { SHARED_CHANNEL } from '#src/ports/chat.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { notify } from '#src/usecases/kit/notify.ts';
import { defineMessageKind, type FailedMessage } from '#src/usecases/message/steps/define-message-kind.ts';
import { placedCardOf } from '#src/usecases/message/steps/placed-card-of.ts';
import type { Sent } from '#src/usecases/message/steps/sending.ts';

/** What others read, and where. `under`: where the post stands in whose thread a thank-you goes. */
export type PostToSend = { leased: DuePost; channel?: never } & (
  | { kind: 'recognition'; post: FoundPost }
  | { kind: 'thanks'; thanks: FoundThanks; under: string }
);

type PostDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'log' | 'keys' | 'queue' | 'reachable'>;

/** A thank-you waits this long for the post that it goes below. */
const PARENT_MS = 5_000;

/**
 * The posts that others read. Each is tried until its platform has an answer, and never again once that was lost: it may stand
 * there, and others would see it twice. Then, or when the platform refuses it, its giver is told.
 */
export const posts = defineMessageKind({
  job: 'post-recognition',
  chainId: CHAIN_IDS.posts,
  lease: leaseDuePosts,
  load: async () => undefined,
  plan,
  since: ({ leased }: PostToSend) => leased.createdAt,
  saveSent,
  saveFailed,
});

async function plan(deps: PostDeps, leased: DuePost): Promise<LeasePlan<PostToSend>> {
  if (leased.attempts > 0) return { kind: 'fail', reason: 'its answer was lost: it may stand there' };
  if (!deps.reachable.platforms.includes(leased.platform)) {
    return { kind: 'fail', reason: `${leased.platform} is not connected` };
  }
  return leased.kind === 'recognition' ? planRecognition(deps, leased) : planThanks(deps, leased);
}

async function planRecognition({ db }: PostDeps, leased: DuePost): Promise<LeasePlan<PostToSend>> {
  const { organizationId, subjectId: id } = leased;
  const post = must(await findPost(db, { organizationId, id }), `recognition ${id}`);
  if (post.recipientNames.length === 0) return { kind: 'drop', reason: 'it was taken back' };
  return { kind: 'send', toSend: { leased, kind: 'recognition', post } };
}

async function planThanks({ db }: PostDeps, leased: DuePost): Promise<LeasePlan<PostToSend>> {
  const { organizationId, subjectId: id } = leased;
  const thanks = must(await findThanks(db, { organizationId, id }), `thanks for gift ${id}`);
  const { parent, under } = thanks;
  if (parent === 'failed') return { kind: 'drop', reason: 'there is no post to go below' };
  if (parent !== 'sent') return { kind: 'leave', reason: 'its post is on its way', afterMs: PARENT_MS };
  if (under === null) return { kind: 'drop', reason: 'the platform does not find its post again' };
  return { kind: 'send', toSend: { leased, kind: 'thanks', thanks, under } };
}

async function saveSent(deps: PostDeps, sent: readonly Sent<PostToSend>[]): Promise<void> {
  const now = deps.clock.now();
  const placed = sent.flatMap(({ toSend: { leased }, ...shown }) => {
    const { organizationId, platform, workspaceId } = leased;
    return placedCardOf(deps, shown, { organizationId, platform, workspaceId, now });
  });
  const rows = sent.map(({ toSend, placed: at }) => ({ leased: toSend.leased, place: at?.place ?? null }));
  await savePostsSent(deps.db, { sent: rows, placed }, now);
}

/** The gift is not touched: only its giver hears that others do not read of it. */
async function saveFailed(deps: PostDeps, tx: Tx, failed: readonly FailedMessage[]): Promise<void> {
  const byId = new Map(failed.map((one) => [one.leased.id, one]));
  const told = await listFailedPosts(
    tx,
    failed.map(({ leased }) => leased),
  );
  const notifications = told.map(({ id, giverId, recognitionId, recipientNames: names }) => {
    const { leased, reason } = must(byId.get(id), `post ${id}`);
    const isShared = reason.includes(SHARED_CHANNEL);
    return {
      organizationId: leased.organizationId,
      personId: giverId,
      subjectId: recognitionId,
      kind: 'post.failed' as const,
      detail: { names, ...(isShared && { isShared }) },
    };
  });
  await notify(deps, tx, notifications);
}
