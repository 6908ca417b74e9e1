import { insertOf } from '#src/db/kit/insert-many.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import type { FactorOwner } from './factor.ts';

/** What is kept of a recovery code. */
export type KeptCode = { id: string; selector: string; salt: Uint8Array; hash: Uint8Array };

/** Puts new codes in the place of all that a person had. */
export async function replaceRecoveryCodes(
  tx: Tx,
  { organizationId, personId }: FactorOwner,
  codes: readonly KeptCode[],
): Promise<void> {
  await deleteRecoveryCodes(tx, { organizationId, personIds: [personId] });
  await insertOf('recovery_code', codes, {
    organization_id: ['uuid', () => organizationId],
    id: ['uuid', ({ id }) => id],
    person_id: ['uuid', () => personId],
    selector: ['text', ({ selector }) => selector],
    salt: ['bytea', ({ salt }) => Buffer.from(salt)],
    hash: ['bytea', ({ hash }) => Buffer.from(hash)],
    made_at: ['timestamptz', () => tx.now],
  })?.execute(tx);
}

export async function deleteRecoveryCodes(
  tx: Tx,
  { organizationId, personIds }: { organizationId: string; personIds: readonly string[] },
): Promise<void> {
  if (personIds.length === 0) return;
  await tx
    .deleteFrom('recovery_code')
    .where('organization_id', '=', organizationId)
    .where('person_id', 'in', personIds)
    .execute();
}

/** The unused code that begins so; undefined when there is none. */
export async function findRecoveryCode(
  db: Reader,
  { organizationId, personId }: FactorOwner,
  selector: string,
): Promise<KeptCode | undefined> {
  return db
    .selectFrom('recovery_code')
    .select(['id', 'selector', 'salt', 'hash'])
    .where('organization_id', '=', organizationId)
    .where('person_id', '=', personId)
    .where('selector', '=', selector)
    .where('used_at', 'is', null)
    .executeTakeFirst();
}

/** Uses a code up; false when somebody else just did. */
export async function useRecoveryCode(
  tx: Tx,
  { organizationId, id }: { organizationId: string; id: string },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('recovery_code')
    .set({ used_at: tx.now })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
