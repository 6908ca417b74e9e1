import { listKeptHeads, saveKeptHead } from '#src/db/ledger/kept-head.ts';
import { listSealHeads } from '#src/db/ledger/seal-head.ts';
import type { AuditHead } from '#src/domain/ledger/audit-head.ts';
import type { HeadKeeper } from '#src/ports/head-keeper.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/**
 * Gives the newest head of each organization to every place that keeps heads and has not got it yet. One that fails is
 * logged, and gets the newest head the next time.
 */
export async function keepHeads(
  deps: Pick<Deps, 'db' | 'clock' | 'log'>,
  keepers: readonly HeadKeeper[],
): Promise<void> {
  if (keepers.length === 0) return;
  const known = await listKeptHeads(deps.db);
  for (const head of await listSealHeads(deps.db)) {
    for (const keeper of keepers) {
      const last = known.find(
        ({ organizationId, place }) => organizationId === head.organizationId && place === keeper.place,
      );
      if (last && !isDue(keeper, { last, head, now: deps.clock.now() })) continue;
      await give(deps, keeper, head);
    }
  }
}

function isDue(
  { everyMs }: HeadKeeper,
  { last, head, now }: { last: { number: number; keptAt: Date }; head: AuditHead; now: Date },
): boolean {
  return last.number !== head.number && now.getTime() - last.keptAt.getTime() >= everyMs;
}

async function give(
  { db, clock, log }: Pick<Deps, 'db' | 'clock' | 'log'>,
  keeper: HeadKeeper,
  head: AuditHead,
): Promise<void> {
  const { organizationId, number } = head;
  const { place } = keeper;
  try {
    await keeper.keep(head);
  } catch (err) {
    log.warn(
      { err, organizationId, number, place },
      'Could not keep the head of the ledger outside; see AUDIT_HEAD_TO',
    );
    return;
  }
  await saveKeptHead(db, { organizationId, place, number, keptAt: clock.now() });
  log.info({ organizationId, number, place }, 'Head of the ledger kept');
}
