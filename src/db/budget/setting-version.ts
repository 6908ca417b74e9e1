import { sql } from 'kysely';
import { findSettingId } from '#src/db/kit/setting.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import { must } from '#src/domain/kit/must.ts';
import type { RulesScope } from './giving-policy.ts';

/** What was set: a department's budget, the rules of one or of all, or a giver's allowance. */
export type SettingRef =
  | { what: 'budget'; organizationId: string; departmentId: string }
  | ({ what: 'rules' } & RulesScope)
  | { what: 'allowance'; organizationId: string; personId: string };

/**
 * Tells whether something was set, planned or withdrawn since, or has begun; another one each time it is. Empty where nothing was ever
 * set or planned.
 */
export async function findSettingVersion(db: Reader, ref: SettingRef, at: Date): Promise<string> {
  const [set, planned] = await Promise.all([findSet(db, ref), findPlanned(db, ref, at)]);
  return planned === '' ? set : `${set}~${planned}`;
}

async function findSet(db: Reader, ref: SettingRef): Promise<string> {
  const { organizationId: organization_id } = ref;
  switch (ref.what) {
    case 'budget':
      return (
        (await findSettingId(db, 'budget_policy', { organization_id, department_id: ref.departmentId })) ?? ''
      );
    case 'allowance':
      return (await findSettingId(db, 'allowance', { organization_id, person_id: ref.personId })) ?? '';
    case 'rules':
      return rulesVersion(db, ref);
  }
}

/** A department's rules change with those that it follows, too. */
async function rulesVersion(
  db: Reader,
  { organizationId: organization_id, departmentId, currency }: RulesScope,
): Promise<string> {
  const owners = departmentId === null ? [null] : [departmentId, null];
  const ids = await Promise.all(
    owners.map((department_id) =>
      findSettingId(db, 'giving_policy', { organization_id, currency, department_id }),
    ),
  );
  return ids.every((id) => id === undefined) ? '' : ids.map((id) => id ?? '').join('.');
}

/** How much was ever planned, has been withdrawn, and has begun: none of it ever becomes less. */
async function findPlanned(db: Reader, ref: SettingRef, at: Date): Promise<string> {
  const { rows } = await sql<{ planned: number; withdrawn: number; begun: number }>`
    select count(*)::integer as planned, count(withdrawn_at)::integer as withdrawn,
           (count(*) filter (where withdrawn_at is null and from_at <= ${at}))::integer as begun
      from planned_change
     where organization_id = ${ref.organizationId} and kind = ${ref.what} and ${isAbout(ref)}`.execute(db);
  const { planned, withdrawn, begun } = must(rows[0], 'plans');
  return planned === 0 ? '' : `${planned}.${withdrawn}.${begun}`;
}

function isAbout(ref: SettingRef) {
  switch (ref.what) {
    case 'budget':
      return sql`department_id = ${ref.departmentId}`;
    case 'allowance':
      return sql`person_id = ${ref.personId}`;
    case 'rules':
      return sql`currency = ${ref.currency} and (department_id is null or department_id = ${ref.departmentId}::uuid)`;
  }
}
