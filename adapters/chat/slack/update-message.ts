import type { OutgoingMessage, SendOutcome } from '#src/ports/message.ts';
import { type AnswerDeps, answer } from './answer.ts';
import { mentionFirst, renderCard } from './render-card.ts';
import { readReplyTo } from './reply-to.ts';
import type { SendDeps } from './send.ts';
import { outcomeOfError } from './send-outcome.ts';
import { tryPictures } from './try-pictures.ts';

/**
 * Replaces a message of ours. One that only its reader sees is replaced through the `response_url` of a press on it.
 * @see https://docs.slack.dev/reference/methods/chat.update
 */
export async function updateMessage(
  { client, ...deps }: SendDeps & AnswerDeps,
  place: string,
  message: OutgoingMessage,
): Promise<SendOutcome> {
  if (readReplyTo(place)) return answer(deps, place, message, 'in-place');
  const [channel, ts, mentioned] = place.split('/');
  if (!channel || !ts) return { status: 'closed', reason: 'not a message in Slack' };
  const rendered = renderCard(message.card);
  const drawn = mentioned ? mentionFirst(mentioned.split(','), rendered) : rendered;
  return tryPictures(drawn, async ({ text, blocks }) => {
    try {
      await client.chat.update({ channel, ts, text, blocks, parse: 'none', link_names: false });
      return { status: 'sent', messageId: place };
    } catch (error) {
      return outcomeOfError(error);
    }
  });
}
