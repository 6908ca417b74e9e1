import { findGivingRulesWithin } from '#src/db/queries/budget/find-giving-rules-within.ts';
import { findSecondPersonWithin } from '#src/db/queries/budget/find-second-person-within.ts';
import { findSettingVersionWithin } from '#src/db/queries/budget/find-setting-version-within.ts';
import { listAllowances } from '#src/db/queries/budget/list-allowances.ts';
import { listBudgetChanges } from '#src/db/queries/budget/list-budget-changes.ts';
import { listBudgetPeriods } from '#src/db/queries/budget/list-budget-periods.ts';
import { listGivers } from '#src/db/queries/budget/list-givers.ts';
import { listPlannedChanges } from '#src/db/queries/budget/list-planned-changes.ts';
import { listProposals } from '#src/db/queries/budget/list-proposals.ts';
import { bringHome, planBringingHome } from '#src/usecases/budget/bring-home.ts';
import { confirmProposal } from '#src/usecases/budget/confirm-proposal.ts';
import { declineProposal } from '#src/usecases/budget/decline-proposal.ts';
import { findAllowance } from '#src/usecases/budget/find-allowance.ts';
import { freezeBudget } from '#src/usecases/budget/freeze-budget.ts';
import { getBudgetById } from '#src/usecases/budget/get-budget-by-id.ts';
import { listBudgets } from '#src/usecases/budget/list-budgets.ts';
import { listEndedBudgets } from '#src/usecases/budget/list-ended-budgets.ts';
import { moveBudget, planMove } from '#src/usecases/budget/move-budget.ts';
import { setAllowance } from '#src/usecases/budget/set-allowance.ts';
import { planBudget, setBudget } from '#src/usecases/budget/set-budget.ts';
import { planGivingRules, setGivingRules } from '#src/usecases/budget/set-giving-rules.ts';
import { setSecondPerson } from '#src/usecases/budget/set-second-person.ts';
import { topUpBudget } from '#src/usecases/budget/top-up-budget.ts';
import { withdrawPlan } from '#src/usecases/budget/withdraw-plan.ts';
import { withdrawProposal } from '#src/usecases/budget/withdraw-proposal.ts';
import { planWritingOff, writeOff } from '#src/usecases/budget/write-off.ts';
import { from, fromDb } from './from.ts';

export const budgetUseCases = {
  bringHome,
  confirmProposal,
  declineProposal,
  freeze: freezeBudget,
  move: moveBudget,
  planBringingHome,
  planMove,
  planRules: planGivingRules,
  planSetting: planBudget,
  planWritingOff,
  set: setBudget,
  setAllowance,
  setRules: setGivingRules,
  setSecondPerson,
  topUp: topUpBudget,
  withdrawPlan,
  withdrawProposal,
  writeOff,
};

export const budgetQueries = {
  findAllowance: from('allowance', findAllowance),
  findSecondPerson: fromDb('policy', findSecondPersonWithin),
  findVersion: from('policy', findSettingVersionWithin),
  get: from('budget', getBudgetById),
  getRules: from('policy', findGivingRulesWithin),
  list: from('budget', listBudgets),
  listAllowances: from('allowance', listAllowances),
  listChanges: fromDb('budget', listBudgetChanges),
  listGivers: from('allowance', listGivers),
  listPeriods: fromDb('budget', listBudgetPeriods),
  listPlans: from('budget', listPlannedChanges),
  listProposals: fromDb('budget', listProposals),
  listEnded: from('budget', listEndedBudgets),
};

export type { FoundRules } from '#src/db/queries/budget/find-giving-rules-within.ts';
export type { RecordedChange } from '#src/db/queries/budget/list-budget-changes.ts';
export type { BudgetPeriod } from '#src/db/queries/budget/list-budget-periods.ts';
export type { ListedGiver } from '#src/db/queries/budget/list-givers.ts';
export type { PlannedView } from '#src/db/queries/budget/list-planned-changes.ts';
export type { ProposalView } from '#src/db/queries/budget/list-proposals.ts';
export type { ListedBudget } from '#src/usecases/budget/list-budgets.ts';
export type { EndedBudget } from '#src/usecases/budget/list-ended-budgets.ts';
export type { ZoneMove } from '#src/usecases/budget/set-budget.ts';
