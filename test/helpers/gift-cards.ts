import type { RulesChanges } from '#src/domain/budget/giving-rules.ts';
import { cardKind, RECIPIENT_CHOOSES } from '#src/domain/budget/gift-kind.ts';
import type { ItemFields, ProvidedCard } from '#src/domain/store/item.ts';
import type { Company } from './company.ts';
import type { TestCore } from './make-core.ts';
import { ownGoods } from './stock.ts';

/** An Amazon card for 1 to 500 dollars. */
export function giftCard(some: Partial<ItemFields> = {}, of: Partial<ProvidedCard> = {}): ItemFields {
  const provider = {
    name: 'amazon-incentives',
    product: 'US',
    minMinor: 100n,
    maxMinor: 50_000n,
    currency: 'USD',
    ...of,
  };
  return ownGoods({ kind: 'gift-card', name: 'Amazon', prices: {}, provider, ...some });
}

/** Puts a gift card into the catalogue, and returns the item. */
export async function addGiftCard(
  core: Pick<TestCore, 'app'>,
  company: Company,
  fields: ItemFields = giftCard(),
): Promise<string> {
  const added = await core.app.store.addItem({ actor: await company.person('priya'), fields });
  if (!added.ok) throw new Error(JSON.stringify(added.refusal));
  return added.value.id;
}

/** Says what a department’s gifts are: an item, or without one that their recipients choose. `name` null: those of all departments. */
export async function setGiftKind(
  core: Pick<TestCore, 'app'>,
  company: Company,
  { name = 'Engineering', itemId, ...more }: { name?: string | null; itemId?: string } & RulesChanges,
) {
  const { id: organizationId, currency } = company.organization;
  const departmentId = name === null ? null : (await company.department(name)).id;
  const scope = { organizationId, departmentId, currency };
  return core.app.budget.setRules({
    scope,
    rules: { giftKind: itemId === undefined ? RECIPIENT_CHOOSES : cardKind(itemId), ...more },
    actorId: null,
  });
}
