import type { FoundCheckout } from '#src/app.ts';
import { tableText } from '#src/cli/kit/table.ts';
import { must } from '#src/domain/kit/must.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import type { Core } from '#src/process/open-core.ts';

const TENDERS = [
  { title: 'Paid with' },
  { title: 'Authorized', align: 'right' as const },
  { title: 'Captured', align: 'right' as const },
  { title: 'Refunded', align: 'right' as const },
];

const KINDS = { promo: 'promotional credit', gift: 'gift funds', payment: 'another method' };

/** What there is to say of a checkout after something was done to it. */
export async function showCheckout(core: Core, id: string): Promise<{ json: FoundCheckout; text: string[] }> {
  const checkout = must(await core.app.queries.checkout.find(operatorOf(core), id), `checkout ${id}`);
  return { json: checkout, text: checkoutLines(core, checkout) };
}

/** What a checkout is, and how it is paid. */
export function checkoutLines({ words: { locale } }: Pick<Core, 'words'>, checkout: FoundCheckout): string[] {
  const { id, currency, marketplace, description, status, tenders } = checkout;
  function amountOf(amountMinor: bigint): string {
    return formatMoney({ amountMinor, currency }, locale);
  }
  const what = description === '' ? '' : `, ${description}`;
  return [
    `${amountOf(checkout.amountMinor)} at ${marketplace}${what}: ${status.replaceAll('_', ' ')} (${id})`,
    ...(checkout.endedAt ? [] : [`Its money is held until ${timeText(checkout.expiresAt)} UTC.`]),
    tableText(
      TENDERS,
      tenders.map(({ kind, method, authorizedMinor, capturedMinor, refundedMinor }) => {
        const amounts = [authorizedMinor, capturedMinor, refundedMinor].map(amountOf);
        return [method ?? KINDS[kind], ...amounts];
      }),
    ),
  ];
}

function timeText(at: Date): string {
  return at.toISOString().slice(0, 16).replace('T', ' ');
}
