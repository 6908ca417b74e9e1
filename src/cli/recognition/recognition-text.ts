import { reviewReasonText } from '#src/chat/cards/review-reason-text.ts';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { shareText } from '#src/chat/cards/share-text.ts';
import type { DeliveryState } from '#src/app.ts';
import type { Channel } from '#src/domain/message/channels.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { Core } from '#src/process/open-core.ts';
import { leftOverOf } from '#src/usecases/budget/get-budget.ts';
import { must } from '#src/domain/kit/must.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { type QueueTrouble, queueTroubleOf } from '#jobs/queue-trouble.ts';
import type { RecognitionResult } from './await-recognition.ts';

export type RequestResult = RecognitionResult & { requestId: string; isRepeat: boolean };

/** A recognition for programs. */
export function recognitionJson({ words }: Core, { state, deliveries, requestId, isRepeat }: RequestResult) {
  const { id, status, refusal } = state.recognition;
  return {
    id,
    requestId,
    isRepeat,
    status,
    gifts: state.gifts.map(({ giftId, recipientName, money, status: gift }) => {
      const delivery = findDelivery(deliveries, giftId);
      return {
        giftId,
        recipient: recipientName,
        ...money,
        status: gift,
        delivery: delivery?.status ?? null,
        channel: delivery?.channel ?? null,
      };
    }),
    reviewReasons: state.recognition.reviewReasons.map((reviewReason) => ({
      ...reviewReason,
      text: reviewReasonText(words, reviewReason),
    })),
    ...(refusal ? { refusal: { ...refusal, text: refusalText(words, refusal) } } : {}),
  };
}

/** A recognition that was not refused, for people. */
export async function recognitionLines(core: Core, result: RequestResult): Promise<string[]> {
  const { state, isRepeat } = result;
  const { status, reviewReasons } = state.recognition;
  const reasons = reviewReasons.map((reviewReason) => reviewReasonText(core.words, reviewReason));
  if (status === 'awaiting_approval') {
    return [...reasons, shareText(core.words, state.gifts, 'waiting-approval')];
  }
  if (status === 'declined' || status === 'cancelled') return [core.words.say(`stands.${status}`)];
  if (status !== 'issued') return queuedLines(core, result);
  const before = isRepeat ? ['This was done already. Nothing was given twice.'] : [];
  const gifts = state.gifts.flatMap(({ giftId, recipientName: name, money, status: gift }) => {
    const amount = formatMoney(money, core.words.locale);
    if (gift === 'voided') return [`${amount} for ${name} was taken back.`];
    const delivery = findDelivery(result.deliveries, giftId);
    const given = core.words.say('issued.line', { name, amount });
    return delivery ? [given, `  ${deliveryText(delivery, result)}`] : [given];
  });
  return [...before, ...gifts, ...warningLines(core, result), ...(await budgetLines(core, result))];
}

async function queuedLines(core: Core, { state, requestId, isAlone }: RequestResult): Promise<string[]> {
  const { status, id } = state.recognition;
  return [
    `Not decided yet: ${status.replace('_', ' ')} as ${id}. ${await whenDecided(core, isAlone)}`,
    `To see the result, ask again with --request-id ${requestId}: nothing is given twice.`,
  ];
}

/** Longer than the time between two sweeps, which come from whichever process runs workers. */
const SWEEP_LATE_MS = 75_000;

/** A worker that runs is of no use while no job passes the queue. */
async function whenDecided(core: Core, isAlone: boolean): Promise<string> {
  if (isAlone) return 'It will be decided as soon as `largesse start` runs.';
  const trouble = await findQueueTrouble(core);
  if (trouble) return `${trouble.message}. ${trouble.fix}; then it will be decided.`;
  const sweepAgeMs = (await core.app.jobs.findSweepAge()) ?? Infinity;
  if (sweepAgeMs < SWEEP_LATE_MS) return 'A worker runs, and has not come to it yet.';
  const isEmbedded = core.config.database.kind === 'embedded';
  return `It will be decided as soon as ${isEmbedded ? '`largesse start`' : 'a worker (`largesse start`)'} runs.`;
}

async function findQueueTrouble({ config, queue }: Core): Promise<QueueTrouble | undefined> {
  try {
    return await (await queue()).check();
  } catch (fault) {
    return queueTroubleOf(config.queue.kind, fault);
  }
}

const WAYS: Record<Channel, string> = {
  dm: 'Delivered by direct message.',
  claim: 'Announced in the channel, with a button that only they can use.',
  email: 'Delivered by email.',
};

function deliveryText({ status, channel, reason }: DeliveryState, { isAlone }: RequestResult): string {
  if (status === 'sent') return channel ? WAYS[channel] : 'Delivered.';
  if (status === 'failed') {
    return `Could not be delivered: ${reason ?? 'no way to reach them'}. See \`largesse jobs failed\`.`;
  }
  if (isAlone) return 'The message with the code is delivered when `largesse start` runs.';
  return reason ? `On its way: tried, and will be tried again (${reason}).` : 'On its way.';
}

/** There is none while the gift waits for an approver. */
function findDelivery(deliveries: readonly DeliveryState[], giftId: string): DeliveryState | undefined {
  return deliveries.find((delivery) => delivery.giftId === giftId);
}

/** Earlier questions are settled by now. */
function warningLines({ words }: Core, { state }: RequestResult): string[] {
  const warnings = state.recognition.reviewReasons.filter(({ kind }) => kind === 'pair-share');
  return warnings.map((warning) => reviewReasonText(words, warning));
}

async function budgetLines(core: Core, { state }: RequestResult): Promise<string[]> {
  const { giverId } = state.recognition;
  if (!giverId) return [];
  const { people, budget: budgets } = core.app.queries;
  const operator = operatorOf(core);
  const giver = must(await people.find(operator, giverId), `person ${giverId}`);
  const budget = await budgets.get(operator, giver.departmentId);
  if (!budget.ok) return [];
  const { department, leftMinor, until } = leftOverOf(budget.value);
  const left = formatMoney({ amountMinor: leftMinor, currency: department.currency }, core.words.locale);
  const line = { department: department.name, left, until: core.words.date(until, department.timeZone) };
  return [core.words.say('issued.left', line)];
}
