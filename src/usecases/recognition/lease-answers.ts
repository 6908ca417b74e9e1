import { type LeasedAnswer, leaseDueAnswers, type DueAnswer } from '#src/db/recognition/answer.ts';
import type { ChatUser } from '#src/ports/chat.ts';
import {
  type Leases,
  newLease,
  type LeasePlan,
  resolveLeases,
} from '#src/usecases/message/steps/lease-messages.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { findUpdates, type GiverUpdate } from './steps/find-updates.ts';

/** What to tell a giver, and where. */
export type AnswerToSend = {
  leased: LeasedAnswer;
  platform: string;
  giver: ChatUser | undefined;
  update: GiverUpdate;
};

/** Takes the answers to givers to be sent now. A sender that dies loses them after a minute. */
export async function leaseAnswers(
  deps: Pick<Deps, 'db' | 'clock'>,
  recognitionIds: readonly string[],
): Promise<Leases<AnswerToSend>> {
  const leased = await leaseDueAnswers(deps.db, recognitionIds, newLease(deps));
  const updates = await findUpdates(deps, leased);
  const planned = leased.map((answer, index) => ({ leased: answer, plan: planOf(answer, updates[index]) }));
  return resolveLeases(deps, 'answer-giver', planned);
}

function planOf(answer: DueAnswer, update: GiverUpdate | Error | undefined): LeasePlan<AnswerToSend> | Error {
  if (!update) return new Error(`there is nothing to tell of recognition ${answer.id}`);
  if (update instanceof Error) return update;
  const giver = answer.giver.by === 'chat' ? chatUserOf(answer.giver) : undefined;
  return { kind: 'send', toSend: { leased: answer, platform: answer.source, giver, update } };
}

function chatUserOf({ platform, workspaceId, userId }: ChatUser): ChatUser {
  return { platform, workspaceId, userId };
}
