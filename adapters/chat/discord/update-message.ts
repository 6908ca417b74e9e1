import { Routes } from 'discord.js';
import { z } from 'zod';
import type { OutgoingMessage, SendOutcome } from '#src/ports/message.ts';
import type { DiscordApi } from './discord-api.ts';
import { outcomeOfError } from './outcome-of-error.ts';
import { readPlace } from './placed.ts';
import { renderCard } from './render-card.ts';

const withId = z.object({ id: z.string() });

/** Replaces a message of ours. Its text goes, but for a mention: it was the preview of the old card, and an edit notifies nobody. */
export async function updateMessage(
  { api }: { api: DiscordApi },
  place: string,
  { card }: OutgoingMessage,
): Promise<SendOutcome> {
  const at = readPlace(place);
  if (!at) return { status: 'closed', reason: 'not a message in Discord' };
  try {
    const edited =
      'token' in at
        ? await api.patchAsInteraction(Routes.webhookMessage(at.applicationId, at.token, at.messageId), {
            body: { content: '', ...renderCard(card) },
          })
        : await api.patch(Routes.channelMessage(at.channelId, at.messageId), {
            body: {
              content: '',
              ...renderCard(card, at.mentioned ? { mentions: at.mentioned.split(',') } : {}),
            },
          });
    return { status: 'sent', messageId: withId.parse(edited).id };
  } catch (error) {
    return outcomeOfError(error);
  }
}
