import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';

export type Forged = {
  organizationId: string;
  kind: string;
  /** The kinds of the two accounts that an amount moves between, each an account of its own. */
  from: string;
  to: string;
  amountMinor?: bigint;
  subjectType?: string | null;
  subjectId?: string | null;
  key?: string;
};

/**
 * Posts an entry of any kind between two new accounts of any kinds, as somebody with psql would. What it is about is left to its
 * key, unless it is given.
 */
export async function forgeEntry(db: Reader, forged: Forged): Promise<{ entryId: string }> {
  const { organizationId, kind, from, to, amountMinor = 7n } = forged;
  const [entryId, sourceId, targetId] = [randomUUID(), randomUUID(), randomUUID()];
  const { key = `${kind}:${randomUUID()}`, subjectType = null, subjectId = null } = forged;
  await sql`
    insert into account (organization_id, id, kind, owner_id, currency)
    values (${organizationId}, ${sourceId}, ${from}, gen_random_uuid(), 'USD'),
           (${organizationId}, ${targetId}, ${to}, gen_random_uuid(), 'USD')`.execute(db);
  await sql`
    insert into entry (organization_id, id, kind, key, subject_type, subject_id, occurred_at)
    values (${organizationId}, ${entryId}, ${kind}, ${key}, ${subjectType}, ${subjectId}, now())`.execute(db);
  await sql`
    insert into posting (organization_id, entry_id, account_id, currency, amount, balance_after)
    values (${organizationId}, ${entryId}, ${sourceId}, 'USD', ${-amountMinor}, ${-amountMinor}),
           (${organizationId}, ${entryId}, ${targetId}, 'USD', ${amountMinor}, ${amountMinor})`.execute(db);
  return { entryId };
}

/** The same by somebody who has switched the guards off, who then writes the balances too. */
export async function forgeUnguarded(db: Reader, forged: Forged): Promise<{ entryId: string }> {
  return db.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    await sql`alter table account drop constraint account_kind_check`.execute(tx);
    const made = await forgeEntry(tx, forged);
    await sql`
      update account a set balance = p.balance_after from posting p
       where p.entry_id = ${made.entryId} and a.id = p.account_id`.execute(tx);
    return made;
  });
}
