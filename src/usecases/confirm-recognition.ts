import { type Asked, findAsked, saveConfirmed } from '#src/db/confirmation.ts';
import type { Recognition } from '#src/db/recognition.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Deps } from './deps.ts';

/** A request as it stands after its giver answered; `isChanged` when their answer counted. */
export type AnsweredQuestion = { recognition: Recognition; isChanged: boolean };

/** `replyTo`: how to answer where they confirmed it; null when nobody waits there. */
export type Confirmation = {
  organizationId: string;
  recognitionId: string;
  giverId: string;
  replyTo: string | null;
};

/**
 * Takes the giver's yes to what they were asked about, and has the request decided. The first answer counts: after it, this
 * changes nothing and tells how the request stands. Refused for anybody but the giver.
 */
export async function confirmRecognition(
  deps: Pick<Deps, 'db' | 'clock' | 'queue'>,
  { organizationId, recognitionId: id, giverId, replyTo }: Confirmation,
): Promise<Outcome<AnsweredQuestion>> {
  const asked = { organizationId, id, giverId };
  const isChanged = await saveConfirmed(deps.db, asked, { at: deps.clock.now(), replyTo });
  if (isChanged) await deps.queue.ring('issue-gifts', [id]);
  return standing(deps, asked, isChanged);
}

/** How a giver's request stands. */
export async function standing(
  deps: Pick<Deps, 'db'>,
  asked: Asked,
  isChanged: boolean,
): Promise<Outcome<AnsweredQuestion>> {
  const recognition = await findAsked(deps.db, asked);
  return recognition ? done({ recognition, isChanged }) : refused({ kind: 'not-yours-to-confirm' });
}
