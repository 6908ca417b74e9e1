import {
  type DueAnswer,
  type LeasedAnswer,
  leaseDueAnswers,
  saveAnswered,
} from '#src/db/recognition/answer.ts';
import type { ChatUser } from '#src/ports/chat.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { defineMessageKind } from '#src/usecases/message/steps/define-message-kind.ts';
import { getUpdateFacts, type UpdateFacts, updateOf } from './steps/find-updates.ts';
import type { GiverUpdate } from '#src/domain/recognition/giver-update.ts';
import type { LeasePlan } from '#src/domain/message/sending.ts';

/** What to tell a giver, and where. */
export type AnswerToSend = {
  leased: LeasedAnswer;
  platform: string;
  giver: ChatUser | undefined;
  update: GiverUpdate;
};

type AnswerDeps = Pick<Deps, 'db' | 'clock' | 'log' | 'queue'>;

/** Answers to givers. They have one channel: the platform where the giver asked. */
export const answers = defineMessageKind({
  job: 'answer-giver',
  lease: leaseDueAnswers,
  load: getUpdateFacts,
  plan,
  since: ({ leased }) => leased.decidedAt,
  saveSent: ({ db }, sent) =>
    saveAnswered(
      db,
      sent.map(({ toSend }) => toSend.leased),
    ),
});

async function plan(
  deps: AnswerDeps,
  answer: DueAnswer,
  facts: UpdateFacts,
): Promise<LeasePlan<AnswerToSend>> {
  const update = await updateOf(deps, answer, facts);
  const giver = answer.giver.by === 'chat' ? chatUserOf(answer.giver) : undefined;
  return { kind: 'send', toSend: { leased: answer, platform: answer.source, giver, update } };
}

function chatUserOf({ platform, workspaceId, userId }: ChatUser): ChatUser {
  return { platform, workspaceId, userId };
}
