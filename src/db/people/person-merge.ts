import { sql } from 'kysely';
import type { Reader, Tx } from '#src/db/kit/schema.ts';

/** One record of somebody. */
export type RecordRef = { organizationId: string; personId: string };

/** The ids of all records of somebody, first that of the one that is kept. */
export type RecordIds = [string, ...string[]];

/** The record that is kept of somebody; undefined where this one was not merged into another. */
export async function findKeptId(
  db: Reader,
  { organizationId, personId }: RecordRef,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('person_merge')
    .select('kept_id')
    .where('organization_id', '=', organizationId)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row?.kept_id;
}

/** The records that are kept of those of these people whose record was merged, by theirs. */
export async function findKeptAmong(
  db: Reader,
  records: readonly RecordRef[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ personId: string; keptId: string }>`
    select person_id as "personId", kept_id as "keptId" from person_merge
     where (organization_id, person_id) in (
       select * from unnest(
         ${records.map((one) => one.organizationId)}::uuid[], ${records.map((one) => one.personId)}::uuid[]))`.execute(
    db,
  );
  return new Map(rows.map(({ personId, keptId }) => [personId, keptId]));
}

/** Every record of somebody, by any of them: first the one that is kept. */
export async function listRecordIds(db: Reader, { organizationId, personId }: RecordRef): Promise<RecordIds> {
  const keptId = (await findKeptId(db, { organizationId, personId })) ?? personId;
  const rows = await db
    .selectFrom('person_merge')
    .select('person_id')
    .where('organization_id', '=', organizationId)
    .where('kept_id', '=', keptId)
    .orderBy('merged_at')
    .orderBy('person_id')
    .execute();
  return [keptId, ...rows.map(({ person_id: id }) => id)];
}

/** Who has what was somebody's: they themselves, or the record that is kept of them. Not merged until the transaction ends. */
export async function lockHolder(tx: Tx, ref: RecordRef): Promise<string> {
  await tx
    .selectFrom('person')
    .select('id')
    .where('organization_id', '=', ref.organizationId)
    .where('id', '=', ref.personId)
    .forKeyShare()
    .executeTakeFirstOrThrow();
  return (await findKeptId(tx, ref)) ?? ref.personId;
}

/**
 * Keeps anything from coming to these records, and through those that were merged into them, until the transaction ends; waits for what
 * is under way.
 */
export async function lockRecords(
  tx: Tx,
  organizationId: string,
  personIds: readonly string[],
): Promise<void> {
  await sql`
    select id from person
     where organization_id = ${organizationId}
       and (id = any (${[...personIds]}::uuid[])
            or id in (select person_id from person_merge
                       where organization_id = ${organizationId} and kept_id = any (${[...personIds]}::uuid[])))
     order by id for update`.execute(tx);
}

export type NewMerge = RecordRef & { id: string; keptId: string; mergedBy: string | null };

/** From now on nothing comes to the record, and whoever asks for it finds the one that is kept. */
export async function insertMerge(
  tx: Tx,
  { organizationId, id, personId, keptId, mergedBy }: NewMerge,
): Promise<void> {
  await tx
    .insertInto('person_merge')
    .values({
      organization_id: organizationId,
      id,
      person_id: personId,
      kept_id: keptId,
      merged_at: tx.now,
      merged_by: mergedBy,
    })
    .execute();
}

/** What of a record would be lost if it were merged now, beside what keeps a person from being erased. */
export type UnsettledRecord = {
  /** Bought codes that were not shown to their owner yet. */
  codes: number;
  isFrozen: boolean;
  /** Whether the company's directory brings them, and has not let them leave. */
  isInDirectory: boolean;
};

export async function findUnsettled(
  db: Reader,
  { organizationId, personId }: RecordRef,
): Promise<UnsettledRecord> {
  const { rows } = await sql<UnsettledRecord>`
    select ((select count(*) from store_order o where o.organization_id = ${organizationId} and o.person_id = ${personId}
                and o.status = 'fulfilled' and o.kind in ('codes', 'gift-card') and o.revealed_at is null)
            + (select count(*) from reward_order r where r.organization_id = ${organizationId} and r.person_id = ${personId}
                  and r.status = 'bought' and r.revealed_at is null
                  and not exists (select from store_order o where o.organization_id = r.organization_id and o.id = r.id)))::integer as codes,
           exists (select from wallet w where w.organization_id = ${organizationId} and w.person_id = ${personId}
                      and w.frozen_at is not null) as "isFrozen",
           exists (select from scim_user s
                     join person p on p.organization_id = s.organization_id and p.id = s.person_id and p.deactivated_at is null
                    where s.organization_id = ${organizationId} and s.person_id = ${personId}) as "isInDirectory"`.execute(
    db,
  );
  const [found] = rows;
  if (!found) throw new Error('a count has a row');
  return found;
}

/** What refers to a record, and will refer to the other one: accounts that wait for an admin, orders to see to, delegations. */
export async function moveReferences(
  tx: Tx,
  { organizationId, personId, keptId, newId }: RecordRef & { keptId: string; newId: () => string },
): Promise<void> {
  const of = sql`organization_id = ${organizationId}`;
  await sql`update pending_identity set person_id = ${keptId} where ${of} and person_id = ${personId}`.execute(
    tx,
  );
  await sql`update store_item set fulfiller_id = ${keptId} where ${of} and fulfiller_id = ${personId}`.execute(
    tx,
  );
  const { rows } = await sql<{ id: string; personId: string; startsAt: Date; endsAt: Date }>`
    select id, person_id as "personId", starts_at as "startsAt", ends_at as "endsAt" from delegation
     where ${of} and delegate_id = ${personId} and ends_at > ${tx.now} for update`.execute(tx);
  for (const { id, personId: awayId, startsAt, endsAt } of rows) {
    if (startsAt < tx.now)
      await sql`update delegation set ends_at = ${tx.now} where ${of} and id = ${id}`.execute(tx);
    else await sql`delete from delegation where ${of} and id = ${id}`.execute(tx);
    if (awayId === keptId) continue;
    const from = startsAt < tx.now ? tx.now : startsAt;
    await sql`insert into delegation (organization_id, id, person_id, delegate_id, starts_at, ends_at)
      values (${organizationId}, ${newId()}, ${awayId}, ${keptId}, ${from}, ${endsAt})`.execute(tx);
  }
}

/** Accounts that were moved. */
export type MovedAccount = { platform: string; userId: string };

/** Moves the chat accounts of a record, each on the word by which it was linked. */
export async function moveIdentities(
  tx: Tx,
  { organizationId, personId, keptId }: RecordRef & { keptId: string },
): Promise<MovedAccount[]> {
  const { rows } = await sql<MovedAccount>`
    update identity set person_id = ${keptId} where organization_id = ${organizationId} and person_id = ${personId}
    returning platform, user_id as "userId"`.execute(tx);
  return rows;
}

/** Takes address and employee number from a record, where the one that is kept has none. */
export async function moveNames(
  tx: Tx,
  { organizationId, personId, keptId }: RecordRef & { keptId: string },
  { email, employeeNumber }: { email: string | null; employeeNumber: string | null },
): Promise<void> {
  const of = sql`organization_id = ${organizationId}`;
  if (email !== null) {
    await sql`update person set email = null where ${of} and id = ${personId}`.execute(tx);
    await sql`update person set email = ${email} where ${of} and id = ${keptId}`.execute(tx);
  }
  if (employeeNumber !== null) {
    await sql`update person set employee_number = null where ${of} and id = ${personId}`.execute(tx);
    await sql`update person set employee_number = ${employeeNumber} where ${of} and id = ${keptId}`.execute(
      tx,
    );
  }
}
