import { must } from '#src/domain/kit/must.ts';
import { APPROVAL_RULES } from './approval-rules.ts';
import { BUDGET_RULES } from './budget-rules.ts';
import { CARRY_RULES } from './carry-rules.ts';
import { CHECKOUT_RULES } from './checkout-rules.ts';
import { areDaysCounted, DAY_RULES } from './day-rules.ts';
import { DECISION_RULES } from './decision-rules.ts';
import { ENTRY_RULES } from './entry-rules.ts';
import { FACTOR_RULES } from './factor-rules.ts';
import { GUARD_RULES } from './guard-rules.ts';
import { GUARDED_RULES } from './guarded-rules.ts';
import { areBalancesInTurn, LEDGER_RULES } from './ledger-rules.ts';
import { LIMIT_RULES } from './limit-rules.ts';
import { MERGE_RULES } from './merge-rules.ts';
import { ORDER_RULES } from './order-rules.ts';
import { PROMO_RULES } from './promo-rules.ts';
import { PROPOSAL_RULES } from './proposal-rules.ts';
import { RECORD_RULES } from './record-rules.ts';
import { isReportedRight, REPORT_RULES } from './report-rules.ts';
import { REQUEST_RULES } from './request-rules.ts';
import { RIGHTS_RULES } from './rights-rules.ts';
import { RUNNING_RULES } from './running-rules.ts';
import { areSpansRight, SPAN_RULES } from './span-rules.ts';
import { STANDING_RULES } from './standing-rules.ts';
import { STATE_RULES } from './state-rules.ts';
import { isInBalance } from './usual-gifts.ts';

/** All rules over the rows, each a query for the first that break it, in words. */
export const RULES: Record<string, string> = {
  ...LEDGER_RULES,
  ...ENTRY_RULES,
  ...STATE_RULES,
  ...APPROVAL_RULES,
  ...RECORD_RULES,
  ...GUARDED_RULES,
  ...BUDGET_RULES,
  ...DAY_RULES,
  ...REPORT_RULES,
  ...SPAN_RULES,
  ...LIMIT_RULES,
  ...STANDING_RULES,
  ...RIGHTS_RULES,
  ...DECISION_RULES,
  ...REQUEST_RULES,
  ...CARRY_RULES,
  ...RUNNING_RULES,
  ...FACTOR_RULES,
  ...PROPOSAL_RULES,
  ...PROMO_RULES,
  ...GUARD_RULES,
  ...CHECKOUT_RULES,
  ...ORDER_RULES,
  ...MERGE_RULES,
};

/**
 * The rules, and what else is looked for, of which it is told in less time whether they hold, of most by a random seed. Where they do not,
 * they are walked for the rows.
 */
export const GLANCES: Record<string, (seed: bigint) => string> = {
  'every gift is counted on its day': areDaysCounted,
  'every report counts what happened to gifts on its day': isReportedRight,
  'every report says of months, quarters and years what their days come to': areSpansRight,
  'what is out of balance among entries': isInBalance,
  'every posting leads from the balance before it to the balance after it': areBalancesInTurn,
};

/** The names of all rules. */
export const RULE_NAMES = Object.keys(RULES);

export function queryOf(rule: string): string {
  return must(RULES[rule], 'a rule that is listed');
}
