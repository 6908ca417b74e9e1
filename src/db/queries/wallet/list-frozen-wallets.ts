import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import { within } from '#src/db/kit/within.ts';
import type { Scope } from '#src/domain/people/access.ts';

/** A wallet that nothing can be spent from. `frozenBy`: who did it; null when a rule of the guard did. */
export type FrozenWallet = {
  personId: string;
  name: string;
  frozenAt: Date;
  frozenBy: string | null;
  reason: string;
};

/** The frozen wallets that the reader may see, the newest first. */
export async function listFrozenWallets(db: Reader, scope: Scope): Promise<FrozenWallet[]> {
  const { rows } = await sql<FrozenWallet>`
    select w.person_id as "personId", p.name, w.frozen_at as "frozenAt", by.name as "frozenBy", w.reason
      from wallet w
      join person p on p.organization_id = w.organization_id and p.id = w.person_id
      left join person by on by.organization_id = w.organization_id and by.id = w.frozen_by
     where w.organization_id = ${scope.organizationId} and w.frozen_at is not null
       and ${within(scope, { people: ['w.person_id'] })}
     order by w.frozen_at desc, w.person_id`.execute(db);
  return rows;
}
