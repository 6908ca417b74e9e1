import { setTimeout as sleep } from 'node:timers/promises';
import { jobs } from '#jobs/jobs.ts';
import type { Workers } from '#jobs/workers.ts';
import type { DeliveryState, RecognitionState } from '#src/app.ts';
import { must } from '#src/domain/kit/must.ts';
import { jobDepsOf } from '#src/process/job-deps-of.ts';
import type { Core } from '#src/process/open-core.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { showProgress } from '#src/cli/kit/progress.ts';

/** The state of a recognition so far, and whether only this process works on it. */
export type RecognitionResult = {
  state: RecognitionState;
  deliveries: DeliveryState[];
  isAlone: boolean;
};

const PATIENCE_MS = 30_000;
const LOOK_EVERY_MS = 50;
const FINISH_MS = 5_000;

type Ref = { id: string };

/** A recognition in its current state. */
export async function lookAtRecognition(core: Core, { id }: Ref): Promise<RecognitionResult> {
  // In this order: if it is seen as issued, its deliveries must exist.
  const { recognition } = core.app.queries;
  const operator = operatorOf(core);
  const state = must(await recognition.find(operator, id), `recognition ${id}`);
  const deliveries = await recognition.listDeliveries(operator, id);
  return { state, deliveries, isAlone: core.ownsDatabase() };
}

/**
 * Waits up to half a minute until a recognition is decided and its gifts are delivered. If the embedded Postgres is our
 * own, nobody else works on it, so we do; otherwise a worker does or will.
 */
export async function awaitRecognition(core: Core, ref: Ref): Promise<RecognitionResult> {
  const deadline = performance.now() + PATIENCE_MS;
  const hideProgress = showProgress('Waiting for a worker');
  let workers: Workers | undefined;
  try {
    for (;;) {
      const result = await lookAtRecognition(core, ref);
      if (isSettled(core, result) || performance.now() > deadline) return result;
      if (result.isAlone) workers ??= await startWorkers(core);
      await sleep(LOOK_EVERY_MS);
    }
  } finally {
    hideProgress();
    await workers?.close(FINISH_MS);
  }
}

async function startWorkers(core: Core): Promise<Workers> {
  const doable = jobs.filter((job) => canDeliver(core) || job.name !== 'deliver-gift');
  const queue = await core.queue();
  return queue.work(await jobDepsOf(core), doable);
}

/** Without a chat platform and a mail server, messages are for the playground, which runs in `largesse start`. */
function canDeliver({ platformIds, config }: Core): boolean {
  return platformIds.length > 0 || config.mail.kind === 'smtp';
}

function isSettled(core: Core, { state, deliveries, isAlone }: RecognitionResult): boolean {
  if (state.recognition.status === 'queued') return false;
  if (isAlone && !canDeliver(core)) return true;
  return deliveries.every(({ status }) => status === 'sent' || status === 'failed');
}
