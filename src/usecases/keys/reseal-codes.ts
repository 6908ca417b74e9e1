import { transact } from '#src/db/kit/transact.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import {
  type CodeUnderOldKey,
  lockCodesUnderOtherKeys,
  type ResealedCode,
  saveResealedCodes,
} from '#src/db/keys/sealed-code.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { readFacts } from '#src/db/ledger/gift-facts.ts';
import { isFromBeforeSignatures } from '#src/db/ledger/signatures.ts';
import { must } from '#src/domain/kit/must.ts';
import { listOrganizationIds } from '#src/db/people/organization.ts';
import { asError } from '#src/kit/errors.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

type ResealDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'operator'>;

/** A code that was left under its key, and why. */
export type LeftCode = { giftId: string; reason: string };

/** What a run has done so far: codes that were sealed anew since the last call. */
export type Progress = (resealed: number) => void;

/** How many codes are locked, and kept in memory, at a time. */
const BATCH = 500;
/** While others write with an older key, no pass is the last. */
const MOST_PASSES = 5;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/**
 * Seals every code that can still be shown anew under the first key of the ring, with the hash by which it is found, a batch a
 * transaction. A run that is broken off is gone on with by the next one. The record says of each gift that this was done.
 *
 * A gift that is not as Largesse recorded it, and a code that does not open, stay as they are: a false one must not be made right.
 * The few that somebody was at are found by another pass.
 */
export async function resealCodes(deps: ResealDeps, onProgress: Progress = () => {}): Promise<LeftCode[]> {
  for (let pass = 1; ; pass += 1) {
    const { resealed, left } = await resealOnce(deps, onProgress);
    if (resealed === 0 || pass === MOST_PASSES) return left;
  }
}

async function resealOnce(
  deps: ResealDeps,
  onProgress: Progress,
): Promise<{ resealed: number; left: LeftCode[] }> {
  const left: LeftCode[] = [];
  let resealed = 0;
  for (const organizationId of await listOrganizationIds(deps.db)) {
    for (let after: string | undefined = FIRST_ID; after !== undefined; ) {
      const from: string = after;
      const batch = await transact(deps, (tx) => resealBatch(deps, tx, { organizationId, after: from }));
      left.push(...batch.left);
      resealed += batch.resealed;
      onProgress(batch.resealed);
      after = batch.last;
    }
  }
  return { resealed, left };
}

type Batch = { resealed: number; left: LeftCode[]; last: string | undefined };

async function resealBatch(
  deps: Pick<Deps, 'newId' | 'keys'>,
  tx: Tx,
  { organizationId, after }: { organizationId: string; after: string },
): Promise<Batch> {
  const [keyId = ''] = deps.keys.ids();
  const codes = await lockCodesUnderOtherKeys(tx, { organizationId, keyId, after, limit: BATCH });
  const tried: { code: CodeUnderOldKey; made: ResealedCode | { reason: string } }[] = [];
  for (const code of codes) {
    const isAsRecorded = await isRecorded(tx, deps.keys, { organizationId, code });
    const made = isAsRecorded ? reseal(deps.keys, code) : { reason: 'its gift is not as it was recorded' };
    tried.push({ code, made });
  }
  const made = tried.flatMap(({ code, made: one }) => ('reason' in one ? [] : [{ code, one }]));
  const left = tried.flatMap(({ code: { giftId }, made: one }) =>
    'reason' in one ? [{ giftId, ...one }] : [],
  );
  if (made.length > 0) {
    await saveResealedCodes(
      tx,
      organizationId,
      made.map(({ one }) => one),
    );
    await record(
      deps,
      tx,
      organizationId,
      made.map(({ code }) => code),
    );
  }
  return { resealed: made.length, left, last: codes.at(-1)?.giftId };
}

/** Whether a gift is as a process of Largesse recorded it last, or from before gifts were recorded. */
async function isRecorded(
  tx: Tx,
  keys: Deps['keys'],
  { organizationId, code: { recorded } }: { organizationId: string; code: CodeUnderOldKey },
): Promise<boolean> {
  if (!recorded) return false;
  const { number, text, mac, isSame } = recorded;
  if (mac) return isSame && keys.isSigned(text, mac);
  return isFromBeforeSignatures(tx, { organizationId, table: 'activity', number });
}

function reseal(
  keys: Deps['keys'],
  { giftId, sealed, hmac, lastFour }: CodeUnderOldKey,
): ResealedCode | { reason: string } {
  try {
    const code = keys.open(sealed, giftId);
    const isItsOwn = keys.indexesOf(code).some((one) => hmac.equals(one)) && code.lastFour === lastFour;
    if (!isItsOwn) return { reason: 'it is not the code that was issued' };
    return { giftId, ...keys.indexOf(code), sealed: keys.seal(code, giftId) };
  } catch (error) {
    return { reason: asError(error).message };
  }
}

async function record(
  { newId, keys }: Pick<Deps, 'newId' | 'keys'>,
  tx: Tx,
  organizationId: string,
  codes: readonly CodeUnderOldKey[],
): Promise<void> {
  const [keyId] = keys.ids();
  const giftIds = codes.map(({ giftId }) => giftId);
  const facts = await readFacts(tx, organizationId, giftIds);
  const activities = codes.map(({ giftId, recipientId: subjectId }) => ({
    organizationId,
    id: newId(),
    at: tx.now,
    kind: 'code.resealed' as const,
    subjectId,
    giftId,
    detail: { keyId },
    facts: must(facts.get(giftId), `facts of gift ${giftId}`),
  }));
  await insertActivities(tx, activities);
}
