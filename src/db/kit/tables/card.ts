import type { Generated, JSONColumnType } from 'kysely';
import type { CardKind } from '#src/domain/message/buttons.ts';
import type { DeliveryStatus } from '#src/domain/states.ts';

export type CardTables = {
  placed_card: {
    organization_id: string;
    id: string;
    kind: CardKind;
    subject_id: string;
    platform: string;
    workspace_id: string;
    place: string;
    shown: string;
    version: Generated<number>;
    changes_at: Date;
    ends_at: Date;
    status: DeliveryStatus;
    due_at: Date;
    attempts: Generated<number>;
  };
  playground_message: {
    organization_id: string;
    id: string;
    at: Date;
    place: 'channel' | 'direct';
    reader: string | null;
    author: string | null;
    mentions: string | null;
    key: string | null;
    body: JSONColumnType<object>;
  };
};
