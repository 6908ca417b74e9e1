import { findRecognitionWithin } from '#src/db/recognition/recognition.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { type CurrentCard, findCurrentCard } from './steps/find-current-card.ts';

/**
 * What a giver's card shows now; undefined when the reader may not see the request, or its outcome is on its way and will
 * take the card's place.
 */
export async function findCurrentUpdate(
  deps: Pick<Deps, 'db' | 'clock' | 'reachable'>,
  scope: Scope,
  recognitionId: string,
): Promise<CurrentCard | undefined> {
  const recognition = await findRecognitionWithin(deps.db, scope, recognitionId);
  if (!recognition) return undefined;
  const found = await findCurrentCard(deps, 'update', recognition);
  return found.is === 'known' ? found.facts : undefined;
}
