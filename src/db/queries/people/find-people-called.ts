import { sql } from 'kysely';
import { within } from '#src/db/kit/within.ts';
import { foldText } from '#src/domain/kit/fold.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { Reader } from '#src/db/kit/schema.ts';

/** Somebody by what they may be called. `label`: what tells them from others of their name. */
export type CalledPerson = { id: string; name: string; label: string };

/**
 * Whom the reader may mean by a text, among those whom they may see: the one with this address or employee number, else those with this
 * name who work here. Of records that were merged it is the one that is kept.
 */
export async function findPeopleCalled(db: Reader, scope: Scope, text: string): Promise<CalledPerson[]> {
  const key = foldText(text);
  if (key === '') return [];
  const { rows } = await sql<CalledPerson & { isSure: boolean }>`
    select distinct on (p.id) p.id, p.name, coalesce(p.email, p.employee_number, p.name) as label,
           coalesce(o.email_key = ${key}, false) or coalesce(o.employee_number = ${text.trim()}, false) as "isSure"
      from person o
      left join person_merge m on m.organization_id = o.organization_id and m.person_id = o.id
      join person p on p.organization_id = o.organization_id and p.id = coalesce(m.kept_id, o.id)
     where p.organization_id = ${scope.organizationId}
       and ${within(scope, { people: ['p.id'], department: 'p.department_id' })}
       and (o.email_key = ${key} or o.employee_number = ${text.trim()} or (o.name_key = ${key} and p.deactivated_at is null))
     order by p.id, "isSure" desc limit 20`.execute(db);
  const sure = rows.filter(({ isSure }) => isSure);
  return (sure.length > 0 ? sure : rows).map(({ id, name, label }) => ({ id, name, label }));
}
