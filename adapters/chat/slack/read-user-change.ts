import { z } from 'zod';
import type { ChatProfile } from '#src/domain/people/person-ref.ts';
import type { ChatUser } from '#src/ports/chat.ts';
import { profileOf, slackUser } from './find-user.ts';

const userChange = z.object({
  team_id: z.string(),
  event: z.object({ type: z.literal('user_change'), user: slackUser }),
});

/**
 * Reads the event of a changed user; undefined when it is something else.
 * @see https://docs.slack.dev/reference/events/user_change
 */
export function readUserChange(payload: unknown): { user: ChatUser; seen: ChatProfile } | undefined {
  const { data } = userChange.safeParse(payload);
  if (!data) return undefined;
  const { team_id: workspaceId, event } = data;
  const user = { platform: 'slack', workspaceId, userId: event.user.id };
  return { user, seen: profileOf(event.user, workspaceId) };
}
