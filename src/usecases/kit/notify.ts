import { insertNotifications, type NewNotification } from '#src/db/message/notification.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { Deps } from './deps.ts';

/** Notifies people of anything but a gift, once this is committed. Nobody is told the same thing twice. */
export async function notify(
  { newId }: Pick<Deps, 'newId'>,
  tx: Tx,
  notifications: readonly NewNotification[],
): Promise<void> {
  const rows = notifications.map((one) => ({ ...one, id: newId(), createdAt: tx.now }));
  tx.after('send-notification', await insertNotifications(tx, rows));
}
