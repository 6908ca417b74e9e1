import { findSettingVersion, type SettingRef } from '#src/db/budget/setting-version.ts';
import { isSetting } from '#src/db/kit/setting.ts';
import type { Tx } from '#src/db/kit/schema.ts';

/**
 * How a page asks for a setting: once by its `id`, only while nobody has set anything since the version that it showed, and why. A
 * command leaves that out. `from`: when it is to hold from; missing for at once.
 */
export type SettingMark = {
  id?: string | undefined;
  seen?: string | undefined;
  reason?: string | undefined;
  from?: Date | undefined;
};

const TABLES = { budget: 'budget_policy', rules: 'giving_policy', allowance: 'allowance' } as const;

/**
 * Whether to make a setting now. `repeat`: it was made before, by a press that came twice. `changed`: somebody was quicker. Take the
 * lock that others wait for first.
 */
export async function checkMark(
  tx: Tx,
  ref: SettingRef,
  { id, seen }: SettingMark,
): Promise<'new' | 'repeat' | 'changed'> {
  const { organizationId } = ref;
  if (id !== undefined && (await isSetting(tx, TABLES[ref.what], { organizationId, id }))) return 'repeat';
  if (id !== undefined && (await isSetting(tx, 'planned_change', { organizationId, id }))) return 'repeat';
  if (seen === undefined || seen === (await findSettingVersion(tx, ref, tx.now))) return 'new';
  return 'changed';
}
