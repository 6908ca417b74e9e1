import { sql } from 'kysely';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import type { Factor, FactorKind, FactorState } from '#src/domain/session/factor.ts';

/** Whose factor. */
export type FactorOwner = { organizationId: string; personId: string };

/** A factor with its secret, which is bound to its id. */
export type SealedFactor = {
  organizationId: string;
  id: string;
  personId: string;
  kind: FactorKind;
  sealed: Buffer;
  lastStep: bigint;
  expiresAt: Date;
};

/** What a person has. */
export async function findFactorState(
  db: Reader,
  { organizationId, personId }: FactorOwner,
): Promise<FactorState> {
  const { rows } = await sql<{ id: string | null; kind: FactorKind; confirmedAt: Date; codesLeft: number }>`
    select f.id, f.kind, f.confirmed_at as "confirmedAt",
           (select count(*)::integer from recovery_code c
             where c.organization_id = asked.organization_id and c.person_id = asked.person_id and c.used_at is null) as "codesLeft"
      from (select ${organizationId}::uuid as organization_id, ${personId}::uuid as person_id) asked
      left join factor f on f.organization_id = asked.organization_id and f.person_id = asked.person_id
       and f.confirmed_at is not null and f.ended_at is null
     limit 1`.execute(db);
  const [row] = rows;
  const factor: Factor | undefined =
    row && row.id !== null ? { id: row.id, kind: row.kind, confirmedAt: row.confirmedAt } : undefined;
  return { factor, codesLeft: row?.codesLeft ?? 0 };
}

/** A person's factor that counts, or the one that is being set up; undefined when there is none. */
export async function findSealedFactor(
  db: Reader,
  { organizationId, personId }: FactorOwner,
  which: 'in-use' | 'begun',
): Promise<SealedFactor | undefined> {
  const row = await db
    .selectFrom('factor')
    .select([
      'organization_id as organizationId',
      'id',
      'person_id as personId',
      'kind',
      'sealed',
      'last_step as lastStep',
      'expires_at as expiresAt',
    ])
    .where('organization_id', '=', organizationId)
    .where('person_id', '=', personId)
    .where('confirmed_at', which === 'in-use' ? 'is not' : 'is', null)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return row?.sealed ? { ...row, sealed: row.sealed } : undefined;
}

export type NewFactor = FactorOwner & {
  id: string;
  kind: FactorKind;
  keyId: string;
  sealed: Uint8Array;
  madeAt: Date;
  expiresAt: Date;
};

export async function insertFactor(tx: Tx, factor: NewFactor): Promise<void> {
  await tx
    .insertInto('factor')
    .values({
      organization_id: factor.organizationId,
      id: factor.id,
      person_id: factor.personId,
      kind: factor.kind,
      key_id: factor.keyId,
      sealed: Buffer.from(factor.sealed),
      made_at: factor.madeAt,
      expires_at: factor.expiresAt,
      confirmed_at: null,
      ended_at: null,
    })
    .execute();
}

type FactorRef = { organizationId: string; id: string };

/**
 * Takes the code of a time step, and with it all earlier ones; false when it was taken before. Of two who come with the same code at
 * once, one gets true.
 */
export async function takeTimeStep(
  tx: Tx,
  { organizationId, id }: FactorRef,
  step: number,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('factor')
    .set({ last_step: BigInt(step) })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .where('last_step', '<', BigInt(step))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** From now on it counts; false when it was confirmed or ended meanwhile. */
export async function saveFactorConfirmed(tx: Tx, { organizationId, id }: FactorRef): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('factor')
    .set({ confirmed_at: tx.now })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('confirmed_at', 'is', null)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** A factor that ended. `wasInUse`: it counted, and was not just being set up. */
export type EndedFactor = { id: string; personId: string; wasInUse: boolean };

/** Ends factors and erases their secrets: all of these people's, or only those in use, or being set up. */
export async function endFactorRows(
  tx: Tx,
  { organizationId, personIds }: { organizationId: string; personIds: readonly string[] },
  which: 'all' | 'in-use' | 'begun' = 'all',
): Promise<EndedFactor[]> {
  if (personIds.length === 0) return [];
  const rows = await tx
    .updateTable('factor')
    .set({ ended_at: tx.now, sealed: null })
    .where('organization_id', '=', organizationId)
    .where('person_id', 'in', personIds)
    .where('ended_at', 'is', null)
    .$if(which !== 'all', (query) => query.where('confirmed_at', which === 'in-use' ? 'is not' : 'is', null))
    .returning(['id', 'person_id as personId', 'confirmed_at as confirmedAt'])
    .execute();
  return rows.map(({ id, personId, confirmedAt }) => ({ id, personId, wasInUse: confirmedAt !== null }));
}
