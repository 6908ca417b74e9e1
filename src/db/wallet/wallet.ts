import { sql } from 'kysely';
import type { Reader, Tx } from '#src/db/kit/schema.ts';

type Owner = { organizationId: string; id: string };

/** How a wallet is frozen, or was: null means that it is not any more. */
export type WalletState = { frozenAt: Date | null; frozenBy: string | null; reason: string };

/** Undefined for a wallet that was never frozen. Lock its owner first, so that it stays as it is. */
export async function findWalletState(
  db: Reader,
  { organizationId, id }: Owner,
): Promise<WalletState | undefined> {
  return db
    .selectFrom('wallet')
    .select(['frozen_at as frozenAt', 'frozen_by as frozenBy', 'reason'])
    .where('organization_id', '=', organizationId)
    .where('person_id', '=', id)
    .executeTakeFirst();
}

/** Freezes or unfreezes the wallet of a locked person. False when that changes nothing. */
export async function saveWalletState(
  tx: Tx,
  { organizationId, id }: Owner,
  { frozenAt, frozenBy, reason }: WalletState,
): Promise<boolean> {
  const known = await findWalletState(tx, { organizationId, id });
  if (Boolean(known?.frozenAt) === (frozenAt !== null)) return false;
  await sql`
    insert into wallet (organization_id, person_id, frozen_at, frozen_by, reason)
    values (${organizationId}, ${id}, ${frozenAt}, ${frozenBy}, ${reason})
    on conflict (organization_id, person_id) do update
       set frozen_at = excluded.frozen_at, frozen_by = excluded.frozen_by, reason = excluded.reason`.execute(
    tx,
  );
  return true;
}
