import { formatMoney } from '#src/domain/kit/money.ts';
import type { ItemFields } from '#src/domain/store/item.ts';
import type { PlainKey, Words } from '#src/words/words.ts';

/** The names of what an item refers to, by id. */
export type ItemNames = {
  people: readonly { id: string; name: string }[];
  departments: readonly { id: string; name: string; isClosed: boolean }[];
  products: readonly { productId: string; product: string; valueMinor: bigint; currency: string }[];
};

/** What an item is, field by field, as people read it: for before and after. */
export function itemFacts(
  words: Words,
  item: ItemFields,
  names: ItemNames,
): { label: string; value: string }[] {
  const { say, locale } = words;
  const none = say('web.catalogue.none');
  const product = names.products.find(({ productId }) => productId === item.productId);
  const facts: [PlainKey, string][] = [
    ['web.catalogue.kind', say(`store.kind.${item.kind}`)],
    ['web.catalogue.name', item.name],
    ['web.catalogue.description', item.description],
    ['web.catalogue.price', priceText(words, item)],
    ['web.catalogue.inStock', item.inStock === null ? say('web.catalogue.unlimited') : String(item.inStock)],
    ['web.catalogue.limit', item.limitPerPerson === null ? none : String(item.limitPerPerson)],
    ['web.catalogue.address', say(item.needsAddress ? 'web.catalogue.yes' : 'web.catalogue.no')],
    ['web.catalogue.fulfiller', names.people.find(({ id }) => id === item.fulfillerId)?.name ?? ''],
    [
      'web.catalogue.product',
      product
        ? `${product.product}, ${formatMoney({ amountMinor: product.valueMinor, currency: product.currency }, locale)}`
        : '',
    ],
    ['web.catalogue.provider', item.provider ? `${item.provider.name}: ${item.provider.product}` : ''],
    ['web.catalogue.departments', namesOf(names.departments, item.departments)],
    ['web.catalogue.roles', item.roles.join(', ')],
    ['web.catalogue.regions', item.regions.join(', ')],
    [
      'web.catalogue.picture',
      item.picture === null ? none : say('web.catalogue.aPicture', { hash: item.picture.slice(0, 8) }),
    ],
  ];
  return facts.map(([label, value]) => ({ label: say(label), value: value || none }));
}

/** `$15.00 · €14.00`, or from how much to how much. */
export function priceText({ say, locale }: Words, { prices, provider }: ItemFields): string {
  if (provider) {
    const { minMinor, maxMinor, currency } = provider;
    return say('store.range', {
      from: formatMoney({ amountMinor: minMinor, currency }, locale),
      to: formatMoney({ amountMinor: maxMinor, currency }, locale),
    });
  }
  return Object.entries(prices)
    .map(([currency, amountMinor]) => formatMoney({ amountMinor, currency }, locale))
    .join(' · ');
}

function namesOf(all: readonly { id: string; name: string }[], ids: readonly string[]): string {
  return all
    .filter(({ id }) => ids.includes(id))
    .map(({ name }) => name)
    .join(', ');
}
