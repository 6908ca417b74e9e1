import type { Tx } from '#src/db/kit/schema.ts';
import { isOnRecord } from '#src/db/ledger/on-record.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { orUnread } from '#src/usecases/gift/steps/refuse-unread.ts';

/** A row that decides who somebody is. */
type FactorRow = {
  organizationId: string;
  name: 'factor' | 'recovery_code' | 'factor_reset' | 'person';
  key: string;
};

/** Refuses what rests on a row that somebody made or changed in the database, past Largesse. */
export async function refusalOfAlteredFactor(
  deps: Pick<Deps, 'keys' | 'log'>,
  tx: Tx,
  row: FactorRow,
): Promise<Refusal | undefined> {
  return orUnread(deps, refuseAltered(deps, tx, row));
}

async function refuseAltered(
  { keys, log }: Pick<Deps, 'keys' | 'log'>,
  tx: Tx,
  row: FactorRow,
): Promise<Refusal | undefined> {
  if (await isOnRecord(tx, keys, row)) return undefined;
  log.error(
    { ...row },
    'A second factor was not believed: its row was changed past Largesse; see: largesse audit verify',
  );
  return { kind: 'changed-by-hand', what: row.name === 'person' ? 'right' : 'factor' };
}
