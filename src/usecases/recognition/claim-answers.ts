import { type ClaimedAnswer, claimDueAnswers, type DueAnswer } from '#src/db/recognition/answer.ts';
import type { ChatUser } from '#src/ports/chat.ts';
import {
  type Claims,
  newLease,
  type Plan,
  settleClaims,
} from '#src/usecases/message/steps/claim-sendings.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { findNews, type News } from './steps/find-news.ts';

/** What to tell a giver, and where. */
export type AnswerOrder = {
  claimed: ClaimedAnswer;
  platform: string;
  giver: ChatUser | undefined;
  news: News;
};

/** Takes the answers to givers to be sent now. A sender that dies loses them after a minute. */
export async function claimAnswers(
  deps: Pick<Deps, 'db' | 'clock'>,
  recognitionIds: readonly string[],
): Promise<Claims<AnswerOrder>> {
  const claimed = await claimDueAnswers(deps.db, recognitionIds, newLease(deps));
  const news = await findNews(deps, claimed);
  const planned = claimed.map((answer, at) => ({ claimed: answer, plan: planOf(answer, news[at]) }));
  return settleClaims(deps, 'answer-giver', planned);
}

function planOf(answer: DueAnswer, news: News | Error | undefined): Plan<AnswerOrder> | Error {
  if (!news) return new Error(`there is nothing to tell of recognition ${answer.id}`);
  if (news instanceof Error) return news;
  const giver = answer.giver.by === 'chat' ? chatUserOf(answer.giver) : undefined;
  return { kind: 'send', order: { claimed: answer, platform: answer.source, giver, news } };
}

function chatUserOf({ platform, workspaceId, userId }: ChatUser): ChatUser {
  return { platform, workspaceId, userId };
}
