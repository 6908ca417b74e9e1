import type { Generated, JSONColumnType } from 'kysely';
import type { WebhookSendingStatus, WebhookStatus } from '#src/domain/states.ts';
import type { EventType, PingType } from '#src/domain/webhook/event-types.ts';
import type { DisabledWhy } from '#src/domain/webhook/health.ts';

export type WebhookTables = {
  webhook: {
    organization_id: string;
    id: string;
    url: string;
    types: EventType[];
    status: Generated<WebhookStatus>;
    made_at: Date;
    made_by: string | null;
    failures: Generated<number>;
    failing_since: Date | null;
    held_until: Date | null;
    warned_at: Date | null;
    disabled_why: DisabledWhy | null;
  };
  webhook_secret: {
    organization_id: string;
    id: string;
    webhook_id: string;
    key_id: string;
    sealed: Buffer | null;
    made_at: Date;
    ends_at: Date | null;
  };
  webhook_event: {
    organization_id: string;
    id: string;
    type: EventType | PingType;
    occurred_at: Date;
    data: JSONColumnType<Record<string, unknown>>;
  };
  webhook_sending: {
    organization_id: string;
    event_id: string;
    webhook_id: string;
    status: Generated<WebhookSendingStatus>;
    due_at: Date;
    attempts: Generated<number>;
  };
  webhook_attempt: {
    organization_id: string;
    id: string;
    webhook_id: string;
    event_id: string;
    at: Date;
    status: number | null;
    failure: string | null;
    took_ms: number;
    excerpt: Generated<string>;
  };
};
