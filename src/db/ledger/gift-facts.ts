import { hash } from 'node:crypto';
import { sql } from 'kysely';
import { uuidArray } from '#src/db/kit/array-parameters.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import { giftFactsText, type RecordedGift, type RecordedIssue } from '#src/domain/ledger/record-text.ts';
import { GIFT_FACTS, GIFT_WITH_CODE_AND_REQUEST } from './record-sql.ts';

/** A gift's facts, in hexadecimal, while it is being written. */
export function factsOf(gift: RecordedGift, issue: RecordedIssue): string {
  return hash('sha256', giftFactsText(gift, issue), 'hex');
}

/** The facts of gifts as they are in the database, in hexadecimal, by the gifts' ids. */
export async function readFacts(
  db: Reader,
  organizationId: string,
  giftIds: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; facts: string }>`
    select g.id, encode(${sql.raw(GIFT_FACTS)}, 'hex') as facts
      from ${sql.raw(GIFT_WITH_CODE_AND_REQUEST)}
     where g.organization_id = ${organizationId} and g.id = any (${uuidArray(giftIds)}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, facts }) => [id, facts]));
}
