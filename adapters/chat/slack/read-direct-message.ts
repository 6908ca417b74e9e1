import { z } from 'zod';
import type { WrittenMessage } from '#src/ports/chat.ts';
import { readText } from './read-text.ts';

/** Without a subtype and a bot: edits, joins and the bot's own messages come as the same event. */
const directMessage = z.object({
  team_id: z.string(),
  event_id: z.string(),
  event: z.object({
    type: z.literal('message'),
    channel_type: z.literal('im'),
    user: z.string(),
    text: z.string().default(''),
    subtype: z.undefined().optional(),
    bot_id: z.undefined().optional(),
  }),
});

/**
 * Reads what a person wrote to the bot; undefined when it is something else.
 * @see https://docs.slack.dev/reference/events/message.im
 */
export function readDirectMessage(payload: unknown): WrittenMessage | undefined {
  const { data } = directMessage.safeParse(payload);
  if (!data) return undefined;
  const { team_id: workspaceId, event_id: requestId, event } = data;
  return {
    requestId,
    caller: { platform: 'slack', workspaceId, userId: event.user },
    pieces: readText(event.text),
  };
}
