import { accountNamed, lockAccounts, postEntries } from '#src/db/ledger/account.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { type LockedGift, markRedeemed } from '#src/db/gift/gift.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { addressOf, type Seen } from './seen.ts';
import { giftMoves } from '#src/domain/states.ts';
import { outstandingAccount, walletAccount } from '#src/domain/ledger/accounts.ts';
import { legsBetween, newEntry } from '#src/domain/ledger/entries.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { publishGifts } from '#src/usecases/kit/publish.ts';
import { refreshCards } from '#src/usecases/kit/refresh-cards.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { Redeemed } from '#src/domain/gift/gift.ts';

/** Whether a person may redeem a gift now: it is theirs, still has its value and has not expired. */
export function mayRedeem(gift: LockedGift, person: Person, now: Date): boolean {
  const isTheirs = gift.boundTo === null || gift.boundTo === person.id;
  const isOpen = giftMoves.redeem.from.some((status) => status === gift.status);
  const isValid = gift.expiresAt === null || gift.expiresAt > now;
  return isTheirs && isOpen && isValid && !person.isDeactivated;
}

/** Moves a locked gift's value from its department's outstanding account into a person's wallet, and retires its code. */
export async function creditGift(
  deps: Pick<Deps, 'newId' | 'keys'>,
  tx: Tx,
  gift: LockedGift,
  { person, seen = {} }: { person: Person; seen?: Seen },
): Promise<Redeemed> {
  const { now } = tx;
  const { organizationId, giftId, currency, amountMinor } = gift;
  const from = outstandingAccount({ organizationId, id: gift.departmentId, currency });
  const to = walletAccount(organizationId, person.id, currency);
  const accounts = await lockAccounts(tx, [from, to], deps.newId);
  const entry = newEntry(deps, tx, {
    kind: 'code.redeemed',
    organizationId,
    subject: { type: 'gift', id: giftId },
    legs: legsBetween(accountNamed(accounts, from), accountNamed(accounts, to), amountMinor),
  });
  const after = await postEntries(tx, [entry], accounts);
  await markRedeemed(tx, gift, now);
  await insertActivities(tx, [
    {
      organizationId,
      id: deps.newId(),
      at: now,
      kind: 'code.redeemed',
      actorId: person.id,
      subjectId: person.id,
      giftId,
      detail: { amountMinor: amountMinor.toString(), currency, ...addressOf(deps, seen) },
    },
  ]);
  await publishGifts(deps, tx, { type: 'gift.redeemed', gifts: [gift], more: { redeemedBy: person.id } });
  await refreshCards(tx, organizationId, [giftId, gift.recognitionId, person.id]);
  return {
    added: { amountMinor, currency },
    balance: { amountMinor: accountNamed(after, to).balance, currency },
  };
}
