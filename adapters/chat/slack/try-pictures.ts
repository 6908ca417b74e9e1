import type { SendOutcome } from '#src/ports/message.ts';
import { type SlackMessage, withoutPictures } from './render-card.ts';

/** What Slack says of a message with a picture that it cannot fetch, or does not take. It took nothing of it. */
const REFUSED = 'Slack: invalid_blocks';

/** Sends a message, and once more without its pictures when Slack does not take it with them. */
export async function tryPictures<T extends SlackMessage>(
  message: T,
  send: (message: T) => Promise<SendOutcome>,
): Promise<SendOutcome> {
  const outcome = await send(message);
  const plain =
    outcome.status === 'failed' && outcome.reason === REFUSED ? withoutPictures(message) : undefined;
  return plain ? send(plain) : outcome;
}
