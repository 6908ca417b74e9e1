import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import { UNDECIDED, waitingColumns } from '#src/db/recognition/recognition.ts';
import { findEnded } from '#src/db/ledger/activity.ts';
import { judgeRequest, type SignedRequest } from '#src/db/recognition/request-signature.ts';
import type { KeyRing } from '#src/ports/keys.ts';

const PAGE = 5_000;

/**
 * The first requests that Largesse did not take in as they are, or that had ended, in words: those that wait, and those that it
 * refused for that.
 */
export async function findForgedRequests(
  db: Reader,
  keys: Pick<KeyRing, 'ids' | 'isSigned'>,
  limit: number,
): Promise<string[]> {
  const waiting = await listForged(db, keys, limit);
  return [...waiting, ...(await listRefused(db, limit - waiting.length))];
}

async function listForged(
  db: Reader,
  keys: Pick<KeyRing, 'ids' | 'isSigned'>,
  limit: number,
): Promise<string[]> {
  const forged: string[] = [];
  for (let after: string | undefined; ; ) {
    const page = await readPage(db, after);
    const ended = await findEnded(db, page);
    for (const request of page) {
      const wrong = ended.has(request.id) ? ', and had ended' : wrongOf(judgeRequest(keys, request), request);
      if (wrong === undefined) continue;
      const asked = [request.amount, request.currency].filter(Boolean).join(' ');
      forged.push(`request ${request.id}, which asks for ${asked}${wrong}`);
      if (forged.length >= limit) return forged;
    }
    after = page.at(-1)?.id;
    if (after === undefined) return forged;
  }
}

/** Undefined when nothing is. */
function wrongOf(
  judgement: ReturnType<typeof judgeRequest>,
  { keyId }: Pick<SignedRequest, 'keyId'>,
): string | undefined {
  if (judgement === 'signed') return undefined;
  return judgement === 'unknown-key' ? `, by its key ${keyId}, which is missing here` : '';
}

async function readPage(db: Reader, after: string | undefined) {
  return db
    .selectFrom('recognition')
    .select(waitingColumns)
    .where('status', 'in', UNDECIDED)
    .$if(after !== undefined, (query) => query.where('id', '>', after ?? ''))
    .orderBy('id')
    .limit(PAGE)
    .execute();
}

async function listRefused(db: Reader, limit: number): Promise<string[]> {
  if (limit === 0) return [];
  const { rows } = await sql<{ words: string }>`
    select format('request %s, which was refused for it on %s', detail ->> 'recognitionId', at::date) as words
      from activity
     where kind = 'recognition.ended' and detail ->> 'refusal' = 'unsigned-request'
     order by number limit ${limit}`.execute(db);
  return rows.map(({ words }) => words);
}
