import { savePreference } from '#src/db/people/person.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Sets how a person likes to hear of gifts first: by chat or by email. */
export async function setDeliveryPreference(
  deps: Pick<Deps, 'db'>,
  person: { organizationId: string; id: string },
  prefers: 'chat' | 'email',
): Promise<void> {
  await savePreference(deps.db, person, prefers);
}
