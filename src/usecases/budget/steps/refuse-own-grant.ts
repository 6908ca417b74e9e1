import type { Tx } from '#src/db/kit/schema.ts';
import { getPerson } from '#src/db/people/person.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import { grantsThemselves } from '#src/domain/people/access.ts';

/** Who asks, and whose allowance or department it is about. */
type OwnGrant = {
  organizationId: string;
  actorId: string | null;
  personId?: string | undefined;
  departmentId?: string | null | undefined;
};

/** Nobody widens what they give from themselves, wherever they ask: on the pages, by the API, or in a shell by `--as`. */
export async function refuseOwnGrant(
  tx: Tx,
  { organizationId, actorId, personId, departmentId }: OwnGrant,
): Promise<Refusal | undefined> {
  if (actorId === null) return undefined;
  const actor = await getPerson(tx, organizationId, actorId);
  const about = { ...(personId && { personId }), ...(departmentId && { departmentId }) };
  return grantsThemselves(actor, about) ? { kind: 'own-budget' } : undefined;
}
