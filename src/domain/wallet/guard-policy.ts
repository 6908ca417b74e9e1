import type { ClosingWay } from './closing.ts';
import {
  DEFAULT_VELOCITY,
  VELOCITY_RULE_NAMES,
  type VelocityRule,
  type VelocityRuleName,
  type VelocityRules,
} from './velocity.ts';

/** How an organization guards its wallets. */
export type GuardPolicy = {
  velocity: VelocityRules;
  /** How a wallet is closed where whoever asks does not say it. */
  closing: ClosingWay;
};

/** The policy while nobody has set any. */
export const DEFAULT_GUARD: GuardPolicy = { velocity: DEFAULT_VELOCITY, closing: 'honour' };

/** A policy as it is kept. `known`: the rules that there were when it was saved, switched off or not. */
export type StoredGuard = GuardPolicy & { known?: readonly VelocityRuleName[] };

export function storeGuard(policy: GuardPolicy): StoredGuard {
  return { ...policy, known: VELOCITY_RULE_NAMES };
}

/** The rules that came last before policies said which ones they knew: one of them in a policy means that it knew them all. */
const LAST_UNSAID: readonly VelocityRuleName[] = ['spends-per-hour', 'spends-per-day', 'unusual-spend'];

/** A policy that was saved, with every rule that came since as it is while nobody has set it. */
export function guardOf({ velocity, closing, known }: StoredGuard): GuardPolicy {
  const isOld = !known && !LAST_UNSAID.some((name) => velocity[name]);
  const since = VELOCITY_RULE_NAMES.filter((name) =>
    known ? !known.includes(name) : isOld && LAST_UNSAID.includes(name),
  );
  const added = since.map((name) => [name, DEFAULT_VELOCITY[name]] as const).filter(([, rule]) => rule);
  return { velocity: { ...(Object.fromEntries(added) as VelocityRules), ...velocity }, closing };
}

/** What to change: null switches a rule off, and what is missing stays. */
export type GuardChanges = {
  velocity?: Partial<Record<VelocityRuleName, VelocityRule | null>>;
  closing?: ClosingWay | undefined;
};

export function changeGuard({ velocity, closing }: GuardPolicy, changes: GuardChanges): GuardPolicy {
  const merged = Object.entries({ ...velocity, ...changes.velocity }).filter(([, rule]) => rule !== null);
  return {
    velocity: Object.fromEntries(merged) as VelocityRules,
    closing: changes.closing ?? closing,
  };
}
