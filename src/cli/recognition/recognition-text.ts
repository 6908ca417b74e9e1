import { concernText } from '#src/chat/cards/concern-text.ts';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { shareText } from '#src/chat/cards/share-text.ts';
import { getPerson } from '#src/db/people/person.ts';
import type { DeliveryState } from '#src/db/queries/deliveries-of-recognition.ts';
import type { Channel } from '#src/domain/message/channels.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { Core } from '#src/process/open-core.ts';
import { leftOverOf } from '#src/usecases/budget/show-budget.ts';
import type { Aftermath } from './await-recognition.ts';

export type Told = Aftermath & { requestId: string; isRepeat: boolean };

/** A recognition for programs. */
export function recognitionJson({ words }: Core, { state, deliveries, requestId, isRepeat }: Told) {
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
    concerns: state.recognition.concerns.map((concern) => ({
      ...concern,
      text: concernText(words, concern),
    })),
    ...(refusal ? { refusal: { ...refusal, text: refusalText(words, refusal) } } : {}),
  };
}

/** A recognition that was not refused, for people. */
export async function recognitionLines(core: Core, told: Told): Promise<string[]> {
  const { state, isRepeat } = told;
  const { status, concerns } = state.recognition;
  const reasons = concerns.map((concern) => concernText(core.words, concern));
  if (status === 'awaiting_approval') {
    return [...reasons, shareText(core.words, state.gifts, 'waiting-approval')];
  }
  if (status === 'declined' || status === 'cancelled') return [core.words.say(`stands.${status}`)];
  if (status !== 'issued') return queuedLines(core, told);
  const before = isRepeat ? ['This was done already. Nothing was given twice.'] : [];
  const gifts = state.gifts.flatMap(({ giftId, recipientName: name, money, status: gift }) => {
    const amount = formatMoney(money, core.words.locale);
    if (gift === 'voided') return [`${amount} for ${name} was taken back.`];
    const delivery = findDelivery(told.deliveries, giftId);
    const given = core.words.say('issued.line', { name, amount });
    return delivery ? [given, `  ${deliveryText(delivery, told)}`] : [given];
  });
  return [...before, ...gifts, ...warningLines(core, told), ...(await budgetLines(core, told))];
}

function queuedLines({ config }: Core, { state, requestId, isAlone }: Told): string[] {
  const { status, id } = state.recognition;
  const isEmbedded = config.database.kind === 'embedded';
  const who = isAlone || isEmbedded ? '`largesse start`' : 'a worker (`largesse start`)';
  return [
    `Not decided yet: ${status.replace('_', ' ')} as ${id}. It is done as soon as ${who} runs.`,
    `To see what came of it, ask again with --request-id ${requestId}: nothing is given twice.`,
  ];
}

const WAYS: Record<Channel, string> = {
  dm: 'Delivered by direct message.',
  claim: 'Announced in the channel, with a button that only they can use.',
  email: 'Delivered by email.',
};

function deliveryText({ status, channel, reason }: DeliveryState, { isAlone }: Told): string {
  if (status === 'sent') return channel ? WAYS[channel] : 'Delivered.';
  if (status === 'failed') {
    return `Could not be delivered: ${reason ?? 'no way to reach them'}. See \`largesse jobs parked\`.`;
  }
  if (isAlone) return 'The message with the code is delivered when `largesse start` runs.';
  return reason ? `On its way: tried, and will be again (${reason}).` : 'On its way.';
}

/** None while the gift waits for an approver. */
function findDelivery(deliveries: readonly DeliveryState[], giftId: string): DeliveryState | undefined {
  return deliveries.find((delivery) => delivery.giftId === giftId);
}

/** What it was asked about before is settled by now. */
function warningLines({ words }: Core, { state }: Told): string[] {
  const warnings = state.recognition.concerns.filter(({ kind }) => kind === 'pair-share');
  return warnings.map((warning) => concernText(words, warning));
}

async function budgetLines(core: Core, { state }: Told): Promise<string[]> {
  const { giverId } = state.recognition;
  if (!giverId) return [];
  const giver = await getPerson(core.db, core.organization.id, giverId);
  const budget = await core.app.showBudgetOf(giver.departmentId);
  if (!budget.ok) return [];
  const { department, leftMinor, until } = leftOverOf(budget.value);
  const left = formatMoney({ amountMinor: leftMinor, currency: department.currency }, core.words.locale);
  const line = { department: department.name, left, until: core.words.date(until, department.timeZone) };
  return [core.words.say('issued.left', line)];
}
