import type { StoredMoney } from '#src/domain/outcome.ts';

/** What a notification tells, with what its message needs and its subject's row does not say. It never holds a code. */
export type NotificationBody =
  /** The subject of these is the approval. */
  | { kind: 'approval.asked'; detail: Record<string, never> }
  | { kind: 'approval.reminder'; detail: Record<string, never> }
  | { kind: 'approval.decided'; detail: Record<string, never> }
  /** Its subject is the budget's account. `until` is an ISO instant, `percent` one of the thresholds. */
  | {
      kind: 'budget.alert';
      detail: {
        department: string;
        percent: number;
        granted: StoredMoney;
        left: StoredMoney;
        until: string;
        timeZone: string;
      };
    }
  /** The subject of these is the gift. */
  | { kind: 'gift.undone'; detail: TakenBack }
  | { kind: 'gift.voided'; detail: TakenBack };

/** `giver` is a name. */
type TakenBack = { giver: string; money: StoredMoney; reason: string };

/** A decision to make or a reminder of it, what was decided, how full a budget is, a gift taken back. */
export type NotificationKind = NotificationBody['kind'];

/** Whom a notification tells what. `subjectId`: see `NotificationBody`. */
export type Notification = { personId: string; subjectId: string } & NotificationBody;

/** What a notification is sent for: the same is told once. Of a budget, each threshold is something else. */
export function notificationKey(notification: Notification): string {
  const { kind, subjectId, personId } = notification;
  const which = notification.kind === 'budget.alert' ? [notification.detail.percent] : [];
  return [kind, subjectId, ...which, personId].join(':');
}
