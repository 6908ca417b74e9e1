import { findSettingVersion, type SettingRef } from '#src/db/budget/setting-version.ts';
import type { Db } from '#src/db/kit/schema.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { Clock } from '#src/ports/clock.ts';

type Without<T> = T extends T ? Omit<T, 'organizationId'> : never;

/** Which version of a setting a form shows, for those who see all of them: undefined for the others, who change none. */
export async function findSettingVersionWithin(
  { db, clock }: { db: Db; clock: Clock },
  { organizationId, isAll }: Scope,
  ref: Without<SettingRef>,
): Promise<string | undefined> {
  return isAll ? findSettingVersion(db, { ...ref, organizationId }, clock.now()) : undefined;
}
