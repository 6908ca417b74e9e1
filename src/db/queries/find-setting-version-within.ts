import { findSettingVersion, type SettingRef } from '#src/db/budget/setting-version.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import type { Scope } from '#src/domain/people/access.ts';

type Without<T> = T extends T ? Omit<T, 'organizationId'> : never;

/** Which version of a setting a form shows, for those who see all of them: undefined for the others, who change none. */
export async function findSettingVersionWithin(
  db: Reader,
  { organizationId, isAll }: Scope,
  ref: Without<SettingRef>,
): Promise<string | undefined> {
  return isAll ? findSettingVersion(db, { ...ref, organizationId }) : undefined;
}
