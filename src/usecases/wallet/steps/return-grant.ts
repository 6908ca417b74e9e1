import { accountNamed, postEntries } from '#src/db/ledger/account.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { lockHolder } from '#src/db/people/person-merge.ts';
import { findGrantSources, type LockedGrant, saveGrantEnded } from '#src/db/wallet/promo-grant.ts';
import { promoAccount, TOP_UP_PERIOD } from '#src/domain/ledger/accounts.ts';
import { newEntry } from '#src/domain/ledger/entries.ts';
import { splitBack } from '#src/domain/wallet/grant.ts';
import { lockWithRunning, planLateMoves } from '#src/usecases/budget/steps/move-late-returns.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** How a grant ends: by its date, or because somebody takes it back, and why. */
export type GrantEnd =
  | { move: 'expire'; actorId: null; reason: '' }
  | { move: 'take-back'; actorId: string; reason: string };

const KINDS = { expire: 'promo.expired', 'take-back': 'promo.taken-back' } as const;

/**
 * Ends a locked grant that is open: what is left of it goes back to the accounts that paid for it, and on where their period is
 * over. Returns how much that was, in minor units; nothing is posted where all of it was spent.
 */
export async function returnGrant(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  grant: LockedGrant,
  { move, actorId, reason }: GrantEnd,
): Promise<bigint> {
  const { organizationId, id, personId: subjectId, currency } = grant;
  const kind = KINDS[move];
  const subject = { type: 'grant' as const, id };
  const held = promoAccount({ ...grant, personId: await lockHolder(tx, grant) });
  const sources = (await findGrantSources(tx, grant)).map((source) => {
    return { ...source, isTopUp: source.account.period === TOP_UP_PERIOD };
  });
  const names = [held, ...sources.map(({ account }) => account)];
  const locked = await lockWithRunning(deps, tx, names);
  const from = accountNamed(locked.accounts, held);
  const leftMinor = from.balance;
  await saveGrantEnded(tx, grant, move);
  if (leftMinor > 0n) {
    const back = splitBack(leftMinor, sources);
    const legs = back.map(({ account, amountMinor }) => {
      return { accountId: accountNamed(locked.accounts, account).id, amount: amountMinor };
    });
    const entry = newEntry(deps, tx, {
      kind,
      organizationId,
      subject,
      legs: [{ accountId: from.id, amount: -leftMinor }, ...legs],
    });
    const money = back.map(({ account, amountMinor }) => ({ about: subject, account, amountMinor }));
    const late = await planLateMoves(deps, tx, locked, money);
    await postEntries(tx, [entry, ...late.entries], late.accounts);
  }
  const detail = { grantId: id, amountMinor: leftMinor.toString(), currency, ...(reason && { reason }) };
  await insertActivities(tx, [
    { organizationId, id: deps.newId(), at: tx.now, kind, actorId, subjectId, detail },
  ]);
  return leftMinor;
}
