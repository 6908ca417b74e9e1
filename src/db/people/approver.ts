import { sql } from 'kysely';
import type { Decider } from '#src/domain/approval/approvers.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';

/** Every active person in an organization whose role may decide about money. */
export async function listDeciders(db: Reader, organizationId: string): Promise<Decider[]> {
  return db
    .selectFrom('person')
    .select(['id as personId', 'department_id as departmentId', 'role'])
    .where('organization_id', '=', organizationId)
    .where('role', 'in', ['approver', 'finance', 'admin'])
    .where('deactivated_at', 'is', null)
    .orderBy('name')
    .execute();
}

/** Who decides for whom at an instant, by the id of the person who is away. The newest delegation wins. */
export async function findDelegates(
  db: Reader,
  organizationId: string,
  at: Date,
): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('delegation')
    .innerJoin('person', (join) =>
      join
        .onRef('person.organization_id', '=', 'delegation.organization_id')
        .onRef('person.id', '=', 'delegation.delegate_id'),
    )
    .select(['delegation.person_id as personId', 'delegation.delegate_id as delegateId'])
    .where('delegation.organization_id', '=', organizationId)
    .where('delegation.starts_at', '<=', at)
    .where('delegation.ends_at', '>', at)
    .where('person.deactivated_at', 'is', null)
    .orderBy('delegation.id')
    .execute();
  return new Map(rows.map(({ personId, delegateId }) => [personId, delegateId]));
}

/** The delegations to a person that hold at an instant. */
export async function findDelegationsTo(
  db: Reader,
  { organizationId, delegateId }: { organizationId: string; delegateId: string },
  at: Date,
): Promise<{ id: string; personId: string }[]> {
  return db
    .selectFrom('delegation')
    .select(['id', 'person_id as personId'])
    .where('organization_id', '=', organizationId)
    .where('delegate_id', '=', delegateId)
    .where('starts_at', '<=', at)
    .where('ends_at', '>', at)
    .execute();
}

/** Ends what a person delegated that has not ended by an instant. Returns how many ended. */
export async function endDelegationsOf(
  tx: Tx,
  { organizationId, personId }: { organizationId: string; personId: string },
  at: Date,
): Promise<number> {
  const { rows } = await sql`
    with ended as (
      update delegation set ends_at = ${at}
       where organization_id = ${organizationId} and person_id = ${personId} and starts_at < ${at} and ends_at > ${at}
      returning id), dropped as (
      delete from delegation
       where organization_id = ${organizationId} and person_id = ${personId} and starts_at >= ${at}
      returning id)
    select id from ended union all select id from dropped`.execute(tx);
  return rows.length;
}

export type NewDelegation = {
  organizationId: string;
  id: string;
  personId: string;
  delegateId: string;
  startsAt: Date;
  endsAt: Date;
};

export async function insertDelegation(tx: Tx, delegation: NewDelegation): Promise<void> {
  await tx
    .insertInto('delegation')
    .values({
      organization_id: delegation.organizationId,
      id: delegation.id,
      person_id: delegation.personId,
      delegate_id: delegation.delegateId,
      starts_at: delegation.startsAt,
      ends_at: delegation.endsAt,
    })
    .execute();
}
