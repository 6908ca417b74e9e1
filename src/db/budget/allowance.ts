import { sql } from 'kysely';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import { ALLOWANCES_SET } from './planned-change.ts';

/** A giver's own allowance per period, in minor units if they have one, and how many people they manage. */
export type GiverAllowance = { allowanceMinor: bigint | undefined; reports: number };

/**
 * The allowances of givers at an instant, now or later, by their ids. Reports are looked up by their manager alone: with `=`, the planner may take the
 * organization, before there are statistics, and read everybody in it for each giver.
 */
export async function findGiverAllowances(
  db: Reader,
  givers: readonly { organizationId: string; id: string }[],
  at: Date,
): Promise<Map<string, GiverAllowance>> {
  if (givers.length === 0) return new Map();
  const { rows } = await sql<{ personId: string; allowanceMinor: bigint | null; reports: number }>`
    select asked.person_id as "personId", own.amount_minor as "allowanceMinor",
           (select count(*)::integer from person p
             where p.manager_id = asked.person_id and p.organization_id is not distinct from asked.organization_id
               and p.deactivated_at is null) as reports
      from unnest(${givers.map((one) => one.organizationId)}::uuid[], ${givers.map((one) => one.id)}::uuid[])
        asked (organization_id, person_id)
      left join lateral (
        select amount_minor from ${sql.raw(ALLOWANCES_SET)} a
         where a.organization_id = asked.organization_id and a.person_id = asked.person_id
           and (a.set_at = a.made_at or a.set_at <= ${at})
         order by set_at desc, made_at desc, id desc limit 1) own on true`.execute(db);
  return new Map(
    rows.map(({ personId, allowanceMinor, reports }) => [
      personId,
      { allowanceMinor: allowanceMinor ?? undefined, reports },
    ]),
  );
}

/** Sets a giver's own allowance per period; null removes it. */
export async function insertAllowance(
  tx: Tx,
  allowance: {
    organizationId: string;
    personId: string;
    id: string;
    amountMinor: bigint | null;
    setAt: Date;
    setBy: string | null;
  },
): Promise<void> {
  await tx
    .insertInto('allowance')
    .values({
      organization_id: allowance.organizationId,
      person_id: allowance.personId,
      id: allowance.id,
      amount_minor: allowance.amountMinor,
      set_at: allowance.setAt,
      set_by: allowance.setBy,
    })
    .execute();
}
