import type { LockedApproval } from '#src/db/approval/approval.ts';
import { accountNamed, lockAccounts, postEntries } from '#src/db/ledger/account.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { isOnRecord } from '#src/db/ledger/on-record.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { lockPerson } from '#src/db/people/person.ts';
import { lockClosing, type NewClosing, saveClosingDone } from '#src/db/wallet/wallet-closing.ts';
import { storeMoney } from '#src/domain/kit/money.ts';
import { must } from '#src/domain/kit/must.ts';
import {
  type AccountName,
  paidOutAccount,
  topUpAccount,
  walletAccount,
} from '#src/domain/ledger/accounts.ts';
import { legsBetween, newEntry } from '#src/domain/ledger/entries.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { orUnread } from '#src/usecases/gift/steps/refuse-unread.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { notify } from '#src/usecases/kit/notify.ts';
import { refreshCards } from '#src/usecases/kit/refresh-cards.ts';

type CloseDeps = Pick<Deps, 'newId' | 'keys' | 'log'>;

/**
 * Closes a wallet in one currency, once a second person has approved it: all its gift funds by then return to the department's
 * top-ups or are paid out, or it is on record that they stay. Its owner is told. Refuses when nothing is left.
 */
export async function closeWallet(
  deps: CloseDeps,
  tx: Tx,
  { organizationId, subjectId: id }: LockedApproval,
): Promise<Outcome<undefined>> {
  const closing = must(await lockClosing(tx, { organizationId, id }), `closing ${id}`);
  const owner = await lockPerson(tx, organizationId, closing.personId);
  const altered = await orUnread(deps, refusalOfAltered(deps, tx, closing));
  if (altered) return refused(altered);
  const from = walletAccount(organizationId, closing.personId, closing.currency);
  const to = targetOf(closing);
  const accounts = await lockAccounts(tx, to ? [from, to] : [from], deps.newId);
  const amountMinor = accountNamed(accounts, from).balance;
  if (amountMinor === 0n) return refused({ kind: 'wallet-empty', name: owner.name });
  if (to) {
    const entry = newEntry(deps, tx, {
      kind: 'wallet.closed',
      organizationId,
      subject: { type: 'closing', id },
      legs: legsBetween(accountNamed(accounts, from), accountNamed(accounts, to), amountMinor),
    });
    await postEntries(tx, [entry], accounts);
  }
  await saveClosingDone(tx, closing, amountMinor);
  await tell(deps, tx, closing, amountMinor);
  return done(undefined);
}

function targetOf({ organizationId, way, departmentId: id, currency }: NewClosing): AccountName | undefined {
  if (way === 'honour') return undefined;
  if (way === 'pay-out') return paidOutAccount(organizationId, currency);
  return topUpAccount({ organizationId, id, currency });
}

async function refusalOfAltered(
  { keys, log }: CloseDeps,
  tx: Tx,
  { organizationId, id: closingId }: NewClosing,
) {
  if (await isOnRecord(tx, keys, { organizationId, name: 'wallet_closing', key: closingId }))
    return undefined;
  log.error(
    { organizationId, closingId },
    'A closing was changed past Largesse, so nothing was done; see: largesse audit verify',
  );
  return { kind: 'changed-by-hand' as const, what: 'wallet' as const };
}

async function tell(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { organizationId, id: closingId, personId, askedBy: actorId, way, currency, reason }: NewClosing,
  amountMinor: bigint,
): Promise<void> {
  const kind = way === 'honour' ? 'wallet.honoured' : 'wallet.closed';
  const detail = { closingId, way, amountMinor: amountMinor.toString(), currency, reason };
  const who = { actorId, subjectId: personId };
  await insertActivities(tx, [{ organizationId, id: deps.newId(), at: tx.now, kind, ...who, detail }]);
  const told = { money: storeMoney({ amountMinor, currency }), way, reason };
  await notify(deps, tx, [
    { organizationId, personId, subjectId: closingId, kind: 'wallet.closed', detail: told },
  ]);
  await refreshCards(tx, organizationId, [personId]);
}
