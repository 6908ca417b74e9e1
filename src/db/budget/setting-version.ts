import { findSettingId } from '#src/db/kit/setting.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import type { RulesScope } from './giving-policy.ts';

/** What was set: a department's budget, the rules of one or of all, or a giver's allowance. */
export type SettingRef =
  | { what: 'budget'; organizationId: string; departmentId: string }
  | ({ what: 'rules' } & RulesScope)
  | { what: 'allowance'; organizationId: string; personId: string };

/** Tells whether something was set since; another one each time it is. Empty where nothing was ever set. */
export async function findSettingVersion(db: Reader, ref: SettingRef): Promise<string> {
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
