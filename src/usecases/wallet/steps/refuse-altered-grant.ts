import { isOnRecord } from '#src/db/ledger/on-record.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { LockedGrant } from '#src/db/wallet/promo-grant.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import { orUnread } from '#src/usecases/gift/steps/refuse-unread.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

type AlteredDeps = Pick<Deps, 'keys' | 'log'>;

/** Refuses what rests on a grant that somebody made or changed in the database, past Largesse. */
export async function refusalOfAlteredGrant(
  deps: AlteredDeps,
  tx: Tx,
  grant: Pick<LockedGrant, 'organizationId' | 'id'>,
): Promise<Refusal | undefined> {
  return orUnread(deps, refuse(deps, tx, grant));
}

async function refuse(
  { keys, log }: AlteredDeps,
  tx: Tx,
  { organizationId, id: grantId }: Pick<LockedGrant, 'organizationId' | 'id'>,
): Promise<Refusal | undefined> {
  if (await isOnRecord(tx, keys, { organizationId, name: 'promo_grant', key: grantId })) return undefined;
  log.error(
    { organizationId, grantId },
    'Promotional credit was changed past Largesse, so nothing was done with it; see: largesse audit verify',
  );
  return { kind: 'changed-by-hand', what: 'promo' };
}
