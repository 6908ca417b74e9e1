import { findFactorState } from '#src/db/session/factor.ts';
import { findFactorPolicy } from '#src/db/session/factor-policy.ts';
import type { Person } from '#src/domain/people/person.ts';
import { type FactorGate, factorGateOf, type FactorPurpose } from '#src/domain/session/factor-gate.ts';
import type { Session } from '#src/domain/session/session.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Who is signed in by which session, and what they want. */
export type GateQuestion = {
  person: Pick<Person, 'organizationId' | 'id' | 'role'>;
  session: Pick<Session, 'secondFactorAt' | 'how'>;
  purpose: FactorPurpose;
};

/** What somebody who is signed in has to do before a page opens for them. */
export async function findFactorGate(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { person, session, purpose }: GateQuestion,
): Promise<FactorGate> {
  const { organizationId, id: personId, role } = person;
  const [{ factor }, policy] = await Promise.all([
    findFactorState(db, { organizationId, personId }),
    findFactorPolicy(db, organizationId),
  ]);
  return factorGateOf(policy, {
    role,
    hasFactor: factor !== undefined,
    passedAt: session.secondFactorAt,
    isPlay: session.how === 'playground',
    purpose,
    now: clock.now(),
  });
}
