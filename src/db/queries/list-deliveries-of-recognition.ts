import type { Channel } from '#src/domain/message/channels.ts';
import type { DeliveryStatus } from '#src/domain/states.ts';
import type { Reader } from '#src/db/kit/schema.ts';

/** How far a gift's message has come. `reason` says what went wrong last. */
export type DeliveryState = {
  giftId: string;
  status: DeliveryStatus;
  channel: Channel | null;
  reason: string | null;
};

/** The deliveries of the gifts that a recognition became. */
export async function listDeliveriesOfRecognition(
  db: Reader,
  recognition: { organizationId: string; id: string },
): Promise<DeliveryState[]> {
  return db
    .selectFrom('delivery')
    .innerJoin('gift', (join) =>
      join
        .onRef('gift.organization_id', '=', 'delivery.organization_id')
        .onRef('gift.id', '=', 'delivery.gift_id'),
    )
    .select([
      'delivery.gift_id as giftId',
      'delivery.status',
      'delivery.channel',
      'delivery.last_error as reason',
    ])
    .where('gift.organization_id', '=', recognition.organizationId)
    .where('gift.recognition_id', '=', recognition.id)
    .execute();
}
