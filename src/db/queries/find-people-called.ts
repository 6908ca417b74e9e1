import { sql } from 'kysely';
import { within } from '#src/db/kit/within.ts';
import { foldText } from '#src/domain/kit/fold.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { Reader } from '#src/db/kit/schema.ts';

/** Somebody by what they may be called. `label`: what tells them from others of their name. */
export type CalledPerson = { id: string; name: string; label: string };

/**
 * Whom the reader may mean by a text, among those whom they may see: the one with this address or employee number, else those with this
 * name who work here.
 */
export async function findPeopleCalled(db: Reader, scope: Scope, text: string): Promise<CalledPerson[]> {
  const key = foldText(text);
  if (key === '') return [];
  const { rows } = await sql<CalledPerson & { isSure: boolean }>`
    select p.id, p.name, coalesce(p.email, p.employee_number, p.name) as label,
           coalesce(p.email_key = ${key}, false) or coalesce(p.employee_number = ${text.trim()}, false) as "isSure"
      from person p
     where p.organization_id = ${scope.organizationId}
       and ${within(scope, { people: ['p.id'], department: 'p.department_id' })}
       and (p.email_key = ${key} or p.employee_number = ${text.trim()} or (p.name_key = ${key} and p.deactivated_at is null))
     order by p.id limit 20`.execute(db);
  const sure = rows.filter(({ isSure }) => isSure);
  return (sure.length > 0 ? sure : rows).map(({ id, name, label }) => ({ id, name, label }));
}
