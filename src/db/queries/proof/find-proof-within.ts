import { findLastProof, findProofAskedAt } from '#src/db/ledger/last-proof.ts';
import { listKeptHeads } from '#src/db/ledger/kept-head.ts';
import { listSealHeads } from '#src/db/ledger/seal-head.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import type { AuditHead } from '#src/domain/ledger/audit-head.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { KeyRing } from '#src/ports/keys.ts';

/**
 * How the books stand. `proof`: what the last one found; it is not signed when it may be by anybody who can write to the database.
 * `askedAt`: somebody waits for the next one. `head`: the newest seal; `kept`: up to which one places outside have the heads.
 */
export type BooksState = {
  proof: { provedAt: Date; isSigned: boolean; broken: string[] } | undefined;
  askedAt: Date | undefined;
  head: Omit<AuditHead, 'organizationId'> | undefined;
  kept: { place: string; number: number; keptAt: Date }[];
};

/** The last proof of the books and their head; undefined for readers who do not see the whole ledger. */
export async function findProofWithin(
  { db, keys }: { db: Reader; keys: Pick<KeyRing, 'isSigned'> },
  { organizationId, isAll }: Scope,
): Promise<BooksState | undefined> {
  if (!isAll) return undefined;
  const [proof, askedAt, heads, kept] = await Promise.all([
    findLastProof(db, keys),
    findProofAskedAt(db),
    listSealHeads(db),
    listKeptHeads(db),
  ]);
  const head = heads.find((one) => one.organizationId === organizationId);
  return {
    proof: proof && {
      provedAt: proof.provedAt,
      isSigned: proof.isSigned,
      broken: proof.broken.map(({ name }) => name),
    },
    askedAt,
    head: head && { number: head.number, hash: head.hash, sealedAt: head.sealedAt },
    kept: kept
      .filter((one) => one.organizationId === organizationId)
      .map(({ place, number, keptAt }) => ({ place, number, keptAt })),
  };
}
