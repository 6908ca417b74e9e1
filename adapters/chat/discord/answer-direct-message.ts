import { MessageType } from 'discord.js';
import { z } from 'zod';
import type { ChatPlatform } from '#src/ports/chat.ts';
import type { InteractionDeps } from './answer-interaction.ts';
import { findHomeGuild } from './find-home-guild.ts';
import { user } from './interaction.ts';

export type DirectMessageDeps = Pick<InteractionDeps, 'api' | 'host' | 'log'> &
  Pick<ChatPlatform, 'sendDirectMessage'>;

/** A message of the gateway. Only those in servers have a `guild_id`. */
export const gatewayMessage = z.object({
  id: z.string(),
  type: z.number(),
  guild_id: z.string().optional(),
  content: z.string().default(''),
  author: user,
});

const WRITTEN: ReadonlySet<number> = new Set([MessageType.Default, MessageType.Reply]);

/** Answers what a person wrote to the bot. The bot's own messages come as the same event. */
export async function answerDirectMessage(
  deps: DirectMessageDeps,
  { id: requestId, type, guild_id, content, author }: z.infer<typeof gatewayMessage>,
): Promise<void> {
  if (guild_id !== undefined || author.bot || !WRITTEN.has(type)) return;
  const { host, log } = deps;
  const home = await findHomeGuild(deps, { requestId, caller: author });
  const caller = { platform: 'discord', workspaceId: home?.workspaceId ?? '', userId: author.id };
  const card = home
    ? await host.onMessage({ requestId, caller, callerProfile: home.profile, pieces: [content] })
    : host.homeless;
  const outcome = await deps.sendDirectMessage(caller, { card, key: requestId });
  if (outcome.status !== 'sent') return log.warn({ requestId, outcome }, 'Discord did not take an answer');
  const { placed } = outcome;
  if (placed && card.actions.length > 0)
    await host.onAnswered({ requestId, caller, shown: { card, placed } });
}
