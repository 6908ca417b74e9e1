import type { SignedIn } from '#src/app.ts';
import type { RulesIn } from '#src/chat/cards/rule-rows.ts';
import type { SiteDeps } from '../../site-deps.ts';

/** The gift cards of the catalogue that gifts can be; none for who does not see the catalogue. */
export async function listCards({ app }: SiteDeps, reader: SignedIn): Promise<RulesIn['cards']> {
  const items = await app.queries.store.listCatalogue(reader.person);
  return items.filter(({ kind, isRetired }) => kind === 'gift-card' && !isRetired);
}
