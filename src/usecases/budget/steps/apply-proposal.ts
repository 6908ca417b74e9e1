import type { Tx } from '#src/db/kit/schema.ts';
import { getDepartment } from '#src/db/people/department.ts';
import { type Proposal, startOf } from '#src/domain/budget/proposal.ts';
import { done, type Outcome } from '#src/domain/outcome.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { giveAccount } from '#src/usecases/people/steps/give-account.ts';
import { giveRole } from '#src/usecases/people/steps/give-role.ts';
import { mergeOnWord } from '#src/usecases/people/merge-people.ts';
import { moveIn } from '../move-budget.ts';
import { setAllowanceIn } from '../set-allowance.ts';
import { setBudgetIn } from '../set-budget.ts';
import { setRulesIn } from '../set-giving-rules.ts';
import { setSecondPersonIn } from '../set-second-person.ts';
import { topUpIn } from '../top-up-budget.ts';
import { writeOffIn } from '../write-off.ts';
import type { Consent } from '#src/usecases/kit/ask-second-person.ts';

/** Makes the change of a proposal, as its proposer, with the word of a second person. */
export async function applyProposal(
  deps: Pick<Deps, 'newId' | 'rewardProviders'>,
  tx: Tx,
  { organizationId, id, change, basis: seen, currency, reason, proposedBy: actorId }: Proposal,
  consent: Consent,
): Promise<Outcome<unknown>> {
  const made = { id, reason, actorId, from: startOf(change) };
  function departmentOf(departmentId: string) {
    return getDepartment(tx, { organizationId, id: departmentId });
  }
  switch (change.kind) {
    case 'top-up': {
      const department = await departmentOf(change.departmentId);
      return topUpIn(deps, tx, { ...made, department, amountMinor: change.amountMinor }, consent);
    }
    case 'move': {
      const [from, to] = [await departmentOf(change.fromId), await departmentOf(change.toId)];
      return moveIn(deps, tx, { ...made, from, to, amountMinor: change.amountMinor }, consent);
    }
    case 'budget': {
      const { kind: _, from: __, departmentId, ...setting } = change;
      const department = await departmentOf(departmentId);
      return setBudgetIn(deps, tx, { ...made, ...setting, seen, department }, consent);
    }
    case 'rules': {
      const scope = { organizationId, departmentId: change.departmentId, currency };
      return setRulesIn(deps, tx, { ...made, seen, scope, rules: change.rules }, consent);
    }
    case 'allowance': {
      const person = { organizationId, id: change.personId };
      return setAllowanceIn(
        deps,
        tx,
        { ...made, seen, person, currency, amountMinor: change.amountMinor },
        consent,
      );
    }
    case 'write-off': {
      const department = await departmentOf(change.departmentId);
      return writeOffIn(deps, tx, { ...made, department }, { ...consent, basis: seen });
    }
    case 'second-person':
      return setSecondPersonIn(
        deps,
        tx,
        { ...made, organizationId, currency, amountMinor: change.amountMinor, seen },
        consent,
      );
    case 'role':
      return giveRole(
        deps,
        tx,
        { organizationId, id, change, basis: seen, reason, proposedBy: actorId },
        consent,
      );
    case 'account':
      return giveAccount(
        deps,
        tx,
        { organizationId, id, change, basis: seen, reason, proposedBy: actorId },
        consent,
      );
    case 'merge':
      return mergeOnWord(deps, tx, { organizationId, id, change, basis: seen, proposedBy: actorId }, consent);
    // Whoever proposed it makes it then, and alone reads it.
    case 'token':
      return done(undefined);
  }
}
