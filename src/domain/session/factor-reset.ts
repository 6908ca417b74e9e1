import { DAY_MS } from '#src/domain/kit/time.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { Person } from '#src/domain/people/person.ts';

/** Where the reset of somebody's second factor is: one admin asked, then another one confirms. */
export type FactorResetStatus = 'open' | 'confirmed' | 'declined' | 'expired';

/** How long it waits for the other admin. */
export const FACTOR_RESET_MS = DAY_MS;

/** A reset that somebody asked for. */
export type FactorReset = {
  organizationId: string;
  id: string;
  personId: string;
  askedBy: string;
  reason: string;
  askedAt: Date;
  expiresAt: Date;
  status: FactorResetStatus;
};

type Admin = Pick<Person, 'id' | 'role' | 'isDeactivated'>;

/** Why somebody may not ask for the reset of a person's second factor; undefined when they may. */
export function refusalToAsk(admin: Admin, personId: string): Refusal | undefined {
  const { role } = admin;
  if (role !== 'admin' || admin.isDeactivated) return { kind: 'admins-only', role };
  return admin.id === personId ? { kind: 'own-factor' } : undefined;
}

/** Why somebody may not confirm a reset: it takes an admin who neither asked for it nor has it done to themselves. */
export function refusalToConfirm(
  admin: Admin,
  { personId, askedBy }: Pick<FactorReset, 'personId' | 'askedBy'>,
): Refusal | undefined {
  return (
    refusalToAsk(admin, personId) ?? (admin.id === askedBy ? { kind: 'needs-another-admin' } : undefined)
  );
}
