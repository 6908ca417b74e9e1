import { z } from 'zod';
import type { ActionCall } from '#src/ports/chat.ts';
import { channelOf } from './read-command.ts';
import { writeReplyTo } from './reply-to.ts';

export const blockActions = z.object({
  type: z.literal('block_actions'),
  trigger_id: z.string(),
  response_url: z.url(),
  user: z.object({ id: z.string(), team_id: z.string().nullish() }),
  /** Null when the app is installed for a whole Enterprise organization. */
  team: z.object({ id: z.string() }).nullish(),
  enterprise: z.object({ id: z.string() }).nullish(),
  channel: z.object({ id: z.string() }).nullish(),
  container: z
    .object({ is_ephemeral: z.boolean().optional().catch(undefined) })
    .nullish()
    .catch(undefined),
  actions: z.tuple([z.object({ action_id: z.string(), value: z.string().default('') })], z.unknown()),
});

/**
 * Reads the payload of a pressed button; undefined when it is something else.
 * @see https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
 */
export function readAction(payload: unknown, now: Date): ActionCall | undefined {
  const { data } = blockActions.safeParse(payload);
  const workspaceId = data?.team?.id ?? data?.user.team_id ?? data?.enterprise?.id;
  if (!data || !workspaceId) return undefined;
  const channelId = data.channel ? channelOf(data.channel.id) : null;
  const [action] = data.actions;
  return {
    requestId: data.trigger_id,
    caller: { platform: 'slack', workspaceId, userId: data.user.id },
    channelId,
    replyTo: writeReplyTo({
      responseUrl: data.response_url,
      workspaceId,
      channelId,
      userId: data.user.id,
      askedAt: now.toISOString(),
      to: channelId === null || data.container?.is_ephemeral ? 'private-press' : 'public-press',
    }),
    isAnsweredFirst: true,
    actionId: action.action_id.replace(/#\d+$/, ''),
    value: action.value,
  };
}
