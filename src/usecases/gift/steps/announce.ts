import { insertPost } from '#src/db/recognition/post.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { GivingRules } from '#src/domain/budget/giving-rules.ts';
import { postPlaceOf } from '#src/domain/recognition/post-place.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** A recognition whose gifts are issued now, with the rules of the department that pays. */
export type IssuedRecognition = { organizationId: string; recognitionId: string; rules: GivingRules };

/** Has recognitions posted where their departments want others to read of them, once this is committed. */
export async function announce(
  { newId }: Pick<Deps, 'newId'>,
  tx: Tx,
  issued: readonly IssuedRecognition[],
): Promise<void> {
  for (const { organizationId, recognitionId, rules } of issued) {
    const place = postPlaceOf(rules.postIn);
    if (!place) continue;
    const id = newId();
    const post = { organizationId, id, recognitionId, place, showsAmount: rules.postAmount ?? false };
    if (await insertPost(tx, post)) tx.after('post-recognition', [id]);
  }
}
