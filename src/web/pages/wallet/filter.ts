import { z } from 'zod';
import { isCurrency } from '#src/domain/kit/money.ts';
import type { WalletFilter, WalletRow } from '#src/app.ts';
import type { PlainKey, Words } from '#src/words/words.ts';

/** What an address may ask of the activity. What is wrong in it is as if it were not there: the address may be an old one. */
const Query = z.object({
  currency: z.string().refine(isCurrency).optional().catch(undefined),
  kind: z.string().max(40).optional().catch(undefined),
  year: z.coerce.number().int().min(2000).max(2999).optional().catch(undefined),
  before: z
    .string()
    .regex(/^\d{1,18}$/u)
    .optional()
    .catch(undefined),
});

export type WalletQuery = z.infer<typeof Query>;

export function readQuery(query: Record<string, string>): WalletQuery {
  return Query.parse(query);
}

/** The kinds of movement that people tell apart, and what they are called. `other` is what has no name of its own. */
export const MOVEMENTS = {
  'code.redeemed': 'web.wallet.kindGifts',
  'checkout.authorized': 'web.wallet.kindPurchases',
  'checkout.refunded': 'web.wallet.kindRefunds',
  'wallet.adjusted': 'web.wallet.kindReturns',
  'promo.granted': 'web.wallet.kindPromo',
  'promo.expired': 'web.wallet.kindExpired',
} as const satisfies Partial<Record<WalletRow['kind'], PlainKey>>;

const PAGE_ROWS = 50;

/** The filter of the query, for a person whose wallet has these currencies. */
export function filterOf(
  query: WalletQuery,
  currencies: readonly string[],
  ownCurrency: string,
): WalletFilter {
  const [first = ownCurrency] = currencies;
  const { year, before } = query;
  const kind = Object.hasOwn(MOVEMENTS, query.kind ?? '')
    ? (query.kind as keyof typeof MOVEMENTS)
    : undefined;
  return {
    currency: query.currency ?? first,
    limit: PAGE_ROWS,
    ...(kind && { kind }),
    ...(before && { before }),
    ...(year && { from: new Date(Date.UTC(year, 0, 1)), to: new Date(Date.UTC(year + 1, 0, 1)) }),
  };
}

/** What a movement is called. */
export function movementText({ say }: Words, row: WalletRow): string {
  if (row.kind === 'code.redeemed' && row.gift)
    return say('web.entry.code.redeemed', { giver: row.gift.giverName });
  switch (row.kind) {
    case 'wallet.adjusted':
    case 'promo.granted':
    case 'promo.expired':
    case 'promo.taken-back':
    case 'wallet.closed':
    case 'checkout.authorized':
    case 'checkout.voided':
    case 'checkout.refunded':
      return say(`web.entry.${row.kind}`);
    default:
      return say('web.entry.other');
  }
}
