import type { Generated, JSONColumnType } from 'kysely';
import type { LimitKind, StoredGivingRules, StoredRulesChanges } from '#src/domain/budget/giving-rules.ts';
import type {
  PlannableChange,
  ProposalKind,
  ProposalStatus,
  StoredChange,
} from '#src/domain/budget/proposal.ts';
import type { PeriodKind } from '#src/domain/kit/period.ts';

export type BudgetTables = {
  budget_policy: {
    organization_id: string;
    department_id: string;
    id: string;
    amount_minor: bigint;
    period: Generated<PeriodKind>;
    fiscal_start_month: Generated<number>;
    is_soft: Generated<boolean>;
    carry_cap_minor: Generated<bigint>;
    set_at: Date;
    set_by: string | null;
    time_zone_before: string | null;
  };
  giving_policy: {
    organization_id: string;
    id: string;
    department_id: string | null;
    currency: string;
    rules: JSONColumnType<StoredGivingRules>;
    differences: JSONColumnType<StoredRulesChanges> | null;
    set_at: Date;
    set_by: string | null;
  };
  allowance: {
    organization_id: string;
    person_id: string;
    id: string;
    amount_minor: bigint | null;
    set_at: Date;
    set_by: string | null;
  };
  planned_change: {
    organization_id: string;
    id: string;
    kind: PlannableChange['kind'];
    department_id: string | null;
    person_id: string | null;
    currency: string;
    change: JSONColumnType<StoredChange>;
    from_at: Date;
    planned_at: Date;
    planned_by: string | null;
    withdrawn_at: Date | null;
    withdrawn_by: string | null;
  };
  limit_usage: {
    organization_id: string;
    kind: LimitKind;
    subject: string;
    period: string;
    currency: string;
    used_minor: bigint;
    ceiling_minor: bigint | null;
    is_stale: Generated<boolean>;
    counted_at: Generated<Date>;
  };
  second_person: {
    organization_id: string;
    id: string;
    over: JSONColumnType<Record<string, string>>;
    set_at: Date;
    set_by: string | null;
  };
  proposal: {
    organization_id: string;
    id: string;
    kind: ProposalKind;
    change: JSONColumnType<StoredChange>;
    basis: string;
    amount_minor: bigint | null;
    currency: string;
    reason: string;
    salt: Generated<string>;
    proposed_by: string | null;
    by_operator: string | null;
    proposed_at: Date;
    expires_at: Date;
    status: Generated<ProposalStatus>;
    decided_by: string | null;
    decided_by_operator: string | null;
    decided_at: Date | null;
    decision_reason: Generated<string>;
  };
};
