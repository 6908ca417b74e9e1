import { type Refusal, refused } from '#src/domain/outcome.ts';
import { MissingKey } from '#src/kit/missing-key.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Refuses what this process cannot read for lack of a key, and tells the log which. Another process may have it. */
export function refuseUnread({ log }: Pick<Deps, 'log'>, keys: readonly string[]) {
  log.error({ keys }, 'A code or a row could not be read: this process lacks a key');
  return refused({ kind: 'unread' });
}

/** What a check refuses; where it lacks a key for that, the same as above. */
export async function orUnread(
  deps: Pick<Deps, 'log'>,
  check: Promise<Refusal | undefined>,
): Promise<Refusal | undefined> {
  try {
    return await check;
  } catch (fault) {
    if (!(fault instanceof MissingKey)) throw fault;
    return refuseUnread(deps, [fault.keyId]).refusal;
  }
}
