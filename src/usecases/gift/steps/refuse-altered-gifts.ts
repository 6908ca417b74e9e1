import { findAlteredGifts } from '#src/db/ledger/on-record.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { orUnread } from './refuse-unread.ts';

/** Refuses what rests on gifts that somebody made or changed in the database, past Largesse: they, their codes or requests. */
export async function refusalOfAlteredGifts(
  deps: Pick<Deps, 'keys' | 'log'>,
  tx: Tx,
  gifts: { organizationId: string; giftIds: readonly string[] },
): Promise<Refusal | undefined> {
  return orUnread(deps, refuseAltered(deps, tx, gifts));
}

async function refuseAltered(
  { keys, log }: Pick<Deps, 'keys' | 'log'>,
  tx: Tx,
  gifts: { organizationId: string; giftIds: readonly string[] },
): Promise<Refusal | undefined> {
  const giftIds = await findAlteredGifts(tx, keys, gifts);
  if (giftIds.length === 0) return undefined;
  const { organizationId } = gifts;
  log.error(
    { organizationId, giftIds },
    'Gifts were changed past Largesse, so nothing was done with them; see: largesse audit verify',
  );
  return { kind: 'changed-by-hand', what: 'gift' };
}
