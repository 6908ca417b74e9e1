import {
  type ApiAnswer,
  type ApiRequestKey,
  deleteApiRequest,
  saveApiAnswer,
} from '#src/db/session/api-request.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Keeps what a program was told, for when it asks again by the same key; undefined: it may ask anew. */
export async function keepApiAnswer(
  { db }: Pick<Deps, 'db'>,
  key: ApiRequestKey,
  answer: ApiAnswer | undefined,
): Promise<void> {
  await (answer ? saveApiAnswer(db, key, answer) : deleteApiRequest(db, key));
}
