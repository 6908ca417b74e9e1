import type { Money } from '#src/domain/kit/money.ts';
import { foldText } from '#src/domain/kit/fold.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { ItemKind, StoreItem } from './item.ts';

/** What decides what is offered to a person. */
export type Buyer = Pick<Person, 'departmentId' | 'role' | 'region' | 'isGuest' | 'isDeactivated'> & {
  /** What they can spend, by currency, in minor units. */
  spendable: ReadonlyMap<string, bigint>;
  /** In which they are shown prices while they have nothing to spend. */
  currency: string;
};

/** What it costs a person. A range has a `most`; otherwise it is the price. */
export type Cost = Money & {
  mostMinor: bigint | undefined;
  /** What they have in this currency, and what they lack. */
  haveMinor: bigint;
  lackMinor: bigint;
};

/** An item that is offered to a person. */
export type Offer = {
  item: StoreItem;
  /** In each currency in which they can pay, the one that they can best afford first. At least one. */
  costs: [Cost, ...Cost[]];
  /** How many are left; null: as many as wanted. */
  left: number | null;
  isSoldOut: boolean;
};

/** What an item offers a person; undefined when it is not for them. `left`: how many codes of it are in stock. */
export function offerTo(buyer: Buyer, item: StoreItem, left: number | null): Offer | undefined {
  if (!isFor(buyer, item)) return undefined;
  const [first, ...others] = costsTo(buyer, item);
  if (!first) return undefined;
  const counted = item.kind === 'codes' ? (left ?? 0) : item.inStock;
  return { item, costs: [first, ...others], left: counted, isSoldOut: counted === 0 };
}

/** Whether an item is for somebody. An extra day off is for nobody from outside. */
export function isFor(
  { departmentId, role, region, isGuest, isDeactivated }: Omit<Buyer, 'spendable' | 'currency'>,
  { departments, roles, regions, kind, isRetired }: StoreItem,
): boolean {
  if (isRetired || isDeactivated || (kind === 'day-off' && isGuest)) return false;
  return (
    includes(departments, departmentId) &&
    includes(roles, role) &&
    includes(regions.map(foldText), foldText(region))
  );
}

function includes<T>(some: readonly T[], one: T): boolean {
  return some.length === 0 || some.includes(one);
}

function costsTo({ spendable, currency: own }: Buyer, { prices, provider }: StoreItem): Cost[] {
  const all = provider
    ? [{ currency: provider.currency, amountMinor: provider.minMinor, mostMinor: provider.maxMinor }]
    : Object.entries(prices).map(([currency, amountMinor]) => ({
        currency,
        amountMinor,
        mostMinor: undefined,
      }));
  return all
    .filter(({ currency }) => spendable.has(currency) || currency === own)
    .map((cost) => {
      const haveMinor = spendable.get(cost.currency) ?? 0n;
      const lackMinor = cost.amountMinor > haveMinor ? cost.amountMinor - haveMinor : 0n;
      return { ...cost, haveMinor, lackMinor };
    })
    .toSorted((a, b) => rankOf(a, own) - rankOf(b, own) || (a.currency < b.currency ? -1 : 1));
}

/** What one can pay before what one cannot, and one's own currency before others. */
function rankOf({ lackMinor, currency }: Cost, own: string): number {
  return (lackMinor === 0n ? 0 : 2) + (currency === own ? 0 : 1);
}

/** The offers whose name or description has all the words, and that are of a kind. */
export function searchOffers(
  offers: readonly Offer[],
  { text = '', kind }: { text?: string; kind?: ItemKind },
): Offer[] {
  const words = foldText(text).split(' ').filter(Boolean);
  return offers.filter(({ item }) => {
    const read = foldText(`${item.name} ${item.description}`);
    return (kind === undefined || item.kind === kind) && words.every((word) => read.includes(word));
  });
}
