import { sql } from 'kysely';
import { within } from '#src/db/kit/within.ts';
import { ALLOWANCES_SET } from '#src/db/budget/planned-change.ts';
import type { Db } from '#src/db/kit/schema.ts';
import type { Money } from '#src/domain/kit/money.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { Clock } from '#src/ports/clock.ts';

/** A giver’s own allowance per period. */
export type ListedAllowance = Money & { name: string; email: string | null; department: string; setAt: Date };

/** The allowances that were set for single givers, as far as the reader may see them, by name. */
export async function listAllowances(
  { db, clock }: { db: Db; clock: Clock },
  scope: Scope,
): Promise<ListedAllowance[]> {
  const { rows } = await sql<ListedAllowance>`
    select p.name, p.email, d.name as department, d.currency, a.amount_minor as "amountMinor", a.set_at as "setAt"
      from (select distinct on (person_id) * from ${sql.raw(ALLOWANCES_SET)} s
             where organization_id = ${scope.organizationId} and (set_at = made_at or set_at <= ${clock.now()})
             order by person_id, set_at desc, made_at desc, id desc) a
      join person p on p.organization_id = a.organization_id and p.id = a.person_id
      join department d on d.organization_id = p.organization_id and d.id = p.department_id
     where a.amount_minor is not null and p.deactivated_at is null
       and ${within(scope, { people: ['p.id'], department: 'p.department_id' })}
     order by p.name, p.id`.execute(db);
  return rows;
}
