import type { StoreItem } from '#src/domain/store/item.ts';
import type { Core } from '#src/process/open-core.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';

/** The gift cards of the catalogue, those too that are not offered any more. */
export async function listGiftCards(core: Core): Promise<StoreItem[]> {
  const items = await core.app.queries.store.listCatalogue(operatorOf(core));
  return items.filter(({ kind }) => kind === 'gift-card');
}
