import type { Tx } from '#src/db/kit/schema.ts';
import type { Money } from '#src/domain/kit/money.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { Person } from '#src/domain/people/person.ts';
import { refusalOfFrozenWallet } from '#src/usecases/gift/steps/guard-redeem.ts';
import { refusalWithoutFactor } from '#src/usecases/gift/steps/refuse-without-factor.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/**
 * The one rule for showing what was bought, whoever paid: it is worth money to whoever reads it. So nothing is shown to the owner of a
 * frozen wallet, and above the amount that asks for a second factor it is asked for here too. The reader is locked.
 */
export async function refusalToShow(
  deps: Pick<Deps, 'newId' | 'keys' | 'log'>,
  tx: Tx,
  { person, money, passedAt }: { person: Person; money: Money; passedAt: Date | null },
): Promise<Refusal | undefined> {
  const { organizationId } = person;
  return (
    (await refusalOfFrozenWallet(deps, tx, person)) ??
    (await refusalWithoutFactor(tx, { organizationId, passedAt }, { money }))
  );
}
