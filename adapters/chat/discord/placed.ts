import { z } from 'zod';
import type { Placed } from '#src/ports/message.ts';
import type { ReplyTo } from './reply-to.ts';

const interactionMessage = z.object({
  applicationId: z.string(),
  token: z.string(),
  messageId: z.string().optional(),
});

/** Without `messageId`, it is the first answer, or the message with the pressed button. */
type InteractionMessage = z.infer<typeof interactionMessage>;
type ChannelMessage = { channelId: string; messageId: string; mentioned: string | undefined };

/** The token of an interaction lives 15 minutes; one minute is kept for latency. */
export const ANSWERABLE_MS = 14 * 60_000;

/** Where a message of the bot stands: `channel/message`, and whom it mentions if it does, with commas between. */
export function placedAt(channelId: string, messageId: string, mentioned?: string): Placed {
  return { place: [channelId, messageId, ...(mentioned ? [mentioned] : [])].join('/') };
}

/** Where an answer to an interaction stands, which is replaced with the interaction's token. */
export function placedByToken(
  { applicationId, token, createdAt }: Pick<ReplyTo, 'applicationId' | 'token' | 'createdAt'>,
  messageId?: string,
): Placed {
  const place = JSON.stringify({ applicationId, token, messageId });
  return { place, until: new Date(createdAt + ANSWERABLE_MS) };
}

/** A message as a place names it; undefined when we did not write the place. */
export function readPlace(place: string): ChannelMessage | InteractionMessage | undefined {
  if (place.startsWith('{')) return readInteractionMessage(place);
  const [channelId, messageId, mentioned] = place.split('/');
  return channelId && messageId ? { channelId, messageId, mentioned } : undefined;
}

function readInteractionMessage(place: string): InteractionMessage | undefined {
  try {
    return interactionMessage.safeParse(JSON.parse(place)).data;
  } catch {
    return undefined;
  }
}
