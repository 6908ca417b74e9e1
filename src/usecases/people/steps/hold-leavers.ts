import { countLeaversSince, findBrakeOpenUntil } from '#src/db/people/scim-user.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { DAY_MS } from '#src/domain/kit/time.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import { isMassLeaving } from '#src/domain/people/mass-leaving.ts';
import type { KnownPerson } from '#src/domain/people/match-people.ts';

/** Why a directory may not deactivate one more person today; undefined when it may. */
export async function holdLeavers(
  tx: Tx,
  organizationId: string,
  known: readonly KnownPerson[],
): Promise<Refusal | undefined> {
  const left = await countLeaversSince(tx, organizationId, new Date(tx.now.getTime() - DAY_MS));
  const active = known.filter(({ isDeactivated }) => !isDeactivated).length;
  if (!isMassLeaving({ leaving: left + 1, active: active + left })) return undefined;
  const openUntil = await findBrakeOpenUntil(tx, organizationId);
  return openUntil && openUntil > tx.now ? undefined : { kind: 'too-many-leavers', leavers: left };
}
