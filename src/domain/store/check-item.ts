import { hasControl } from '#src/domain/kit/fold.ts';
import { isByPerson, type ItemField, type ItemFields } from './item.ts';

/** Why an item cannot be offered like that. `unknown`: nobody and nothing here is that. */
export type ItemTrouble = 'missing' | 'long' | 'unreadable' | 'zero' | 'reversed' | 'unknown';
export type ItemProblem = { field: ItemField; why: ItemTrouble };

const LONGEST_ITEM_NAME = 100;
const LONGEST_DESCRIPTION = 4000;

/** Everything that is wrong with an item by itself. */
export function checkItem(item: ItemFields): ItemProblem[] {
  const checks: [ItemField, ItemTrouble | false | undefined][] = [
    ['name', troubleOfText(item.name, LONGEST_ITEM_NAME, { isNeeded: true })],
    ['name', hasControl(item.name) && 'unreadable'],
    ['description', troubleOfText(item.description, LONGEST_DESCRIPTION, { isNeeded: false })],
    ['prices', troubleOfPrices(item)],
    ['inStock', item.inStock !== null && item.inStock < 0 && 'zero'],
    ['limitPerPerson', item.limitPerPerson !== null && item.limitPerPerson <= 0 && 'zero'],
    ['fulfillerId', isByPerson(item.kind) && item.fulfillerId === null && 'missing'],
    ['productId', item.kind === 'codes' && item.productId === null && 'missing'],
    ['provider', item.kind === 'gift-card' && troubleOfCard(item)],
  ];
  return checks.flatMap(([field, why]) => (why ? [{ field, why }] : []));
}

function troubleOfText(
  text: string,
  longest: number,
  { isNeeded }: { isNeeded: boolean },
): ItemTrouble | undefined {
  if (isNeeded && text === '') return 'missing';
  return text.length > longest ? 'long' : undefined;
}

function troubleOfPrices({ kind, prices }: ItemFields): ItemTrouble | undefined {
  if (kind === 'gift-card') return undefined;
  const amounts = Object.values(prices);
  if (amounts.length === 0) return 'missing';
  return amounts.some((amount) => amount <= 0n) ? 'zero' : undefined;
}

function troubleOfCard({ provider }: ItemFields): ItemTrouble | undefined {
  if (!provider || provider.name === '' || provider.product === '') return 'missing';
  if (provider.minMinor <= 0n) return 'zero';
  return provider.maxMinor < provider.minMinor ? 'reversed' : undefined;
}
