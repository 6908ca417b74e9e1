import type { Reader, Tx } from '#src/db/kit/schema.ts';
import { type SecondPerson, secondPersonOf, storeSecondPerson } from '#src/domain/budget/second-person.ts';

/** Above which amounts a second person is needed, and the id of what was set; empty where nothing was. */
export async function findSecondPerson(
  db: Reader,
  organizationId: string,
): Promise<{ setting: SecondPerson; version: string }> {
  const row = await db
    .selectFrom('second_person')
    .select(['id', 'over'])
    .where('organization_id', '=', organizationId)
    .orderBy('set_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? { setting: secondPersonOf(row.over), version: row.id } : { setting: {}, version: '' };
}

/** Whether anything needs a second person; roles and tokens do then, whatever the amount. */
export async function asksSecondPerson(db: Reader, organizationId: string): Promise<boolean> {
  const { setting } = await findSecondPerson(db, organizationId);
  return Object.keys(setting).length > 0;
}

export type NewSecondPerson = {
  organizationId: string;
  id: string;
  setting: SecondPerson;
  setAt: Date;
  setBy: string | null;
};

export async function insertSecondPerson(tx: Tx, set: NewSecondPerson): Promise<void> {
  await tx
    .insertInto('second_person')
    .values({
      organization_id: set.organizationId,
      id: set.id,
      over: JSON.stringify(storeSecondPerson(set.setting)),
      set_at: set.setAt,
      set_by: set.setBy,
    })
    .execute();
}
