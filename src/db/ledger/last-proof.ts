import { z } from 'zod';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import {
  type FoundProof,
  signedProofText,
  type ProvenHead,
  type StoredHead,
} from '#src/domain/ledger/proof.ts';
import type { KeyRing } from '#src/ports/keys.ts';

/**
 * `isSigned`: one of our processes found it. What is not could have been written by anybody, and has no heads to go on from.
 * Without keys it is only asked whether there is a signature.
 */
export type LastProof = FoundProof & { isSigned: boolean };

type Verifier = Pick<KeyRing, 'isSigned'>;

/** The last proof of the books that was kept; undefined when there was none. */
export async function findLastProof(db: Reader, keys: Verifier | undefined): Promise<LastProof | undefined> {
  const row = await db
    .selectFrom('last_proof')
    .select(['proved_at as provedAt', 'whole_at as wholeAt', 'heads', 'broken', 'mac'])
    .executeTakeFirst();
  return row && { ...proofOf(row), isSigned: isSigned(row, keys) };
}

const number = z.string().regex(/^-?\d{1,19}$/u);
const storedHead = z.object({
  organizationId: z.string(),
  number: z.number(),
  hash: z.string(),
  posting: number,
  change: number,
  activity: number,
  state: z.string(),
});
const storedHeads = z.array(storedHead);
const storedBroken = z.array(z.object({ name: z.string(), broken: z.array(z.string()) }));

type Row = {
  provedAt: Date;
  wholeAt: Date | null;
  heads: unknown;
  broken: unknown;
  mac: Buffer | null;
};

/** What cannot be read was written by somebody else. */
function proofOf({ provedAt, wholeAt, heads, broken }: Row): FoundProof {
  return {
    provedAt,
    wholeAt: wholeAt ?? provedAt,
    heads: (storedHeads.safeParse(heads).data ?? []).map(headOf),
    broken: storedBroken.safeParse(broken).data ?? [],
  };
}

function isSigned(row: Row, keys: Verifier | undefined): boolean {
  if (row.mac === null) return false;
  if (!storedHeads.safeParse(row.heads).success || !storedBroken.safeParse(row.broken).success) return false;
  return keys?.isSigned(signedProofText(proofOf(row)), row.mac) ?? true;
}

function headOf(stored: StoredHead): ProvenHead {
  const { posting, change, activity } = stored;
  return { ...stored, posting: BigInt(posting), change: BigInt(change), activity: BigInt(activity) };
}

function storedOf(head: ProvenHead): StoredHead {
  const { posting, change, activity } = head;
  return { ...head, posting: `${posting}`, change: `${change}`, activity: `${activity}` };
}

/** When somebody asked for a proof that there has not been since; undefined when nobody waits for one. */
export async function findProofAskedAt(db: Reader): Promise<Date | undefined> {
  const row = await db
    .selectFrom('last_proof')
    .select('asked_at as askedAt')
    .whereRef('asked_at', '>=', 'proved_at')
    .executeTakeFirst();
  return row?.askedAt ?? undefined;
}

/** Has the next run prove the books. Before the first proof there is nothing to write: it is due as it is. */
export async function saveProofAsked(tx: Tx): Promise<void> {
  await tx.updateTable('last_proof').set({ asked_at: tx.now }).execute();
}

/** Keeps what a proof found, signed, in place of what the one before it found. */
export async function saveProof(tx: Tx, found: Omit<FoundProof, 'provedAt'>): Promise<void> {
  const proof = {
    proved_at: tx.now,
    whole_at: found.wholeAt,
    heads: JSON.stringify(found.heads.map(storedOf)),
    broken: JSON.stringify(found.broken),
    mac: Buffer.from(tx.sign(signedProofText({ ...found, provedAt: tx.now }))),
  };
  await tx
    .insertInto('last_proof')
    .values(proof)
    .onConflict((conflict) => conflict.column('is_single').doUpdateSet(proof))
    .execute();
}

/** Signs the last proof anew, if one of the keys did sign it, so that the next one can still go on from there. */
export async function signProofAnew(tx: Tx, keys: Pick<KeyRing, 'isSigned'>): Promise<void> {
  const last = await findLastProof(tx, keys);
  if (!last?.isSigned) return;
  await tx
    .updateTable('last_proof')
    .set({ mac: Buffer.from(tx.sign(signedProofText(last))) })
    .execute();
}
