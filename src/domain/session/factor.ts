import { MINUTE_MS } from '#src/domain/kit/time.ts';

/** What somebody can prove with that it is them, besides what they sign in with. */
export const FACTOR_KINDS = ['totp'] as const;
export type FactorKind = (typeof FACTOR_KINDS)[number];

/** A second factor that counts. */
export type Factor = { id: string; kind: FactorKind; confirmedAt: Date };

/** How somebody proved it: by a code of their app, or by one of those for when the app is lost. */
export type FactorWay = 'totp' | 'recovery';

/** What a person has: undefined without a second factor. `codesLeft`: recovery codes that are not used. */
export type FactorState = { factor: Factor | undefined; codesLeft: number };

/** How long a second factor is trusted for what changes money settings, rights and security. */
const STEP_UP_MS = 15 * MINUTE_MS;

/** How long the set-up of a second factor may take. */
export const ENROLMENT_MS = 30 * MINUTE_MS;

/** Whether a second factor was passed so lately that more than looking may be done. An instant in the future counts for nothing. */
export function isFresh(passedAt: Date | null, now: Date): boolean {
  if (!passedAt) return false;
  const age = now.getTime() - passedAt.getTime();
  return age >= 0 && age < STEP_UP_MS;
}
