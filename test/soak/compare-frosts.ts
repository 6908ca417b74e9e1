import { sql } from 'kysely';
import type { Bank } from './open-bank.ts';

/**
 * What was given from a department while it was surely frozen, in words: committed after that was acknowledged, and before
 * anybody let it go on.
 */
export async function compareFrosts({ postgres: { db }, tally }: Bank): Promise<string[]> {
  const breaches: string[] = [];
  for (const { departmentId, from, until } of tally.frosts) {
    const { rows } = await sql<{ id: string }>`
      select g.id from gift g
        join entry e on e.organization_id = g.organization_id
         and e.subject_id = g.id and e.kind in ('gift.issued', 'gift.reserved')
       where g.department_id = ${departmentId} and pg_xact_commit_timestamp(e.xmin) > ${new Date(from)}
         and pg_xact_commit_timestamp(e.xmin) < ${new Date(until)} limit 1`.execute(db);
    breaches.push(...rows.map(({ id }) => `gift ${id} was given while its department was frozen`));
  }
  return breaches;
}
