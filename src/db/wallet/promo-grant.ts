import { sql } from 'kysely';
import type { AccountName } from '#src/domain/ledger/accounts.ts';
import { type GrantStatus, grantMoves } from '#src/domain/states.ts';
import type { PromoLot } from '#src/domain/wallet/promo-lot.ts';
import { insertOf } from '#src/db/kit/insert-many.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';

export type NewGrant = {
  organizationId: string;
  id: string;
  personId: string;
  /** Whose budget pays. */
  departmentId: string;
  amountMinor: bigint;
  currency: string;
  reason: string;
  grantedAt: Date;
  grantedBy: string;
  expiresAt: Date;
  /** The same one is granted once. */
  requestId: string;
  remindAt: Date | null;
};

/**
 * Inserts those of the grants whose requests were not granted before, and returns their ids. Waits for whoever is granting the
 * same: in the order of their requests, so that two with many in common never wait for each other.
 */
export async function insertGrants(tx: Tx, grants: readonly NewGrant[]): Promise<Set<string>> {
  const sorted = grants.toSorted((a, b) => (a.requestId < b.requestId ? -1 : 1));
  const insert = insertOf('promo_grant', sorted, {
    organization_id: ['uuid', (grant) => grant.organizationId],
    id: ['uuid', (grant) => grant.id],
    person_id: ['uuid', (grant) => grant.personId],
    department_id: ['uuid', (grant) => grant.departmentId],
    amount_minor: ['bigint', (grant) => grant.amountMinor],
    currency: ['text', (grant) => grant.currency],
    reason: ['text', (grant) => grant.reason],
    granted_at: ['timestamptz', (grant) => grant.grantedAt],
    granted_by: ['uuid', (grant) => grant.grantedBy],
    expires_at: ['timestamptz', (grant) => grant.expiresAt],
    request_id: ['text', (grant) => grant.requestId],
    remind_at: ['timestamptz', (grant) => grant.remindAt],
  });
  if (!insert) return new Set();
  const { rows } = await sql<{ id: string }>`
    ${insert} on conflict (organization_id, request_id) do nothing returning id`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

export type AskedGrant = { requestId: string; personId: string; amountMinor: bigint };

/** What was granted by these requests. */
export async function findGrantsAsked(
  db: Reader,
  organizationId: string,
  requestIds: readonly string[],
): Promise<AskedGrant[]> {
  if (requestIds.length === 0) return [];
  return db
    .selectFrom('promo_grant')
    .select(['request_id as requestId', 'person_id as personId', 'amount_minor as amountMinor'])
    .where('organization_id', '=', organizationId)
    .where('request_id', '=', sql<string>`any (${requestIds}::text[])`)
    .execute();
}

export type LockedGrant = Omit<NewGrant, 'requestId'> & { personName: string; status: GrantStatus };

/** The grant that a job names: the queue knows only its id. Undefined when there is none. */
export async function findGrantRef(
  db: Reader,
  id: string,
): Promise<{ organizationId: string; id: string } | undefined> {
  return db
    .selectFrom('promo_grant')
    .select(['organization_id as organizationId', 'id'])
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Locks a grant until the transaction ends: of two who end it, the second sees that it is over. Lock it before accounts. */
export async function lockGrant(
  tx: Tx,
  { organizationId, id }: { organizationId: string; id: string },
): Promise<LockedGrant | undefined> {
  const { rows } = await sql<LockedGrant>`
    select organization_id as "organizationId", id, person_id as "personId", department_id as "departmentId",
           (select name from person p where p.organization_id = g.organization_id and p.id = g.person_id) as "personName",
           amount_minor as "amountMinor", currency, reason, granted_at as "grantedAt", granted_by as "grantedBy",
           expires_at as "expiresAt", remind_at as "remindAt", status
      from promo_grant g where organization_id = ${organizationId} and id = ${id} for update`.execute(tx);
  return rows[0];
}

/** How much an account paid for a grant and has not got back, in minor units. */
export type GrantSource = { account: AccountName; amountMinor: bigint };

/**
 * What paid for a grant, less what came back of it. Credit that a checkout gave back after its day has a grant of its own, which the
 * same accounts paid for: all of these are looked at together.
 */
export async function findGrantSources(
  db: Reader,
  { organizationId, id }: { organizationId: string; id: string },
): Promise<GrantSource[]> {
  const { rows } = await sql<Omit<AccountName, 'organizationId'> & { amountMinor: bigint }>`
    with recursive older (id) as (
      select ${id}::uuid
       union
      select t.grant_id
        from older o
        join given_back b on b.organization_id = ${organizationId} and b.grant_id = o.id
        join tender t on t.organization_id = b.organization_id and t.id = b.tender_id),
    family (id) as (
      select id from older
       union
      select b.grant_id
        from family f
        join tender t on t.organization_id = ${organizationId} and t.grant_id = f.id
        join given_back b on b.organization_id = t.organization_id and b.tender_id = t.id and b.grant_id is not null),
    paid as (
      select p.account_id, -p.amount as amount
        from family f
        join entry e on e.organization_id = ${organizationId} and e.subject_type = 'grant' and e.subject_id = f.id
         and e.kind = 'promo.granted'
        join posting p on p.organization_id = e.organization_id and p.entry_id = e.id and p.amount < 0),
    back as (
      select p.account_id, p.amount
        from family f
        join entry e on e.organization_id = ${organizationId} and e.subject_type = 'grant' and e.subject_id = f.id
         and e.kind in ('promo.expired', 'promo.taken-back')
        join posting p on p.organization_id = e.organization_id and p.entry_id = e.id and p.amount > 0)
    select a.kind, a.owner_id as "ownerId", a.period, a.currency,
           (paid.amount - coalesce((select sum(back.amount) from back where back.account_id = paid.account_id), 0))::bigint as "amountMinor"
      from paid
      join account a on a.organization_id = ${organizationId} and a.id = paid.account_id`.execute(db);
  return rows
    .filter(({ amountMinor }) => amountMinor > 0n)
    .map(({ amountMinor, ...account }) => ({ amountMinor, account: { organizationId, ...account } }));
}

/** What is left of a grant with whoever holds it, in minor units. */
export async function findLeftOfGrant(
  db: Reader,
  { organizationId, id, personId }: Pick<NewGrant, 'organizationId' | 'id' | 'personId'>,
): Promise<bigint> {
  const account = await db
    .selectFrom('account')
    .select('balance')
    .where('organization_id', '=', organizationId)
    .where('kind', '=', 'wallet_promo')
    .where('owner_id', '=', personId)
    .where('period', '=', id)
    .executeTakeFirst();
  return account?.balance ?? 0n;
}

/** Ends a locked grant. Throws when it has ended. */
export async function saveGrantEnded(
  tx: Tx,
  { organizationId, id }: { organizationId: string; id: string },
  move: keyof typeof grantMoves,
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('promo_grant')
    .set({ status: grantMoves[move].to, ended_at: tx.now, remind_at: null })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('status', 'in', grantMoves[move].from)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new Error(`grant ${id} changed under its lock`);
}

/** Says that the owner of a locked grant was reminded of it. */
export async function saveReminded(
  tx: Tx,
  { organizationId, id }: { organizationId: string; id: string },
): Promise<void> {
  await tx
    .updateTable('promo_grant')
    .set({ remind_at: null })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

/** What is left of each open grant that a person holds, those of records merged into theirs too, in no order, also of one that has expired and is not booked yet. */
export async function listLots(
  db: Reader,
  { organizationId, id }: { organizationId: string; id: string },
): Promise<PromoLot[]> {
  const { rows } = await sql<PromoLot>`
    select g.id as "grantId", a.balance as "leftMinor", g.currency, g.expires_at as "expiresAt", g.reason,
           (select time_zone from department d where d.organization_id = g.organization_id and d.id = g.department_id) as "timeZone"
      from account a
      join promo_grant g on g.organization_id = a.organization_id and g.id = a.period::uuid and g.status = 'open'
     where a.organization_id = ${organizationId} and a.kind = 'wallet_promo' and a.owner_id = ${id} and a.balance > 0`.execute(
    db,
  );
  return rows;
}
