import { findRecognitionWithin } from '#src/db/recognition/recognition.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { getQuestion } from './get-question.ts';
import type { GiverQuestion } from '#src/domain/recognition/giver-update.ts';

/** What a giver is asked to confirm; undefined when the reader may not see the request. */
export async function findQuestion(
  deps: Pick<Deps, 'db' | 'clock'>,
  scope: Scope,
  recognitionId: string,
): Promise<GiverQuestion | undefined> {
  const recognition = await findRecognitionWithin(deps.db, scope, recognitionId);
  return recognition && getQuestion(deps, recognition);
}
