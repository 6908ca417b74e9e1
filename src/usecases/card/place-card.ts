import { insertPlacedCard } from '#src/db/message/placed-card.ts';
import type { ChatUser } from '#src/ports/chat.ts';
import type { Card, Placed } from '#src/ports/message.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { placedCardOf } from '#src/usecases/message/steps/placed-card-of.ts';

/** Remembers where a card with buttons stands that answered somebody at once, so that it can be replaced later. */
export async function placeCard(
  deps: Pick<Deps, 'db' | 'clock' | 'newId'>,
  {
    organizationId,
    caller,
    shown,
  }: { organizationId: string; caller: ChatUser; shown: { card: Card; placed: Placed } },
): Promise<void> {
  const now = deps.clock.now();
  const { platform, workspaceId } = caller;
  for (const card of placedCardOf(deps, shown, { organizationId, platform, workspaceId, now })) {
    await insertPlacedCard(deps.db, card, now);
  }
}
