import type { CardToShow } from '#src/app.ts';
import { currentCard } from '#src/chat/cards/current-card.ts';
import { cardDigest } from '#src/kit/card-digest.ts';
import type { Card, SendOutcome } from '#src/ports/message.ts';
import type { Job } from './job.ts';
import type { JobDeps } from './job-deps.ts';
import { atPace, laneOf, sendingJob } from './sending.ts';

/** Shows a card with buttons as it is now, in the place of the message that brought it. */
export const updateCardJob: Job<'update-card'> = {
  name: 'update-card',
  due: 'cards',
  ...sendingJob<CardToShow, Card | undefined>({
    lease: (app, cardIds) => app.card.lease(cardIds),
    cardOf: ({ words }, { current }) =>
      current.is === 'known' ? currentCard(words, current.facts) : undefined,
    send,
    record: (app, attempts) => app.card.record(attempts),
  }),
};

/** An answer that is on its way may take this very place. */
const ANSWER_MS = 5_000;

/** Nothing is sent where nothing changes: platforms count replacements. */
async function send(
  deps: JobDeps,
  { leased, current }: CardToShow,
  card: Card | undefined,
): Promise<SendOutcome> {
  const { id, version, place, platform, workspaceId } = leased;
  if (current.is === 'later') {
    return { status: 'later', retryAfterMs: ANSWER_MS, reason: 'an answer about it is on its way' };
  }
  if (!card || cardDigest(card) === leased.shown) return { status: 'sent', messageId: id };
  const message = { card, key: `card-${id}-${version}` };
  const lane = laneOf({ platform, workspaceId, userId: '' }, 'update');
  return atPace(deps, lane, (chat) => chat.updateMessage(place, message));
}
