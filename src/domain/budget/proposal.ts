import type { PeriodKind } from '#src/domain/kit/period.ts';
import { DAY_MS } from '#src/domain/kit/time.ts';
import type { Right } from '#src/domain/people/access.ts';
import type { Role } from '#src/domain/people/roles.ts';
import { type RulesChanges, rulesChangesOf, storeRules, type StoredRulesChanges } from './giving-rules.ts';
import type { Weight } from './second-person.ts';

/** Where a change is that needs a second person. `expired`: nobody confirmed in time, or what it was based on has changed. */
export type ProposalStatus = 'open' | 'confirmed' | 'declined' | 'withdrawn' | 'expired';

/** How long it waits. */
export const PROPOSAL_MS = 7 * DAY_MS;

/**
 * A change of money rules or rights, with all that it takes to make it. Amounts in minor units of the currency that it is about. `from`:
 * the ISO instant from which on it is to hold; missing for at once. A role's `isBack`: they come back with it. What a token is for, in its
 * maker's words, is the reason of its proposal; so is which account or address somebody is to have, as `slack:U024BE7LH` or
 * `mail:alice@example.com`, since it goes when they are erased. A merge empties `recordId` into `keptId`.
 */
export type ProposedChange =
  | { kind: 'top-up'; departmentId: string; amountMinor: bigint }
  | { kind: 'move'; fromId: string; toId: string; amountMinor: bigint }
  | ({ kind: 'budget'; departmentId: string; amountMinor: bigint; from?: string | undefined } & BudgetChanges)
  | {
      kind: 'rules';
      departmentId: string | null;
      rules: RulesChanges | 'cleared';
      from?: string | undefined;
    }
  | { kind: 'allowance'; personId: string; amountMinor: bigint | null; from?: string | undefined }
  | { kind: 'write-off'; departmentId: string }
  | { kind: 'second-person'; amountMinor: bigint | null }
  | RightsChange;

/** Gives rights: to a person, to a program that acts as one, or to whoever has an account. */
export type RightsChange =
  | { kind: 'role'; personId: string; role: Role; isBack: boolean }
  | { kind: 'account'; personId: string; workspaceId: string | null }
  | { kind: 'merge'; recordId: string; keptId: string }
  | { kind: 'token'; personId: string; scopes: string[]; marketplaceId: string | null; until: string };

type BudgetChanges = {
  period?: PeriodKind | undefined;
  fiscalStartMonth?: number | undefined;
  isSoft?: boolean | undefined;
  carryCapMinor?: bigint | undefined;
  timeZone?: string | undefined;
};

export type ProposalKind = ProposedChange['kind'];

/** What can be planned: it changes what holds, and moves no money when it is set. */
export type PlannableChange = Extract<ProposedChange, { kind: 'budget' | 'rules' | 'allowance' }>;

/** When a change is to hold from; undefined for at once. */
export function startOf(change: ProposedChange): Date | undefined {
  return 'from' in change && change.from !== undefined ? new Date(change.from) : undefined;
}

/** A change that waits for a second person. `proposedBy` is null when whoever runs the program proposed it, as `byOperator` says. */
export type Proposal = {
  organizationId: string;
  id: string;
  change: ProposedChange;
  /** The version of what it was based on. */
  basis: string;
  weight: Exclude<Weight, undefined>;
  currency: string;
  reason: string;
  proposedBy: string | null;
  byOperator: string | null;
  proposedAt: Date;
  expiresAt: Date;
  status: ProposalStatus;
  decidedBy: string | null;
};

const RIGHTS: Readonly<Record<RightsChange['kind'], true>> = {
  role: true,
  account: true,
  merge: true,
  token: true,
};

/** Whether a change gives rights, and comes to no amount. */
export function isRight(kind: ProposalKind): kind is RightsChange['kind'] {
  return Object.hasOwn(RIGHTS, kind);
}

/** The right that it takes to confirm each, and to propose it, but for merges. */
export const RIGHT_TO_CHANGE: Readonly<Record<ProposalKind, Right>> = {
  'top-up': 'set-budgets',
  move: 'set-budgets',
  budget: 'set-budgets',
  'write-off': 'set-budgets',
  rules: 'set-rules',
  allowance: 'set-allowances',
  'second-person': 'set-rules',
  role: 'set-roles',
  account: 'link-identities',
  merge: 'link-identities',
  token: 'make-tokens',
};

/** Whether this version knows such a change; a newer one may know more. */
export function isKnownKind(kind: string): kind is ProposalKind {
  return Object.hasOwn(RIGHT_TO_CHANGE, kind);
}

/** The right that it takes to propose a change. Whoever keeps people merges records, as far as `off-limits.ts` lets them. */
export function rightToPropose(kind: ProposalKind): Right {
  return kind === 'merge' ? 'keep-people' : RIGHT_TO_CHANGE[kind];
}

/** Why a change was proposed, in its proposer's words; empty where they gave none. */
export function whyOf({ change, reason }: { change: ProposedChange; reason: string }): string {
  return change.kind === 'account' ? '' : reason;
}

/** Who gains by a change: a person, or the people of a department. */
export function whoGains(change: ProposedChange): { personId?: string; departmentId?: string | null } {
  switch (change.kind) {
    case 'move':
      return { departmentId: change.toId };
    case 'allowance':
    case 'role':
    case 'account':
    case 'token':
      return { personId: change.personId };
    case 'merge':
      return { personId: change.keptId };
    case 'second-person':
      return {};
    default:
      return { departmentId: change.departmentId };
  }
}

/** A change as JSON: amounts are decimal strings. */
export type StoredChange = Record<string, unknown> & { kind: ProposalKind };

export function storeChange(change: ProposedChange): StoredChange {
  if (change.kind === 'rules') {
    return { ...change, rules: change.rules === 'cleared' ? 'cleared' : storeRules(change.rules) };
  }
  const fields = Object.entries(change).map(([key, value]) => {
    return [key, typeof value === 'bigint' ? value.toString() : value] as const;
  });
  return Object.fromEntries(fields) as StoredChange;
}

export function changeOf(stored: StoredChange): ProposedChange {
  if (stored.kind === 'rules') {
    const rules = stored['rules'] as StoredRulesChanges | 'cleared';
    return { ...stored, rules: rules === 'cleared' ? rules : rulesChangesOf(rules) } as ProposedChange;
  }
  const fields = Object.entries(stored).map(([key, value]) => {
    return [key, key.endsWith('Minor') && typeof value === 'string' ? BigInt(value) : value] as const;
  });
  return Object.fromEntries(fields) as ProposedChange;
}
