import { insertActivities } from '#src/db/ledger/activity.ts';
import { findSealedCode } from '#src/db/gift/gift.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { Money } from '#src/domain/kit/money.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { SecretCode } from '#src/domain/gift/secret-code.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { Person } from '#src/domain/people/person.ts';

export type ClaimedGift = { code: SecretCode; money: Money };

/** Shows a gift's code to the person it is bound to and to nobody else. Each time is recorded as activity. */
export async function claimGift(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { person, giftId }: { person: Person; giftId: string },
): Promise<Outcome<ClaimedGift>> {
  const found = await findSealedCode(deps.db, { organizationId: person.organizationId, giftId });
  if (!found || found.boundTo !== person.id) return refused({ kind: 'not-yours' });
  if (found.status === 'voided') return refused({ kind: 'gift-withdrawn' });
  if (!found.sealed) return refused({ kind: 'already-redeemed' });
  const code = deps.keys.open(found.sealed, giftId);
  await transact(deps, (tx) =>
    insertActivities(tx, [
      {
        organizationId: person.organizationId,
        id: deps.newId(),
        at: tx.now,
        kind: 'code.revealed',
        actorId: person.id,
        subjectId: person.id,
        giftId,
        detail: { channel: 'claim' },
      },
    ]),
  );
  return done({ code, money: { amountMinor: found.amountMinor, currency: found.currency } });
}
