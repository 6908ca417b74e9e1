import type { Generated, JSONColumnType } from 'kysely';
import type { Channel, ClosedWays } from '#src/domain/message/channels.ts';
import type { ChosenNews } from '#src/domain/message/chosen-news.ts';
import type { NotificationKind } from '#src/domain/message/notifications.ts';
import type { DeliveryStatus } from '#src/domain/states.ts';

export type MessageTables = {
  unwanted_news: {
    organization_id: string;
    person_id: string;
    kind: ChosenNews;
  };
  notification: {
    organization_id: string;
    id: string;
    kind: NotificationKind;
    person_id: string;
    subject_id: string;
    detail: JSONColumnType<Record<string, unknown>>;
    key: string;
    status: DeliveryStatus;
    channel: 'dm' | 'email' | null;
    closed: JSONColumnType<ClosedWays>;
    attempts: Generated<number>;
    due_at: Date;
    message_id: string | null;
    last_error: string | null;
    created_at: Date;
    sent_at: Date | null;
  };
  delivery: {
    organization_id: string;
    gift_id: string;
    status: DeliveryStatus;
    channel: Channel | null;
    closed: JSONColumnType<ClosedWays>;
    attempts: Generated<number>;
    due_at: Date;
    message_id: string | null;
    last_error: string | null;
    sent_at: Date | null;
    resent: Generated<number>;
  };
};
