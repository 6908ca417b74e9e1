import { savePreference } from '#src/db/people/person.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Sets the channel on which a person prefers to hear of gifts: chat or email. */
export async function setDeliveryPreference(
  deps: Pick<Deps, 'db'>,
  person: { organizationId: string; id: string },
  prefers: 'chat' | 'email',
): Promise<void> {
  await savePreference(deps.db, person, prefers);
}
