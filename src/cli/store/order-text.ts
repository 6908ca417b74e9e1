import type { FoundOrder } from '#src/app.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { Core } from '#src/process/open-core.ts';

/** What there is to say of an order. */
export async function showOrder(core: Core, id: string): Promise<{ json: FoundOrder; text: string[] }> {
  const order = await core.app.queries.store.findOrder(operatorOf(core), id);
  if (!order) return orRefuse(core, { ok: false, refusal: { kind: 'unknown-order' } });
  return { json: order, text: orderLines(core, order) };
}

/** What an order is, for whom, and how it stands. */
function orderLines({ words: { locale } }: Pick<Core, 'words'>, order: FoundOrder): string[] {
  const { id, itemName, buyer, fulfiller, status, money, address, note, reason } = order;
  return [
    `${itemName} for ${buyer.name}, ${formatMoney(order, locale)}: ${status} (${id})`,
    `Its payment: ${money.replaceAll('_', ' ')}.`,
    ...(fulfiller ? [`${fulfiller.name} sees to it.`] : []),
    ...(address === undefined ? [] : [`It is sent to: ${address}`]),
    ...(note === '' ? [] : [`Note: ${note}`]),
    ...(reason === '' ? [] : [`Why it is over: ${reason}`]),
  ];
}
