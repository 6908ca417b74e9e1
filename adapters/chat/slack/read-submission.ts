import { z } from 'zod';
import type { ActionCall } from '#src/ports/chat.ts';
import { FORM_CALLBACK_ID, INPUT_ID, readCarriedPress } from './render-form.ts';
import { readReplyTo } from './reply-to.ts';

export const viewSubmission = z.object({
  type: z.literal('view_submission'),
  team: z.object({ id: z.string() }).nullish(),
  user: z.object({ id: z.string(), team_id: z.string().nullish() }),
  view: z.object({
    id: z.string(),
    callback_id: z.literal(FORM_CALLBACK_ID),
    private_metadata: z.string(),
    state: z.object({
      values: z.record(z.string(), z.object({ [INPUT_ID]: z.object({ value: z.string().nullish() }) })),
    }),
  }),
});

/**
 * Reads a submitted dialog as the press that opened it, plus its fields; undefined when it is not ours, or comes from
 * another workspace or user than the press. One dialog is one request even if sent twice: Slack lets people resend it when it got no answer.
 * @see https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
 */
export function readSubmission(payload: unknown): ActionCall | undefined {
  const { data } = viewSubmission.safeParse(payload);
  const press = data && readCarriedPress(data.view.private_metadata);
  const target = press && readReplyTo(press.replyTo);
  if (!data || !target) return undefined;
  const workspaceId = data.team?.id ?? data.user.team_id;
  if (workspaceId !== target.workspaceId || data.user.id !== target.userId) return undefined;
  const fields = Object.entries(data.view.state.values).map(([name, input]) => [
    name,
    input.text?.value ?? '',
  ]);
  return {
    requestId: data.view.id,
    caller: { platform: 'slack', workspaceId, userId: data.user.id },
    channelId: target.channelId,
    ...press,
    isAnsweredFirst: true,
    fields: Object.fromEntries(fields) as Record<string, string>,
  };
}
