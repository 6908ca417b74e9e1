import { transact } from '#src/db/kit/transact.ts';
import { lockRequestsUnderOtherKeys } from '#src/db/keys/signed-request.ts';
import { saveSignatures } from '#src/db/recognition/recognition.ts';
import { judgeRequest } from '#src/db/recognition/request-signature.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { Progress } from './reseal-codes.ts';

type ResealDeps = Pick<Deps, 'db' | 'clock' | 'keys' | 'queue' | 'log'>;

const BATCH = 500;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** Signs the requests that wait anew, under the first key of the ring: those that an older key did sign. */
export async function resealRequests(deps: ResealDeps, onProgress: Progress = () => {}): Promise<void> {
  const [keyId = ''] = deps.keys.ids();
  for (let after: string | undefined = FIRST_ID; after !== undefined; ) {
    const from: string = after;
    after = await transact(deps, async (tx) => {
      const waiting = await lockRequestsUnderOtherKeys(tx, { keyId, after: from, limit: BATCH });
      const signed = waiting.filter((request) => judgeRequest(deps.keys, request) === 'signed');
      await saveSignatures(tx, deps.keys, signed);
      onProgress(signed.length);
      return waiting.at(-1)?.id;
    });
  }
}
