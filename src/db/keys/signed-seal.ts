import { sql } from 'kysely';
import { byteaArray } from '#src/db/kit/array-parameters.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import { listSealedEnds } from '#src/db/ledger/seal.ts';
import { LAST, readSigned, sealText } from '#src/db/ledger/signatures.ts';
import { listOrganizationIds } from '#src/db/people/organization.ts';
import type { KeyRing } from '#src/ports/keys.ts';

/** A seal and the text that is signed for it. */
export type SignedSeal = { organizationId: string; number: number; text: string; mac: Buffer };

const PAGE = 1_000;

/** The seals of all organizations that are signed, in pages. */
export async function* listSignedSeals(db: Reader): AsyncGenerator<SignedSeal[]> {
  for (const organizationId of await listOrganizationIds(db)) {
    for (let after = 0; ; ) {
      const page = await readPage(db, organizationId, after);
      const last = page.at(-1);
      if (!last) break;
      yield page;
      after = last.number;
    }
  }
}

async function readPage(db: Reader, organizationId: string, after: number): Promise<SignedSeal[]> {
  const rows = await db
    .selectFrom('seal')
    .select(['number', 'hash', 'unsigned', 'mac'])
    .where('organization_id', '=', organizationId)
    .where('number', '>', after)
    .where('mac', 'is not', null)
    .orderBy('number')
    .limit(PAGE)
    .execute();
  return rows.flatMap(({ number, hash, unsigned, mac }) => {
    const text = sealText({ organizationId, number, hash: hash.toString('hex'), unsigned: unsigned ?? [] });
    return mac ? [{ organizationId, number, text, mac }] : [];
  });
}

/** Signs seals anew. Nothing else of them changes. */
export async function saveSealSignatures(
  tx: Tx,
  keyId: string,
  seals: readonly { organizationId: string; number: number; mac: Uint8Array }[],
): Promise<void> {
  await sql`
    update seal s set key_id = ${keyId}, mac = n.mac
      from unnest(
        ${seals.map(({ organizationId }) => organizationId)}::uuid[], ${seals.map(({ number }) => number)}::integer[],
        ${byteaArray(seals.map(({ mac }) => mac))}::bytea[]
      ) n (organization_id, number, mac)
     where s.organization_id = n.organization_id and s.number = n.number`.execute(tx);
}

/** How many rows of the record have no seal yet and are signed by a key. */
export async function countUnsealedUnderKey(
  db: Reader,
  keys: Pick<KeyRing, 'isSignedBy'>,
  keyId: string,
): Promise<number> {
  let count = 0;
  for (const { organizationId, ...ends } of await listSealedEnds(db)) {
    for (const table of ['change', 'activity'] as const) {
      for await (const rows of readSigned(db, table, { organizationId, after: ends[table], upTo: LAST })) {
        count += rows.filter(({ text, mac }) => mac !== null && keys.isSignedBy(keyId, text, mac)).length;
      }
    }
  }
  return count;
}
