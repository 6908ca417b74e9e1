import { findSpentBefore } from '#src/db/checkout/spend-facts.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { findDeviceSince } from '#src/db/session/session.ts';
import { findGuardPolicy } from '#src/db/wallet/guard-policy.ts';
import type { Money } from '#src/domain/kit/money.ts';
import { HOUR_MS } from '#src/domain/kit/time.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { Person } from '#src/domain/people/person.ts';
import { judgeVelocity, type SpendFacts } from '#src/domain/wallet/velocity.ts';
import { applyMeasures } from '#src/usecases/gift/steps/apply-measures.ts';
import type { Seen } from '#src/usecases/gift/steps/seen.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

type Spending = { person: Person; money: Money; seen: Seen };

/**
 * Judges what a locked person wants to spend by the organization's rules: what is unusual is on record and admins are told, and
 * where a rule says so a second factor is asked for, or the wallet is frozen. Call it before anything is written.
 */
export async function guardSpend(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { person, money, seen }: Spending,
): Promise<Refusal | undefined> {
  const { velocity } = await findGuardPolicy(tx, person.organizationId);
  const fired = judgeVelocity(velocity, await factsOf(tx, { person, money, seen }));
  return applyMeasures(deps, tx, { person, fired, hasSecondFactor: seen.hasSecondFactor });
}

async function factsOf(tx: Tx, { person, money, seen }: Spending): Promise<SpendFacts> {
  const { organizationId, id: personId } = person;
  const query = { organizationId, personId, currency: money.currency, now: tx.now };
  const before = await findSpentBefore(tx, query);
  const deviceSince = await findDeviceSince(tx, { organizationId, personId, ...seen });
  return {
    spendsLastHour: before.lastHour + 1,
    spendsLastDay: before.lastDay + 1,
    hoursOnDevice: deviceSince && (tx.now.getTime() - deviceSince.getTime()) / HOUR_MS,
    spentMinor: money.amountMinor,
    earlierSpentMinor: before.earlierMinor,
  };
}
