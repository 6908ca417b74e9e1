import { sql } from 'kysely';
import type { Reader, Tx } from '#src/db/kit/schema.ts';

type PauseRef = { organizationId: string; provider: string };

/** When a paused provider is tried next; undefined when it is not paused. */
export async function findPause(
  db: Reader,
  { organizationId, provider }: PauseRef,
): Promise<{ tryAt: Date } | undefined> {
  return db
    .selectFrom('reward_pause')
    .select('try_at as tryAt')
    .where('organization_id', '=', organizationId)
    .where('provider', '=', provider)
    .executeTakeFirst();
}

/** Pauses a provider, or says when one that is paused is tried next. */
export async function savePause(
  tx: Tx,
  { organizationId, provider, tryAt, reason }: PauseRef & { tryAt: Date; reason: string },
): Promise<void> {
  await tx
    .insertInto('reward_pause')
    .values({ organization_id: organizationId, provider, paused_at: tx.now, try_at: tryAt, reason })
    .onConflict((conflict) =>
      conflict.columns(['organization_id', 'provider']).doUpdateSet({ try_at: tryAt, reason }),
    )
    .execute();
}

/** Takes the turn to try a paused provider: of many who come, one gets it. */
export async function takeTurnAtPaused(
  tx: Tx,
  { organizationId, provider, until }: PauseRef & { until: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('reward_pause')
    .set({ try_at: until })
    .where('organization_id', '=', organizationId)
    .where('provider', '=', provider)
    .where('try_at', '<=', tx.now)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Ends a pause, if there is one. */
export async function endPause(tx: Tx, { organizationId, provider }: PauseRef): Promise<void> {
  await tx
    .deleteFrom('reward_pause')
    .where('organization_id', '=', organizationId)
    .where('provider', '=', provider)
    .execute();
}

/** A provider that does not sell to us at the moment. `waiting`: how many purchases from it are not settled. */
export type Pause = { provider: string; pausedAt: Date; tryAt: Date; reason: string; waiting: number };

export async function listPauses(db: Reader, organizationId: string): Promise<Pause[]> {
  const { rows } = await sql<Pause>`
    select p.provider, p.paused_at as "pausedAt", p.try_at as "tryAt", p.reason,
           (select count(*)::int from reward_order o
             where o.organization_id = p.organization_id and o.provider = p.provider and o.settled_at is null) as waiting
      from reward_pause p where p.organization_id = ${organizationId} order by p.provider`.execute(db);
  return rows;
}
