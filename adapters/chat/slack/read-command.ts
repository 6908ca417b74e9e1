import { z } from 'zod';
import type { CommandCall } from '#src/ports/chat.ts';
import { readText } from './read-text.ts';
import { writeReplyTo } from './reply-to.ts';

export const slashCommand = z.object({
  command: z.string().startsWith('/'),
  text: z.string().default(''),
  team_id: z.string(),
  channel_id: z.string(),
  channel_name: z.string().default('').catch(''),
  user_id: z.string(),
  response_url: z.url(),
  trigger_id: z.string(),
});

/**
 * Reads the payload of a slash command; undefined when it is something else. `trigger_id` is its only field that is
 * unique to each time the command is typed.
 * @see https://docs.slack.dev/interactivity/implementing-slash-commands
 */
export function readCommand(payload: unknown, now: Date): CommandCall | undefined {
  const { data } = slashCommand.safeParse(payload);
  if (!data) return undefined;
  const channelId = channelOf(data.channel_id);
  return {
    requestId: data.trigger_id,
    caller: { platform: 'slack', workspaceId: data.team_id, userId: data.user_id },
    channelId,
    ...(isPrivate(data.channel_name) && { isPrivateChannel: true }),
    replyTo: writeReplyTo({
      responseUrl: data.response_url,
      workspaceId: data.team_id,
      channelId,
      userId: data.user_id,
      askedAt: now.toISOString(),
      to: 'command',
    }),
    command: data.command.slice(1).toLowerCase(),
    input: { kind: 'text', pieces: readText(data.text) },
  };
}

/** Slack names private channels and direct messages of several people like this, whatever they are called. */
function isPrivate(channelName: string): boolean {
  return channelName === 'privategroup' || channelName.startsWith('mpdm-');
}

/** Slack's direct message ids begin with D; our ports use null for them. */
export function channelOf(channelId: string): string | null {
  return channelId.startsWith('D') ? null : channelId;
}
