import { saveNotificationsSent } from '#src/db/message/notification.ts';
import type { NotificationToSend } from './lease-notifications.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { type Attempt, type NextStep, recordAttempts, sentMessage } from './steps/record-attempts.ts';

/** Writes what came of attempts to send notifications; see `recordAttempts`. */
export async function recordNotifications(
  deps: Pick<Deps, 'db' | 'clock'>,
  attempts: readonly Attempt<NotificationToSend>[],
): Promise<NextStep[]> {
  return recordAttempts(deps, 'send-notification', attempts, {
    since: ({ createdAt }) => createdAt,
    saveSent: (sent) => saveNotificationsSent(deps.db, sent.map(sentMessage), deps.clock.now()),
  });
}
