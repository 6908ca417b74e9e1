import type { StoredMoney } from '#src/domain/outcome.ts';

/**
 * The content of a notification: what its message needs and its subject's row does not hold. It never contains a code.
 */
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
  | { kind: 'gift.voided'; detail: TakenBack }
  /** `recipient` is a name, `reason` what was tried. */
  | { kind: 'gift.undelivered'; detail: { recipient: string; money: StoredMoney; reason: string } };

/** `giver` is a name. */
type TakenBack = { giver: string; money: StoredMoney; reason: string };

/** Asks for a decision, reminds of one or reports it; tells how full a budget is, that a gift was taken back, or that it reached nobody. */
export type NotificationKind = NotificationBody['kind'];

/** Who is told what by a notification. `subjectId`: see `NotificationBody`. */
export type Notification = { personId: string; subjectId: string } & NotificationBody;

/** What a notification is about: the same thing is told only once. For a budget, each threshold counts separately. */
export function notificationKey(notification: Notification): string {
  const { kind, subjectId, personId } = notification;
  const which = notification.kind === 'budget.alert' ? [notification.detail.percent] : [];
  return [kind, subjectId, ...which, personId].join(':');
}
