import {
  type ApiAnswer,
  type ApiRequestKey,
  findApiRequest,
  insertApiRequest,
  renewApiRequest,
} from '#src/db/session/api-request.ts';
import { DAY_MS, MINUTE_MS } from '#src/domain/kit/time.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** `begun`: it is to be done now. `running`: another process does it. `differs`: the key was used for something else. */
export type BegunApiRequest =
  | { state: 'begun' | 'running' | 'differs' }
  | { state: 'answered'; answer: ApiAnswer };

/** `asked`: all that the program asked for, as one text. It may hold a code, so only a signature of it is kept. */
export type AskedOfApi = ApiRequestKey & { asked: string };

/** Longer than a program waits for its answer. */
const LOST_MS = MINUTE_MS;
/** For how long a repeat gets the first answer. */
const KEPT_MS = 2 * DAY_MS;

/**
 * Begins what a program asks for by a key of its own, so that it is done once however often it asks. What a process was doing when it
 * ended is begun again after a minute: whatever a program can ask for must be harmless when it is done twice.
 */
export async function beginApiRequest(
  { db, clock, keys }: Pick<Deps, 'db' | 'clock' | 'keys'>,
  { asked, ...key }: AskedOfApi,
): Promise<BegunApiRequest> {
  const now = clock.now();
  const text = JSON.stringify([key.organizationId, key.tokenId, key.key, asked]);
  const { mac } = keys.sign(text, 'request');
  const forgetBefore = new Date(now.getTime() - KEPT_MS);
  if (await insertApiRequest(db, key, { mac, begunAt: now, forgetBefore })) return { state: 'begun' };
  const known = await findApiRequest(db, key);
  // It came to nothing just now.
  if (!known) return { state: 'running' };
  if (!keys.isSigned(text, known.mac, 'request')) return { state: 'differs' };
  if (known.answer) return { state: 'answered', answer: known.answer };
  if (now.getTime() - known.begunAt.getTime() < LOST_MS) return { state: 'running' };
  const isOurs = await renewApiRequest(db, key, { before: known.begunAt, now });
  return { state: isOurs ? 'begun' : 'running' };
}
