import { InteractionResponseType, InteractionType, MessageFlags, Routes } from 'discord.js';
import { z } from 'zod';
import type { InteractionDeps } from './answer-interaction.ts';
import { describeError } from './outcome-of-error.ts';
import { renderCard } from './render-card.ts';

/** Discord's ids. Anything else must not become part of an address that we call. */
const answerable = z.object({
  id: z.string().regex(/^\d+$/u),
  token: z.string().min(1),
  type: z.unknown().optional(),
});

/** Tells somebody that their command or press could not be read, if Discord says how to answer; logs the wrong fields. */
export async function refuseUnreadable(
  { log, api, host }: InteractionDeps,
  data: unknown,
  fields: string[],
): Promise<void> {
  const { data: known } = answerable.safeParse(data);
  log.warn(
    { requestId: known?.id, type: typeNameOf(known?.type), fields },
    'Discord sent an interaction that could not be read',
  );
  if (!known) return;
  const body = {
    type: InteractionResponseType.ChannelMessageWithSource,
    data: { ...renderCard(host.unreadable), flags: MessageFlags.Ephemeral },
  };
  try {
    await api.postAsInteraction(Routes.interactionCallback(known.id, encodeURIComponent(known.token)), {
      body,
    });
  } catch (error) {
    log.warn({ requestId: known.id, err: describeError(error) }, 'Discord did not take the answer to it');
  }
}

function typeNameOf(type: unknown): string {
  return typeof type === 'number' ? (InteractionType[type] ?? String(type)) : typeof type;
}
