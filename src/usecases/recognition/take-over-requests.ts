import { insertActivities, wereRequestsTakenOver } from '#src/db/ledger/activity.ts';
import { wasMadeWithRunningNumbers } from '#src/db/ledger/signatures.ts';
import { lockOrganizations } from '#src/db/people/organization.ts';
import { hasSignedRequests, lockUnsignedRequests, saveSignatures } from '#src/db/recognition/recognition.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

type TakeOverDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/** Of more, the record names the first. */
const MOST_NAMED = 100;

/**
 * Signs the requests of an organization that waited when a version without signatures was replaced, and records which. It does so
 * once, at the first start, and only for an organization that such a version made. Later, nothing that waits without a signature
 * was taken in by Largesse.
 */
export async function takeOverRequests(deps: TakeOverDeps, organizationId: string): Promise<void> {
  if (await isTakenOver(deps, organizationId)) return;
  await transact(deps, async (tx) => {
    await lockOrganizations(tx);
    if (!(await isTakenOver({ db: tx }, organizationId))) await takeOver(deps, tx, organizationId);
  });
}

async function takeOver(deps: Pick<Deps, 'newId' | 'keys'>, tx: Tx, organizationId: string): Promise<void> {
  const requests = await lockUnsignedRequests(tx, organizationId);
  await saveSignatures(tx, deps.keys, requests);
  const recognitionIds = requests.slice(0, MOST_NAMED).map(({ id }) => id);
  await insertActivities(tx, [
    {
      organizationId,
      id: deps.newId(),
      at: tx.now,
      kind: 'recognition.taken-over',
      detail: { count: requests.length, recognitionIds },
    },
  ]);
}

/** A request that was signed shows it, too, should somebody have deleted the record of it. */
async function isTakenOver({ db }: Pick<Deps, 'db'>, organizationId: string): Promise<boolean> {
  return (
    (await wasMadeWithRunningNumbers(db, organizationId)) ||
    (await wereRequestsTakenOver(db, organizationId)) ||
    (await hasSignedRequests(db, organizationId))
  );
}
