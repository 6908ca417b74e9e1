import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import { listOrganizationIds } from '#src/db/people/organization.ts';
import { listSealedEnds } from '#src/db/ledger/seal.ts';
import { isFromBefore, LAST, listUnsigned, sealText } from '#src/db/ledger/signatures.ts';
import type { KeyRing } from '#src/ports/keys.ts';

type Verifier = Pick<KeyRing, 'isSigned'>;

/** `since`: of organizations, the seal up to which all was looked at before. */
type Looked = { since: ReadonlyMap<string, { number: number }>; limit: number };

/**
 * The first rows of the record that no process of Largesse has written, in words: of what is sealed, those that the
 * seals name; of the rest, those whose signature is wrong or missing.
 */
export async function findUnsigned(db: Reader, keys: Verifier, looked: Looked): Promise<string[]> {
  const { limit } = looked;
  const found = await listNamedBySeals(db, looked);
  for (const { organizationId, change, activity } of await listSealedEnds(db)) {
    const stretch = { change: { after: change, upTo: LAST }, activity: { after: activity, upTo: LAST } };
    found.push(...(await listUnsigned(db, keys, { organizationId, stretch, limit })));
    if (found.length >= limit) return found.slice(0, limit);
  }
  return found;
}

async function listNamedBySeals(db: Reader, { since, limit }: Looked): Promise<string[]> {
  const named: string[] = [];
  for (const organizationId of await listOrganizationIds(db)) {
    const { rows } = await sql<{ words: string }>`
      select jsonb_array_elements_text(unsigned) as words from seal
       where organization_id = ${organizationId} and number > ${since.get(organizationId)?.number ?? 0} and unsigned <> '[]'
       limit ${limit - named.length}`.execute(db);
    named.push(...rows.map(({ words }) => words));
  }
  return named;
}

/** The first seals that were not made with one of our keys, in words. The last one that was looked at before is looked at again. */
export async function findForgedSeals(
  db: Reader,
  keys: Verifier,
  { since, limit }: Looked,
): Promise<string[]> {
  const forged: string[] = [];
  for (const organizationId of await listOrganizationIds(db)) {
    let mayBeUnsigned = await isFromBefore(db, organizationId);
    for (const seal of await listSigned(db, organizationId, since.get(organizationId)?.number ?? 0)) {
      const { mac, number, lastChange } = seal;
      if (lastChange === null && mayBeUnsigned) continue;
      mayBeUnsigned = false;
      if (mac === null || !keys.isSigned(sealText({ ...seal, organizationId }), mac)) {
        forged.push(`seal ${number}`);
      }
      if (forged.length >= limit) return forged;
    }
  }
  return forged;
}

type SignedSeal = {
  number: number;
  hash: string;
  mac: Buffer | null;
  unsigned: string[];
  lastChange: bigint | null;
};

async function listSigned(db: Reader, organizationId: string, from: number): Promise<SignedSeal[]> {
  const { rows } = await sql<SignedSeal>`
    select number, encode(hash, 'hex') as hash, mac, coalesce(unsigned, '[]') as unsigned, last_change as "lastChange"
      from seal where organization_id = ${organizationId} and number >= ${from} order by number`.execute(db);
  return rows;
}
