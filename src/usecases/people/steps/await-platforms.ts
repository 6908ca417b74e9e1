import { decisionWrite, type RecognitionToIdentify, saveLookUps } from '#src/db/recognition/recognition.ts';
import { transact } from '#src/db/kit/transact.ts';
import { writeTogether } from '#src/db/kit/write-together.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { AskLater } from '#src/domain/kit/ask-later.ts';
import { growingDelayMs } from '#src/domain/kit/retry.ts';
import { DAY_MS, MINUTE_MS } from '#src/domain/kit/time.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** A request that waits for a platform; `fault` if it was asked just now. */
export type WaitingRequest = { recognition: RecognitionToIdentify; fault: Error | undefined };

const PATIENCE_MS = DAY_MS;
/** A giver who waits longer than this is told why. */
const SILENT_MS = MINUTE_MS;

/**
 * Lets requests wait for platforms that cannot be asked: as long as the platform says, else longer each time, and for a
 * day in all. Then they are refused. Givers are told of both.
 *
 * @returns for each request that waits, when to come back, in milliseconds.
 */
export async function awaitPlatforms(
  deps: Pick<Deps, 'db' | 'clock' | 'keys' | 'queue' | 'log'>,
  waiting: readonly WaitingRequest[],
): Promise<Map<string, { again: number }>> {
  if (waiting.length === 0) return new Map();
  return transact(deps, async (tx) => {
    const judged = waiting.map((one) => ({ ...one, ...judge(one, tx.now) }));
    const open = judged.filter(({ isOver }) => !isOver);
    const told = open.filter(({ isTold }) => isTold).map(({ recognition }) => recognition.id);
    await saveLookUps(
      tx,
      open.map(({ recognition: { organizationId, id }, lookUpAt }) => ({ organizationId, id, lookUpAt })),
    );
    await refuse(
      tx,
      judged.filter(({ isOver }) => isOver).map(({ recognition }) => recognition),
    );
    tx.after('answer-giver', told);
    return new Map(open.map(({ recognition, againMs }) => [recognition.id, { again: againMs }]));
  });
}

function judge({ recognition, fault }: WaitingRequest, now: Date) {
  const waitedMs = now.getTime() - recognition.since.getTime();
  const lookUpAt = fault || !recognition.lookUpAt ? nextLookUp(fault, waitedMs, now) : recognition.lookUpAt;
  const untilLookUpMs = lookUpAt.getTime() - now.getTime();
  const untilToldMs = SILENT_MS - waitedMs;
  return {
    lookUpAt,
    isOver: fault !== undefined && waitedMs > PATIENCE_MS,
    isTold: recognition.isUntold && untilToldMs <= 0,
    againMs: recognition.isUntold && untilToldMs > 0 ? Math.min(untilLookUpMs, untilToldMs) : untilLookUpMs,
  };
}

function nextLookUp(fault: Error | undefined, waitedMs: number, now: Date): Date {
  const asked = fault instanceof AskLater ? fault.retryAfterMs : undefined;
  return new Date(now.getTime() + (asked ?? growingDelayMs(waitedMs)));
}

async function refuse(tx: Tx, recognitions: readonly RecognitionToIdentify[]): Promise<void> {
  const decided = recognitions.map((recognition) => ({
    recognition,
    giverId: null,
    departmentId: null,
    status: 'refused' as const,
    refusal: { kind: 'no-answer-about-people' as const },
    reviewReasons: [],
  }));
  await writeTogether(tx, [decisionWrite(decided, tx.now)]);
  tx.after(
    'answer-giver',
    recognitions.map(({ id }) => id),
  );
}
