import type { Config } from '#src/config.ts';
import { listKeptHeads } from '#src/db/ledger/kept-head.ts';
import { findLastProof } from '#src/db/ledger/last-proof.ts';
import { listSealHeads } from '#src/db/ledger/seal-head.ts';
import type { Db } from '#src/db/kit/schema.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { KeyRing } from '#src/ports/keys.ts';

/**
 * How the books stand, for anybody to read: no name and no address. `null` where there is none yet. Ages are in seconds.
 *
 * - `lastSeal`: of the organization that was sealed the longest ago.
 * - `lastProof`: `isSigned` is false when it may be by anybody who can write to the database.
 * - `headsNotKept`: the kinds of places outside that are named for the heads and have not got one for two days.
 */
export type LedgerDetail = {
  lastSeal: { number: number; age: number } | null;
  lastProof: { age: number; holds: boolean; isSigned: boolean; wholeAge: number } | null;
  headsNotKept: string[];
};

type DetailDeps = {
  db: Db;
  keys: Pick<KeyRing, 'isSigned'>;
  clock: Clock;
  config: Pick<Config, 'headPlaces'>;
};

const LATE_S = 2 * 86_400;

export async function ledgerDetail({ db, keys, clock, config }: DetailDeps): Promise<LedgerDetail> {
  function ageOf(at: Date): number {
    return Math.max(0, Math.round((clock.now().getTime() - at.getTime()) / 1_000));
  }
  const heads = await listSealHeads(db);
  const [oldest] = heads.toSorted((a, b) => a.sealedAt.getTime() - b.sealedAt.getTime());
  const proof = await findLastProof(db, keys);
  const kept = heads.length > 0 && config.headPlaces.length > 0 ? await listKeptHeads(db) : [];
  const late = config.headPlaces.filter(({ place }) => {
    const last = kept.find((one) => one.place === place);
    return heads.length > 0 && (!last || ageOf(last.keptAt) > LATE_S);
  });
  return {
    lastSeal: oldest ? { number: oldest.number, age: ageOf(oldest.sealedAt) } : null,
    lastProof: proof
      ? {
          age: ageOf(proof.provedAt),
          holds: proof.broken.length === 0,
          isSigned: proof.isSigned,
          wholeAge: ageOf(proof.wholeAt),
        }
      : null,
    headsNotKept: late.map(({ kind }) => kind),
  };
}
