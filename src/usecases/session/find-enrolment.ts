import { getOrganization } from '#src/db/people/organization.ts';
import { getPerson } from '#src/db/people/person.ts';
import { findFactorState, findSealedFactor } from '#src/db/session/factor.ts';
import type { Secret } from '#src/domain/kit/secret.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { isFresh } from '#src/domain/session/factor.ts';
import { totpUri } from '#src/kit/totp.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { FactorSession } from './begin-enrolment.ts';
import { openFactor } from './steps/open-factor.ts';

/** What an app is set up with: as the picture has it, and to be typed. */
export type Enrolment = { factorId: string; secret: Secret; uri: Secret };

/** The set-up that somebody has begun, for their own eyes. Refused when there is none, when it is too old, and as `beginEnrolment` is. */
export async function findEnrolment(
  deps: Pick<Deps, 'db' | 'clock' | 'keys' | 'log'>,
  { person: { organizationId, id: personId }, passedAt }: FactorSession,
): Promise<Outcome<Enrolment>> {
  const { db } = deps;
  const now = deps.clock.now();
  const [person, organization] = [
    await getPerson(db, organizationId, personId),
    await getOrganization(db, organizationId),
  ];
  if (person.isDeactivated) return refused({ kind: 'inactive-person', name: person.name });
  const { factor } = await findFactorState(db, { organizationId, personId });
  if (factor && !isFresh(passedAt, now)) return refused({ kind: 'step-up-needed' });
  const begun = await findSealedFactor(db, { organizationId, personId }, 'begun');
  if (!begun || begun.expiresAt <= now) return refused({ kind: 'no-enrolment' });
  const secret = await openFactor(deps, begun);
  if (!secret.ok) return secret;
  const names = { issuer: `Largesse ${organization.name}`, account: person.email ?? person.name };
  return done({
    factorId: begun.id,
    secret: secret.value,
    uri: totpUri({ secret: secret.value, ...names }),
  });
}
