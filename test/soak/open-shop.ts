import { cardKind } from '#src/domain/budget/gift-kind.ts';
import { must } from '#src/domain/kit/must.ts';
import type { Outcome } from '#src/domain/outcome.ts';
import type { ItemFields } from '#src/domain/store/item.ts';
import { codesOf, csvOf, ownGoods } from '#test/helpers/stock.ts';
import { AMAZON } from '#test/servers/rewards/amazon.ts';
import { CARD_RULES, type Company } from './company.ts';
import type { Answer, Teller } from './start-teller.ts';

/** How many there are when it opens. */
export const MUGS = 60;
const TICKETS = 200;
const MUGS_PER_PERSON = 3;

export type ShopItem = { id: string; kind: 'own' | 'codes' | 'gift-card'; priceMinor: bigint | undefined };

/** What can be ordered; of a gift card the buyer chooses the amount. */
export type Shop = { items: readonly ShopItem[]; cardId: string };

/** What a process is started with to buy from the provider. */
export const PROVIDER_ENV = {
  AMAZON_INCENTIVES_PARTNER_ID: AMAZON.partnerId,
  AMAZON_INCENTIVES_ACCESS_KEY: AMAZON.accessKey,
  AMAZON_INCENTIVES_SECRET_KEY: AMAZON.secretKey,
  AMAZON_INCENTIVES_COUNTRY: 'US',
};

/** Of each ten amounts the provider sells one never, in dollars. */
export function isUnsold(amount: number): boolean {
  return Math.round(amount * 100) % 10 === 3;
}

/** Offers own goods that a manager sees to, codes and gift cards, and lets one department give cards. */
export async function openShop(company: Company, teller: Teller): Promise<Shop> {
  const { members, departments, organizationId } = company;
  const actor = must(
    members.find(({ role }) => role === 'hr'),
    'person of HR',
  );
  const fulfiller = must(
    members.find(({ role }) => role === 'manager'),
    'manager',
  );
  const bytes = csvOf(['code,expires', ...codesOf(TICKETS).map((code) => `${code},`)]);
  const defaults = { product: 'Ticket', value: '1' };
  const uploaded = valueIn(
    await teller.ask('reward.uploadStock', { actor, name: 'invoice 1', bytes, defaults }),
  );
  must(uploaded.batchId, 'batch of codes');
  const [stock] = answerIn(await teller.ask('queries.reward.listStock', actor));
  const { productId } = must(stock, 'product in stock');
  const provider = {
    name: 'amazon-incentives',
    product: 'US',
    minMinor: 1n,
    maxMinor: 50_000n,
    currency: 'USD',
  };
  const mug = { fulfillerId: fulfiller.id, inStock: MUGS, limitPerPerson: MUGS_PER_PERSON };

  async function add(fields: Partial<ItemFields>): Promise<string> {
    return valueIn(await teller.ask('store.addItem', { actor, fields: ownGoods(fields) })).id;
  }
  const items: ShopItem[] = [
    { id: await add({ name: 'Mug', prices: { USD: 60n }, ...mug }), kind: 'own', priceMinor: 60n },
    {
      id: await add({ kind: 'codes', name: 'Ticket', prices: { USD: 40n }, productId }),
      kind: 'codes',
      priceMinor: 40n,
    },
    {
      id: await add({ kind: 'gift-card', name: 'Card', prices: {}, provider }),
      kind: 'gift-card',
      priceMinor: undefined,
    },
  ];
  const cardId = must(
    items.find(({ kind }) => kind === 'gift-card'),
    'gift card',
  ).id;
  const research = must(
    departments.find(({ name }) => name === 'Research'),
    'department of cards',
  );
  const scope = { organizationId, departmentId: research.id, currency: research.currency };
  const rules = { ...CARD_RULES, giftKind: cardKind(cardId) };
  valueIn(await teller.ask('budget.setRules', { scope, rules, actorId: null }));
  return { items, cardId };
}

function answerIn<T>(answer: Answer<T>): T {
  if (answer.kind !== 'answered') throw new Error(`the shop did not open: ${answer.why}`);
  return answer.value;
}

function valueIn<T>(answer: Answer<Outcome<T>>): T {
  const outcome = answerIn(answer);
  if (!outcome.ok) throw new Error(`the shop did not open: ${outcome.refusal.kind}`);
  return outcome.value;
}
