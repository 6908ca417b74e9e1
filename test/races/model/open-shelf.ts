import { must } from '#src/domain/kit/must.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { ItemFields } from '#src/domain/store/item.ts';
import { valueOf } from '#test/helpers/checkouts.ts';
import type { TestCore } from '#test/helpers/make-core.ts';
import { codesOf, ownGoods, stockCodes } from '#test/helpers/stock.ts';
import type { Who } from './company.ts';
import { CARD, type ItemName, ITEMS, STOCK } from './store.ts';

/** Offers in the product what the model's store offers. */
export async function openShelf(
  core: TestCore,
  people: Record<Who, Person>,
): Promise<Record<ItemName, string>> {
  const { priya, morgan } = people;
  const { productId } = await stockCodes(core, priya, codesOf(STOCK.ticket, core.newId()), {
    product: 'Ticket',
  });
  const { name } = must([...core.rewardProviders.values()][0], 'provider of cards');
  const provider = { name, product: 'BOOKS', minMinor: CARD.least, maxMinor: CARD.most, currency: 'USD' };
  const mug = { fulfillerId: morgan.id, inStock: STOCK.mug, limitPerPerson: ITEMS.mug.limit };
  const fields: Record<ItemName, Partial<ItemFields>> = {
    mug: { name: 'Mug', prices: { USD: ITEMS.mug.price }, ...mug },
    ticket: { kind: 'codes', name: 'Ticket', prices: { USD: ITEMS.ticket.price }, productId },
    books: { kind: 'gift-card', name: 'Books', prices: {}, provider },
  };
  const ids: Partial<Record<ItemName, string>> = {};
  for (const item of Object.keys(ITEMS) as ItemName[]) {
    const added = await core.app.store.addItem({ actor: priya, fields: ownGoods(fields[item]) });
    ids[item] = valueOf(added).id;
  }
  return ids as Record<ItemName, string>;
}
