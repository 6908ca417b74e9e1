import {
  type DueAnswer,
  type LeasedAnswer,
  leaseDueAnswers,
  saveAnswered,
} from '#src/db/recognition/answer.ts';
import { CHAIN_IDS } from '#src/domain/kit/chain-ids.ts';
import type { ChatUser } from '#src/ports/chat.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { defineMessageKind } from '#src/usecases/message/steps/define-message-kind.ts';
import { isLastTry as isLast } from '#src/usecases/message/steps/next-step.ts';
import { placedCardOf } from '#src/usecases/message/steps/placed-card-of.ts';
import type { Sent } from '#src/usecases/message/steps/sending.ts';
import { getUpdateFacts, type UpdateFacts, updateOf } from './steps/find-updates.ts';
import type { GiverUpdate } from '#src/domain/recognition/giver-update.ts';
import type { LeasePlan } from '#src/domain/message/sending.ts';

/** What to tell a giver, and where. */
export type AnswerToSend = {
  leased: LeasedAnswer;
  platform: string;
  giver: ChatUser | undefined;
  update: GiverUpdate;
  /** If this does not arrive where the giver asked, it is not tried there again. */
  isLastTry: boolean;
};

type AnswerDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'log' | 'keys' | 'queue'>;

/** Answers to givers. They belong where the giver asked; how else to tell them, the job finds out when it must. */
export const answers = defineMessageKind({
  job: 'answer-giver',
  chainId: CHAIN_IDS.answers,
  lease: leaseDueAnswers,
  load: getUpdateFacts,
  plan,
  since: ({ leased }) => leased.decidedAt,
  saveSent,
});

async function saveSent(deps: AnswerDeps, sent: readonly Sent<AnswerToSend>[]): Promise<void> {
  const at = deps.clock.now();
  const placed = sent.flatMap(({ toSend, ...shown }) => {
    const { leased, platform, giver, update } = toSend;
    const { organizationId } = leased;
    const workspaceId = giver?.workspaceId ?? '';
    const changesAt = update.kind === 'issued' ? update.undoUntil : undefined;
    return placedCardOf(deps, shown, { organizationId, platform, workspaceId, now: at, changesAt });
  });
  const answered = sent.map(({ toSend }) => toSend.leased);
  await saveAnswered(deps.db, answered, { placed, at });
}

async function plan(
  deps: AnswerDeps,
  answer: DueAnswer,
  facts: UpdateFacts,
): Promise<LeasePlan<AnswerToSend>> {
  const update = await updateOf(deps, answer, facts);
  const giver = answer.giver.by === 'chat' ? chatUserOf(answer.giver) : undefined;
  const isLastTry = isLast({ leased: answer, since: answer.decidedAt, now: deps.clock.now() });
  return { kind: 'send', toSend: { leased: answer, platform: answer.source, giver, update, isLastTry } };
}

function chatUserOf({ platform, workspaceId, userId }: ChatUser): ChatUser {
  return { platform, workspaceId, userId };
}
