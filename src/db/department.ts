import { sql } from 'kysely';
import type { Reader, Tx } from './schema.ts';

export type Department = {
  organizationId: string;
  id: string;
  name: string;
  currency: string;
  region: string;
  timeZone: string;
};

const columns = ['organization_id', 'id', 'name', 'currency', 'region', 'time_zone'] as const;

type Row = {
  organization_id: string;
  id: string;
  name: string;
  currency: string;
  region: string;
  time_zone: string;
};

function departmentOf(row: Row): Department {
  const { organization_id: organizationId, id, name, currency, region, time_zone: timeZone } = row;
  return { organizationId, id, name, currency, region, timeZone };
}

export async function listDepartments(db: Reader, organizationId: string): Promise<Department[]> {
  const rows = await db
    .selectFrom('department')
    .select(columns)
    .where('organization_id', '=', organizationId)
    .orderBy('name')
    .execute();
  return rows.map(departmentOf);
}

export async function findDepartment(
  db: Reader,
  organizationId: string,
  name: string,
): Promise<Department | undefined> {
  const row = await db
    .selectFrom('department')
    .select(columns)
    .where('organization_id', '=', organizationId)
    .where(sql`lower(name)`, '=', name.toLowerCase())
    .executeTakeFirst();
  return row && departmentOf(row);
}

export async function getDepartments(db: Reader, ids: readonly string[]): Promise<Department[]> {
  if (ids.length === 0) return [];
  const rows = await db.selectFrom('department').select(columns).where('id', 'in', ids).execute();
  return rows.map(departmentOf);
}

/** Sets the zone whose calendar a department's months and days follow. */
export async function saveTimeZone(tx: Tx, { organizationId, id, timeZone }: Department): Promise<void> {
  await tx
    .updateTable('department')
    .set({ time_zone: timeZone })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

/** Sets since when nothing is given from a department's budget, or null. False when it stood so already. */
export async function saveFrozen(
  tx: Tx,
  { organizationId, id }: Department,
  frozenAt: Date | null,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('department')
    .set({ frozen_at: frozenAt })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('frozen_at', frozenAt ? 'is' : 'is not', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The name of an approval's department while nothing may be given from its budget; undefined otherwise. */
export async function findFrozenName(
  db: Reader,
  { organizationId, departmentId }: { organizationId: string; departmentId: string },
): Promise<string | undefined> {
  const row = await db
    .selectFrom('department')
    .select('name')
    .where('organization_id', '=', organizationId)
    .where('id', '=', departmentId)
    .where('frozen_at', 'is not', null)
    .executeTakeFirst();
  return row?.name;
}

export async function insertDepartment(tx: Tx, department: Department): Promise<void> {
  const { organizationId, id, name, currency, region, timeZone } = department;
  await tx
    .insertInto('department')
    .values({ organization_id: organizationId, id, name, currency, region, time_zone: timeZone })
    .execute();
}
