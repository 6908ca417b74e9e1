import { insertActivities } from '#src/db/ledger/activity.ts';
import { isCodeReported } from '#src/db/gift/code-report.ts';
import { getClaim } from '#src/db/gift/claim-deadline.ts';
import { findSealedCode } from '#src/db/gift/gift.ts';
import { findGiftCard } from '#src/db/gift/gift-card.ts';
import { transact } from '#src/db/kit/transact.ts';
import { refusalOfCard } from '#src/domain/gift/gift-card.ts';
import type { Money } from '#src/domain/kit/money.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { SecretCode } from '#src/domain/gift/secret-code.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { refuseUnread } from './steps/refuse-unread.ts';
import type { ClaimBy } from '#src/domain/gift/gift.ts';
import type { Person } from '#src/domain/people/person.ts';

export type ClaimedGift = { code: SecretCode; money: Money; claimBy: ClaimBy | null };

/** Shows a gift's code to the person it is bound to and to nobody else. Each time is recorded as activity. */
export async function claimGift(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { person, giftId }: { person: Person; giftId: string },
): Promise<Outcome<ClaimedGift>> {
  const found = await findSealedCode(deps.db, { organizationId: person.organizationId, giftId });
  if (!found || found.boundTo !== person.id) return refused({ kind: 'not-yours' });
  if (found.status === 'voided') return refused({ kind: 'gift-withdrawn' });
  const asCard = refusalOfCard(
    await findGiftCard(deps.db, { organizationId: person.organizationId, giftId }),
  );
  if (asCard) return refused(asCard);
  if (await isCodeReported(deps.db, { organizationId: person.organizationId, giftId })) {
    return refused({ kind: 'code-frozen' });
  }
  const { claimBy: at, timeZone } = await getClaim(deps.db, {
    organizationId: person.organizationId,
    giftId,
  });
  if (found.status === 'expired' || (at && at <= deps.clock.now())) return refused({ kind: 'gift-expired' });
  if (!found.sealed) return refused({ kind: 'already-redeemed' });
  const keyId = deps.keys.keyIdOf(found.sealed);
  if (!deps.keys.ids().includes(keyId)) return refuseUnread(deps, [keyId]);
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
  const money = { amountMinor: found.amountMinor, currency: found.currency };
  return done({ code, money, claimBy: at && { at, timeZone } });
}
