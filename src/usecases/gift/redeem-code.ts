import { findActivityTimes, insertActivities } from '#src/db/ledger/activity.ts';
import { lockGiftByCode } from '#src/db/gift/gift.ts';
import { transact } from '#src/db/kit/transact.ts';
import { lockPerson } from '#src/db/people/person.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { parseCode } from '#src/domain/gift/code-format.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { SecretCode } from '#src/domain/gift/secret-code.ts';
import { creditGift, mayRedeem } from './steps/credit-gift.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { Redeemed } from '#src/domain/gift/gift.ts';
import { HOUR_MS } from '#src/domain/kit/time.ts';

type RedeemDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

const WRONG_CODES_ALLOWED = 10;
const WINDOW_MS = HOUR_MS;

/**
 * Moves a gift's value into the wallet of the person its code is bound to.
 *
 * The check character catches typos, which cost nothing and get their own refusal. Every other failure gets the same
 * refusal, whether the code is unknown, spent or somebody else's, and counts: after ten in an hour the person is locked
 * out.
 *
 * @throws `LostAnswer` when it may have been redeemed; after any other fault it was not.
 */
export async function redeemCode(
  deps: RedeemDeps,
  { person, typed }: { person: Person; typed: string },
): Promise<Outcome<Redeemed>> {
  const code = parseCode(typed);
  if (!code) return refused({ kind: 'mistyped-code' });
  return transact(deps, (tx) => redeemLocked(deps, tx, person, code));
}

async function redeemLocked(
  deps: Pick<Deps, 'newId' | 'keys'>,
  tx: Tx,
  person: Person,
  code: SecretCode,
): Promise<Outcome<Redeemed>> {
  await lockPerson(tx, person.organizationId, person.id);
  const lockedUntil = await findLock(tx, person);
  if (lockedUntil) return refused({ kind: 'too-many-codes', until: lockedUntil.toISOString() });
  const gift = await lockGiftByCode(tx, person.organizationId, deps.keys.indexesOf(code));
  if (!gift || !mayRedeem(gift, person, tx.now)) return refuseCode(deps, tx, person, code);
  return done(await creditGift(deps, tx, gift, person));
}

async function findLock(tx: Tx, person: Person): Promise<Date | undefined> {
  const since = new Date(tx.now.getTime() - WINDOW_MS);
  const { organizationId, id: actorId } = person;
  const times = await findActivityTimes(tx, { organizationId, actorId, kind: 'code.refused', since });
  const counted = times.at(-WRONG_CODES_ALLOWED);
  return counted && new Date(counted.getTime() + WINDOW_MS);
}

/** A wrong code counts towards the lock, so its record must outlive the refusal. */
async function refuseCode(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  person: Person,
  code: SecretCode,
): Promise<Outcome<Redeemed>> {
  await insertActivities(tx, [
    {
      organizationId: person.organizationId,
      id: deps.newId(),
      at: tx.now,
      kind: 'code.refused',
      actorId: person.id,
      detail: { lastFour: code.lastFour },
    },
  ]);
  tx.keepOnRefusal();
  return refused({ kind: 'code-refused' });
}
