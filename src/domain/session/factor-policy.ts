import { ROLES, type Role } from '#src/domain/people/roles.ts';
import type { Money } from '#src/domain/kit/money.ts';

/**
 * Who has to have a second factor, and above which amount everybody is asked for it: in minor units, by currency. A currency
 * without an amount asks for nothing.
 */
export type FactorPolicy = { roles: readonly Role[]; overMinor: Readonly<Record<string, bigint>> };

export type StoredFactorPolicy = { roles: readonly Role[]; over: Record<string, string> };

/** What holds until something is set: everybody above an employee, and no amount. */
export const FIRST_FACTOR_POLICY: FactorPolicy = {
  roles: ROLES.filter((role) => role !== 'employee'),
  overMinor: {},
};

/** What of it changes. Null takes an amount away. */
export type FactorPolicyChanges = {
  roles?: readonly Role[];
  overMinor?: Readonly<Record<string, bigint | null>>;
};

/** The policy after a change, its roles in the order of all roles. */
export function changeFactorPolicy(policy: FactorPolicy, changes: FactorPolicyChanges): FactorPolicy {
  const roles = changes.roles ?? policy.roles;
  const over = { ...policy.overMinor, ...changes.overMinor };
  const kept = Object.entries(over).flatMap(([currency, minor]) =>
    minor === null ? [] : [[currency, minor] as const],
  );
  return { roles: ROLES.filter((role) => roles.includes(role)), overMinor: Object.fromEntries(kept) };
}

export function storeFactorPolicy({ roles, overMinor }: FactorPolicy): StoredFactorPolicy {
  const over = Object.entries(overMinor).map(([currency, minor]) => [currency, minor.toString()] as const);
  return { roles, over: Object.fromEntries(over) };
}

export function factorPolicyOf({ roles, over }: StoredFactorPolicy): FactorPolicy {
  const overMinor = Object.entries(over).map(([currency, minor]) => [currency, BigInt(minor)] as const);
  return { roles, overMinor: Object.fromEntries(overMinor) };
}

/** The amount above which the second factor is asked for; undefined when this one does not ask for it. */
export function amountAskingFor({ overMinor }: FactorPolicy, money: Money): Money | undefined {
  const { currency } = money;
  const over = overMinor[currency];
  return over !== undefined && money.amountMinor > over ? { amountMinor: over, currency } : undefined;
}
