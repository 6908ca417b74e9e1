import { isCodeReported } from '#src/db/gift/code-report.ts';
import type { LockedGift } from '#src/db/gift/gift.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { isOnRecord } from '#src/db/ledger/on-record.ts';
import { findGuardPolicy } from '#src/db/wallet/guard-policy.ts';
import { findRedeemedBefore } from '#src/db/wallet/redeem-facts.ts';
import { findDeviceSince } from '#src/db/session/session.ts';
import { findWalletState } from '#src/db/wallet/wallet.ts';
import { HOUR_MS } from '#src/domain/kit/time.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { Person } from '#src/domain/people/person.ts';
import { judgeVelocity, type RedeemFacts } from '#src/domain/wallet/velocity.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { applyMeasures } from './apply-measures.ts';
import { orUnread } from './refuse-unread.ts';
import { addressOf, type Seen } from './seen.ts';

type GuardDeps = Pick<Deps, 'newId' | 'keys' | 'log'>;

/** Refuses what a frozen wallet cannot do, and all of it if its state was changed past Largesse. Its owner is locked. */
export async function refusalOfFrozenWallet(
  deps: GuardDeps,
  tx: Tx,
  owner: Pick<Person, 'organizationId' | 'id'>,
): Promise<Refusal | undefined> {
  const state = await findWalletState(tx, owner);
  if (!state) return undefined;
  const altered = await orUnread(deps, refusalOfAltered(deps, tx, owner));
  if (altered) return altered;
  return state.frozenAt ? { kind: 'wallet-frozen' } : undefined;
}

async function refusalOfAltered(
  { keys, log }: GuardDeps,
  tx: Tx,
  { organizationId, id: personId }: Pick<Person, 'organizationId' | 'id'>,
): Promise<Refusal | undefined> {
  if (await isOnRecord(tx, keys, { organizationId, name: 'wallet', key: personId })) return undefined;
  log.error(
    { organizationId, personId },
    'A wallet was changed past Largesse, so nothing was done with it; see: largesse audit verify',
  );
  return { kind: 'changed-by-hand', what: 'wallet' };
}

type Redeeming = { person: Person; gift: LockedGift; seen: Seen };

/**
 * Refuses to redeem a code that is reported. Judges the rest by the organization's rules: what is unusual is on record and admins
 * are told, and where a rule says so a second factor is asked for, or the wallet is frozen.
 */
export async function guardRedeem(
  deps: GuardDeps,
  tx: Tx,
  { person, gift, seen }: Redeeming,
): Promise<Refusal | undefined> {
  if (await isCodeReported(tx, gift)) return { kind: 'code-frozen' };
  const { velocity } = await findGuardPolicy(tx, person.organizationId);
  const fired = judgeVelocity(velocity, await factsOf(deps, tx, { person, gift, seen }));
  return applyMeasures(deps, tx, { person, fired, hasSecondFactor: seen.hasSecondFactor });
}

async function factsOf(deps: GuardDeps, tx: Tx, { person, gift, seen }: Redeeming): Promise<RedeemFacts> {
  const { organizationId, id: actorId } = person;
  const { address } = addressOf(deps, seen);
  const query = { organizationId, actorId, address, currency: gift.currency, now: tx.now };
  const before = await findRedeemedBefore(tx, query);
  const deviceSince = await findDeviceSince(tx, { organizationId, personId: actorId, ...seen });
  return {
    redeemsLastHour: before.lastHour + 1,
    redeemsLastDay: before.lastDay + 1,
    accountsFromAddress: before.othersFromAddress === undefined ? undefined : before.othersFromAddress + 1,
    hoursOnDevice: deviceSince && (tx.now.getTime() - deviceSince.getTime()) / HOUR_MS,
    amountMinor: gift.amountMinor,
    earlierMinor: before.earlierMinor,
  };
}
