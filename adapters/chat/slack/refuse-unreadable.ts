import { z } from 'zod';
import { unreadableFields } from '#src/domain/kit/unreadable-fields.ts';
import type { AnswerEventDeps } from './answer-event.ts';
import { renderCard } from './render-card.ts';
import { writeReplyTo } from './reply-to.ts';

/** Tells Slack that a payload arrived. Its body is shown to whoever typed a command. Rejects when that is impossible. */
export type AcknowledgePayload = (body?: object) => Promise<void>;

type Unreadable = {
  payload: unknown;
  acknowledge: AcknowledgePayload;
  kind: 'command' | 'press' | 'form' | 'payload';
  /** What the schema has against it; undefined when the fields fit, but not each other. */
  error: z.ZodError | undefined;
};

const answerable = z.object({ response_url: z.url() });

/**
 * Answers what cannot be read, in words if there is a way to its sender, and logs which fields are wrong: a command's
 * acknowledgement is shown, and a press may still have its `response_url`.
 */
export async function refuseUnreadable(
  { host, log, answer }: AnswerEventDeps,
  { payload, acknowledge, kind, error }: Unreadable,
): Promise<void> {
  const fields = error ? unreadableFields(error) : ['fields that contradict each other'];
  log.warn({ kind, fields }, 'Slack sent something that could not be read');
  if (kind === 'command') {
    return acknowledge({ ...renderCard(host.unreadable), response_type: 'ephemeral' });
  }
  await acknowledge();
  const { data } = answerable.safeParse(payload);
  if (!data) return;
  const replyTo = writeReplyTo({
    responseUrl: data.response_url,
    workspaceId: '',
    channelId: null,
    userId: '',
    askedAt: new Date().toISOString(),
    to: 'public-press',
  });
  await answer(replyTo, { card: host.unreadable, key: 'unreadable' }, 'below');
}
