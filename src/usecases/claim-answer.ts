import { type ClaimedAnswer, claimDueAnswer, type DueAnswer, saveNotAnswered } from '#src/db/answer.ts';
import { MOST_LOST } from '#src/domain/retry.ts';
import type { ChatUser } from '#src/ports.ts';
import type { Deps } from './deps.ts';
import { findNews, type News } from './find-news.ts';

/** What to tell a giver, and where. */
export type AnswerOrder = {
  answer: ClaimedAnswer;
  platform: string;
  giver: ChatUser | undefined;
  news: News;
};

export type AnswerClaim =
  /** There is none, it is not due yet, or somebody else is at it. */
  | { kind: 'nothing' }
  /** Too many attempts were lost: a person must look. */
  | { kind: 'park'; reason: string }
  | { kind: 'send'; order: AnswerOrder };

const LEASE_MS = 60_000;

/** Takes the answer to a giver to be sent now. A sender that dies loses it after a minute. */
export async function claimAnswer(
  deps: Pick<Deps, 'db' | 'clock'>,
  recognitionId: string,
): Promise<AnswerClaim> {
  const now = deps.clock.now();
  const leaseUntil = new Date(now.getTime() + LEASE_MS);
  const answer = await claimDueAnswer(deps.db, recognitionId, { now, leaseUntil });
  if (!answer) return { kind: 'nothing' };
  const { attempts } = answer;
  if (attempts >= MOST_LOST) {
    await saveNotAnswered(deps.db, answer, { move: 'fail', dueAt: now, attempts });
    return { kind: 'park', reason: `${attempts} attempts were lost` };
  }
  return { kind: 'send', order: await orderOf(deps, answer) };
}

async function orderOf(deps: Pick<Deps, 'db' | 'clock'>, answer: DueAnswer): Promise<AnswerOrder> {
  const { giver, source } = answer;
  const news = await findNews(deps, answer);
  return { answer, platform: source, giver: giver.by === 'chat' ? chatUserOf(giver) : undefined, news };
}

function chatUserOf({ platform, workspaceId, userId }: ChatUser): ChatUser {
  return { platform, workspaceId, userId };
}
