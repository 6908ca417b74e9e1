import { listUnwantedNewsWithin } from '#src/db/queries/message/list-unwanted-news-within.ts';
import { chooseNews } from '#src/usecases/message/choose-news.ts';
import { deliveries } from '#src/usecases/message/deliveries.ts';
import { notifications } from '#src/usecases/message/notifications.ts';
import { resendGift } from '#src/usecases/message/resend-gift.ts';
import { fromDb } from './from.ts';

export const messageUseCases = {
  chooseNews,
  leaseDeliveries: deliveries.lease,
  leaseNotifications: notifications.lease,
  recordDeliveries: deliveries.record,
  recordNotifications: notifications.record,
  resendGift,
};

export const messageQueries = { listUnwantedNews: fromDb('session', listUnwantedNewsWithin) };

export type { DeliveryToSend } from '#src/usecases/message/deliveries.ts';
export type { NotificationContent, NotificationToSend } from '#src/usecases/message/notifications.ts';
