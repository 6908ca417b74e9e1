import type { Config } from '#src/config.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { listKeptHeads } from '#src/db/ledger/kept-head.ts';
import { findLastProof } from '#src/db/ledger/last-proof.ts';
import { listSealHeads } from '#src/db/ledger/seal-head.ts';
import type { Finding } from '#src/ports/doctor.ts';

const DAY_MS = 86_400_000;

/** When the books were sealed and proved, and whether their head is kept outside of the database. */
export async function checkLedger({ headPlaces }: Pick<Config, 'headPlaces'>, db: Db): Promise<Finding[]> {
  return [...(await checkProof(db)), ...(await checkHeads(headPlaces, db))];
}

async function checkProof(db: Db): Promise<Finding[]> {
  const last = await findLastProof(db, undefined);
  const subject = 'Ledger';
  if (!last) return [];
  const [first] = last.broken;
  const when = last.provedAt.toISOString();
  if (first) {
    const message = `at ${when} it did not hold: ${first.name}: ${first.broken[0]}`;
    return [{ subject, level: 'problem', message, fix: 'Run: largesse audit verify' }];
  }
  const isOld = Date.now() - last.provedAt.getTime() > 2 * DAY_MS;
  const message = `proved at ${when}`;
  return isOld
    ? [{ subject, level: 'warning', message, fix: 'Let a worker run: it proves the books once a day' }]
    : [{ subject, level: 'ok', message }];
}

async function checkHeads(places: Config['headPlaces'], db: Db): Promise<Finding[]> {
  const subject = 'Seals';
  const heads = await listSealHeads(db);
  if (heads.length === 0) return [];
  if (places.length === 0) {
    const message = 'the head of the sealed books is kept in this database and the log alone';
    const fix = 'Set AUDIT_HEAD_TO to a file, a mail address or https:// address elsewhere';
    return [{ subject, level: 'warning', message, fix }];
  }
  const kept = await listKeptHeads(db);
  return places.map(({ place }): Finding => {
    const last = kept.find((one) => one.place === place);
    const isLate = !last || Date.now() - last.keptAt.getTime() > 2 * DAY_MS;
    if (!isLate) return { subject, level: 'ok', message: `${place} has the head up to seal ${last.number}` };
    const message = last
      ? `${place} got its last head at ${last.keptAt.toISOString()}`
      : `${place} got no head yet`;
    return { subject, level: 'warning', message, fix: 'See the log of the worker: it says why' };
  });
}
