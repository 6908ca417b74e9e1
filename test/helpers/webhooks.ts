import { sql } from 'kysely';
import type { Organization } from '#src/db/people/organization.ts';
import { must } from '#src/domain/kit/must.ts';
import { EVENT_TYPE_NAMES, type EventType } from '#src/domain/webhook/event-types.ts';
import type { WebhookAnswer, WebhookCall } from '#src/ports/webhooks.ts';
import type { TestCore } from './make-core.ts';
import { operatorOf } from './reads.ts';

export const TAKEN: WebhookAnswer = { status: 204, excerpt: '', tookMs: 3 };

/** An event as the database has it. */
export type KeptEvent = { id: string; type: string; data: Record<string, unknown> };

type Answering = WebhookAnswer | ((call: WebhookCall) => WebhookAnswer | Promise<WebhookAnswer>);

/** One turn of the job: calls what is due now, and returns the calls. */
export async function turnOf(
  core: Pick<TestCore, 'app'>,
  webhookId: string,
  answer: Answering = TAKEN,
): Promise<WebhookCall[]> {
  const calls = await core.app.webhook.leaseCalls(webhookId);
  const answered = await Promise.all(
    calls.map(async ({ leased, call }) => ({
      leased,
      answer: typeof answer === 'function' ? await answer(call) : answer,
    })),
  );
  if (answered.length > 0) await core.app.webhook.recordCalls(webhookId, answered);
  return calls.map(({ call }) => call);
}

/** A webhook of an organization, and what it takes to look at it. It chose all types unless some are named. */
export async function makeWebhook(
  core: TestCore,
  { id: organizationId }: Organization,
  {
    types = EVENT_TYPE_NAMES,
    url = 'https://example.com/hook',
  }: { types?: readonly EventType[]; url?: string } = {},
) {
  const actor = operatorOf(organizationId);
  const made = await core.app.webhook.create({ actor, url, types });
  if (!made.ok) throw new Error(`no webhook was made: ${made.refusal.kind}`);
  const { id: webhookId, secret } = made.value;

  /** All events of the organization, the oldest first. */
  async function events(): Promise<KeptEvent[]> {
    const { rows } = await sql<KeptEvent>`
      select id, type, data from webhook_event where organization_id = ${organizationId} order by id`.execute(
      core.db,
    );
    return rows;
  }

  function turn(answer?: Answering): Promise<WebhookCall[]> {
    return turnOf(core, webhookId, answer);
  }

  async function state() {
    const listed = await core.app.queries.webhook.list(actor, core.clock.now());
    return listed.ok
      ? must(
          listed.value.find(({ id }) => id === webhookId),
          'webhook',
        )
      : undefined;
  }

  async function log() {
    const listed = await core.app.queries.webhook.log(actor, { webhookId, limit: 100 });
    return listed.ok ? listed.value : [];
  }

  return { actor, webhookId, secret, events, turn, state, log };
}
