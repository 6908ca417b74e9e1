import { getGiftsToDeliver } from '#src/db/message/delivery.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { parseCode } from '#src/domain/gift/code-format.ts';
import { must } from '#src/domain/kit/must.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { isFresh } from '#src/domain/session/factor.ts';
import { creditGift } from './steps/credit-gift.ts';
import { messageOf } from './steps/gift-message.ts';
import { type CodeTry, countWrongCode, findCodeBlock, tellAdmins } from './steps/guard-codes.ts';
import { guardRedeem } from './steps/guard-redeem.ts';
import { findLock, openCode, type OpenedCode } from './steps/open-code.ts';
import { refusalWithoutFactor } from './steps/refuse-without-factor.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { GiftMessage, Redeemed } from '#src/domain/gift/gift.ts';

type RedeemDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/**
 * A code as typed by a person; `address`: where that came from, if it is known; `passedAt`: when they passed a second factor there,
 * which chat never asks for; `userAgent`: what their browser calls itself.
 */
export type TypedCode = {
  person: Person;
  typed: string;
  address?: string | undefined;
  passedAt?: Date | null;
  userAgent?: string | undefined;
};

/**
 * Moves a gift's value into the wallet of the person its code is bound to.
 *
 * The check character catches typos, which cost nothing and get their own refusal. Every other failure gets the same
 * refusal, whether the code is unknown, spent or somebody else's, and counts: for the person, who is locked out after ten in an
 * hour, for the address and for the organization. Admins hear of each lock. A code that may be under a key which this process lacks
 * is not wrong, and does not count.
 *
 * An amount above the one that asks for a second factor is refused unless `passedAt`, when they passed it, is minutes ago. Nothing
 * goes into a frozen wallet, and the rules of `domain/wallet/velocity.ts` judge what is unusual.
 *
 * @throws `LostAnswer` when it may have been redeemed; after any other fault it was not.
 */
export function redeemCode(deps: RedeemDeps, typed: TypedCode): Promise<Outcome<Redeemed>> {
  const { address, userAgent, passedAt = null } = typed;
  return withCode(deps, typed, async (tx, { gift, person }) => {
    const seen = { address, userAgent, hasSecondFactor: isFresh(passedAt, tx.now) };
    const guarded = await guardRedeem(deps, tx, { person, gift, seen });
    return guarded ? refused(guarded) : done(await creditGift(deps, tx, gift, { person, seen }));
  });
}

/** What redeeming a code would add, from whom and why. It is refused, and a wrong code counts, just as if it were redeemed. */
export function previewCode(deps: RedeemDeps, typed: TypedCode): Promise<Outcome<GiftMessage>> {
  return withCode(deps, typed, async (tx, { gift, person }) => {
    const { organizationId, giftId: id } = gift;
    const [found] = await getGiftsToDeliver(tx, [{ organizationId, id }]);
    return done(messageOf(must(found, `gift ${id}`), person.name));
  });
}

async function withCode<T>(
  deps: RedeemDeps,
  { person, typed, address, passedAt = null }: TypedCode,
  act: (tx: Tx, opened: OpenedCode) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const code = parseCode(typed);
  if (!code) return refused({ kind: 'mistyped-code' });
  const tried: CodeTry = { organizationId: person.organizationId, personId: person.id, address };
  const blocked = await findCodeBlock(deps, tried);
  if (blocked) return refused({ kind: 'too-many-codes', until: blocked.toISOString() });
  let lock: Date | undefined;
  const outcome = await transact(deps, async (tx): Promise<Outcome<T>> => {
    const opened = await openCode(deps, tx, person, code);
    if (opened.ok) {
      const { gift } = opened.value;
      const unproved = await refusalWithoutFactor(tx, { ...gift, passedAt }, { money: gift });
      return unproved ? refused(unproved) : act(tx, opened.value);
    }
    if (opened.refusal.kind === 'code-refused') lock = await findLock(tx, person);
    return opened;
  });
  if (!outcome.ok && outcome.refusal.kind === 'code-refused') {
    await countWrongCode(deps, tried);
    if (lock) await tellAdmins(deps, { ...tried, subjectId: person.id, where: 'person', until: lock });
  }
  return outcome;
}
