import { sql } from 'kysely';
import { foldText } from '#src/domain/kit/fold.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import type { Organization } from '#src/db/people/organization.ts';
import type { Department, DepartmentRef, Room } from '#src/domain/people/department.ts';

const columns = [
  'organization_id as organizationId',
  'id',
  'name',
  'currency',
  'region',
  'time_zone as timeZone',
] as const;

export async function listDepartments(db: Reader, organizationId: string): Promise<Department[]> {
  return db
    .selectFrom('department')
    .select(columns)
    .where('organization_id', '=', organizationId)
    .orderBy('name')
    .execute();
}

/** All departments by name, and which of them are closed. */
export async function listRooms(db: Reader, organizationId: string): Promise<Room[]> {
  const { rows } = await sql<Room>`
    select d.organization_id as "organizationId", d.id, d.name, d.currency, d.region, d.time_zone as "timeZone",
           exists (
             select from department_closing c
              where c.organization_id = d.organization_id and c.department_id = d.id and c.opened_at is null) as "isClosed"
      from department d where d.organization_id = ${organizationId} order by d.name`.execute(db);
  return rows;
}

/** By its name, however it is written, or by its id. */
export async function findDepartment(
  db: Reader,
  organizationId: string,
  name: string,
): Promise<Department | undefined> {
  return db
    .selectFrom('department')
    .select(columns)
    .where('organization_id', '=', organizationId)
    .where((eb) =>
      isUuid(name)
        ? eb('id', '=', name)
        : eb.and([eb('name_key', '=', foldText(name)), eb('name_clash', '=', false)]),
    )
    .executeTakeFirst();
}

/** The departments with these ids that exist, in no order. */
export async function listDepartmentsById(
  db: Reader,
  departments: readonly DepartmentRef[],
): Promise<Department[]> {
  if (departments.length === 0) return [];
  return db
    .selectFrom('department')
    .select(columns)
    .where(
      sql<boolean>`(organization_id, id) in (
        select * from unnest(
          ${departments.map((one) => one.organizationId)}::uuid[], ${departments.map((one) => one.id)}::uuid[]))`,
    )
    .execute();
}

/** Throws when there is no such department in the organization. */
export async function getDepartment(db: Reader, department: DepartmentRef): Promise<Department> {
  const [found] = await listDepartmentsById(db, [department]);
  if (!found) throw new Error(`there is no department ${department.id}`);
  return found;
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

/** Gives an organization's currency and zone to each of its departments that had the ones before. */
export async function saveBooksOfAll(
  tx: Tx,
  { before, after }: { before: Organization; after: Organization },
): Promise<void> {
  await sql`
    update department
       set currency = case when currency = ${before.currency} then ${after.currency} else currency end,
           time_zone = case when time_zone = ${before.timeZone} then ${after.timeZone} else time_zone end
     where organization_id = ${before.id}`.execute(tx);
}

/** Sets the currency in which a department gives. */
export async function saveCurrency(
  tx: Tx,
  { organizationId, id }: DepartmentRef,
  currency: string,
): Promise<void> {
  await tx
    .updateTable('department')
    .set({ currency })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

/** Sets where a department is, such as `DE` or `US-CA`. */
export async function saveRegion(
  tx: Tx,
  { organizationId, id }: DepartmentRef,
  region: string,
): Promise<void> {
  await tx
    .updateTable('department')
    .set({ region })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

/** Renames a department; a name of its own ends the clash that an older version left. */
export async function saveName(tx: Tx, { organizationId, id }: DepartmentRef, name: string): Promise<void> {
  await tx
    .updateTable('department')
    .set({ name, name_clash: false })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

/** Sets the time since when a department's budget is frozen, or null. False when that changes nothing. */
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

/**
 * Waits until nobody is giving from a department, then keeps others from giving and from changing its settings until
 * the transaction ends. Lock it before its accounts.
 */
export async function lockDepartment(tx: Tx, { organizationId, id }: DepartmentRef): Promise<void> {
  await tx
    .selectFrom('department')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
}

/** Like `lockDepartment`, for all departments of an organization, in id order. */
export async function lockDepartments(tx: Tx, organizationId: string): Promise<void> {
  await tx
    .selectFrom('department')
    .select('id')
    .where('organization_id', '=', organizationId)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
}

/**
 * Keeps the settings of departments unchanged until the transaction ends; others may hold them too. Locked in id order.
 */
export async function holdDepartments(tx: Tx, departments: readonly DepartmentRef[]): Promise<void> {
  if (departments.length === 0) return;
  await sql`
    select from department
     where (organization_id, id) in (
       select * from unnest(
         ${departments.map((one) => one.organizationId)}::uuid[], ${departments.map((one) => one.id)}::uuid[]))
     order by id for share`.execute(tx);
}

/**
 * The name of an approval's department if its budget is frozen. Otherwise undefined, and it cannot be frozen until the
 * transaction ends.
 */
export async function lockUnlessFrozen(
  tx: Tx,
  { organizationId, departmentId }: { organizationId: string; departmentId: string },
): Promise<string | undefined> {
  const row = await tx
    .selectFrom('department')
    .select(['name', 'frozen_at'])
    .where('organization_id', '=', organizationId)
    .where('id', '=', departmentId)
    .forShare()
    .executeTakeFirstOrThrow();
  return row.frozen_at ? row.name : undefined;
}

export async function insertDepartment(tx: Tx, department: Department): Promise<void> {
  const { organizationId, id, name, currency, region, timeZone } = department;
  await tx
    .insertInto('department')
    .values({ organization_id: organizationId, id, name, currency, region, time_zone: timeZone })
    .execute();
}
