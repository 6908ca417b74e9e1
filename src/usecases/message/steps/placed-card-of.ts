import type { PlacedCard } from '#src/db/message/placed-card.ts';
import { BUTTONS, type CardKind } from '#src/domain/message/buttons.ts';
import type { ChannelChoice } from '#src/domain/message/channels.ts';
import { DAY_MS } from '#src/domain/kit/time.ts';
import { cardDigest } from '#src/kit/card-digest.ts';
import type { ChatUser } from '#src/ports/chat.ts';
import type { Card, Placed } from '#src/ports/message.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { Sent } from './sending.ts';

/** What a platform can replace for good is forgotten after this: nobody scrolls up that far. */
const KEPT_MS = 400 * DAY_MS;

/** What a card with buttons is about; undefined when it has none, or is not kept true. */
export function subjectOf({
  actions: [first],
}: Pick<Card, 'actions'>): { kind: CardKind; subjectId: string } | undefined {
  const kind = first && BUTTONS[first.id];
  return kind && { kind, subjectId: first.value };
}

/** A card that was just shown; either part may be missing. */
type Shown = { card?: Card | undefined; placed?: Placed | undefined };

/**
 * A card that was just shown, to be remembered where it stands. None unless it has buttons and can be replaced.
 *
 * @param at where and when it was sent. `changesAt`: when it stops being true by itself.
 */
export function placedCardOf(
  { newId }: Pick<Deps, 'newId'>,
  { card, placed }: Shown,
  at: Pick<PlacedCard, 'organizationId' | 'platform' | 'workspaceId'> & {
    now: Date;
    changesAt?: Date | undefined;
  },
): PlacedCard[] {
  const subject = card && subjectOf(card);
  if (!subject || !placed) return [];
  const { now, changesAt, ...where } = at;
  const endsAt = placed.until ?? new Date(now.getTime() + KEPT_MS);
  const shown = {
    place: placed.place,
    shown: cardDigest(card),
    changesAt: earlier(changesAt, endsAt),
    endsAt,
  };
  return [{ ...where, ...subject, ...shown, id: newId() }];
}

/** Those among messages that were just sent. */
export function placedCardsOf(
  deps: Pick<Deps, 'newId'>,
  sent: readonly Sent<{ leased: Pick<PlacedCard, 'organizationId'> } & ChannelChoice<ChatUser>>[],
  now: Date,
): PlacedCard[] {
  return sent.flatMap(({ toSend, ...shown }) => {
    if (toSend.channel === 'email') return [];
    const { platform, workspaceId } = toSend.to;
    const { organizationId } = toSend.leased;
    return placedCardOf(deps, shown, { organizationId, platform, workspaceId, now });
  });
}

/** The earlier of two instants; the first may be missing. */
export function earlier(one: Date | undefined, other: Date): Date {
  return one && one < other ? one : other;
}
