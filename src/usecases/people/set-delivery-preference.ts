import { transact } from '#src/db/kit/transact.ts';
import { savePreference } from '#src/db/people/person.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Sets the channel on which a person prefers to hear of gifts: chat or email. */
export async function setDeliveryPreference(
  deps: Pick<Deps, 'db' | 'clock' | 'keys' | 'queue' | 'log'>,
  person: { organizationId: string; id: string },
  prefers: 'chat' | 'email',
): Promise<void> {
  await transact(deps, (tx) => savePreference(tx, person, prefers));
}
