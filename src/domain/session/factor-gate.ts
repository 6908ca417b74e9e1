import type { Role } from '#src/domain/people/roles.ts';
import { isFresh } from './factor.ts';
import type { FactorPolicy } from './factor-policy.ts';

/** What has to be done before a page opens: nothing, type a code, or set a second factor up first. */
export type FactorGate = 'open' | 'ask' | 'enrol';

/**
 * What a signed-in person wants: to look, or to do what takes a second factor of the last minutes: change money settings, rights
 * or security, or move more than the policy lets pass.
 */
export type FactorPurpose = 'look' | 'step-up';

/**
 * What is asked of a signed-in person. Whoever has a second factor is asked once a session, whatever their role: they set it up to
 * be asked. Whoever has none is let in to look, unless their role has to have one.
 */
export function factorGateOf(
  policy: FactorPolicy,
  {
    role,
    hasFactor,
    passedAt,
    isPlay,
    purpose,
    now,
  }: {
    role: Role;
    hasFactor: boolean;
    passedAt: Date | null;
    isPlay: boolean;
    purpose: FactorPurpose;
    now: Date;
  },
): FactorGate {
  if (!hasFactor && isPlay) return 'open';
  if (!hasFactor) return purpose === 'step-up' || policy.roles.includes(role) ? 'enrol' : 'open';
  const isPassed = purpose === 'step-up' ? isFresh(passedAt, now) : passedAt !== null;
  return isPassed ? 'open' : 'ask';
}
