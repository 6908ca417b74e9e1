import type { webApi } from '@slack/bolt';
import { SHARED_CHANNEL } from '#src/ports/chat.ts';
import type { Unsent } from '#src/ports/message.ts';
import { outcomeOfError } from './send-outcome.ts';

/**
 * Why nothing is posted for all in a channel: another organization is in it, or is invited. Undefined when it is one organization's
 * alone. What cannot be found out is treated as if nothing was sent, since nothing was.
 * @see https://docs.slack.dev/reference/objects/conversation-object
 */
export async function refuseSharedChannel(
  client: webApi.WebClient,
  channel: string,
): Promise<Unsent | undefined> {
  try {
    const { channel: found } = await client.conversations.info({ channel });
    if (!found) return { status: 'later', reason: 'Slack’s answer could not be read' };
    const isShared = found.is_ext_shared === true || found.is_pending_ext_shared === true;
    return isShared ? { status: 'closed', reason: SHARED_CHANNEL } : undefined;
  } catch (error) {
    const outcome = outcomeOfError(error);
    return outcome.status === 'unknown' ? { status: 'later', reason: outcome.reason } : outcome;
  }
}
