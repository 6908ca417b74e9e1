import type { Reader } from '#src/db/kit/schema.ts';
import type { KeptHead } from '#src/domain/ledger/audit-head.ts';

/** The first heads that somebody kept and through which the chain of seals does not pass, in words. */
export async function findLostHeads(db: Reader, kept: readonly KeptHead[], limit: number): Promise<string[]> {
  const lost: string[] = [];
  for (const head of kept) {
    const found = await hashesOf(db, head);
    if (found.includes(head.hash)) continue;
    const what = found.length === 0 ? 'is gone' : `has another hash now: ${found.join(', ')}`;
    lost.push(`seal ${head.number}, whose hash was ${head.hash}, ${what}`);
    if (lost.length >= limit) break;
  }
  return lost;
}

async function hashesOf(db: Reader, { organizationId, number }: KeptHead): Promise<string[]> {
  let query = db.selectFrom('seal').select('hash').where('number', '=', number);
  if (organizationId !== undefined) query = query.where('organization_id', '=', organizationId);
  return (await query.execute()).map(({ hash }) => hash.toString('hex'));
}
