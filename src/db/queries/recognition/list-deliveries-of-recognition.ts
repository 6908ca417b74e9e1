import type { Channel } from '#src/domain/message/channels.ts';
import { within } from '#src/db/kit/within.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { DeliveryStatus } from '#src/domain/states.ts';
import type { Reader } from '#src/db/kit/schema.ts';

/** How far a gift's message has come. `reason` is the last thing that went wrong. */
export type DeliveryState = {
  giftId: string;
  status: DeliveryStatus;
  channel: Channel | null;
  reason: string | null;
};

/** The deliveries of a recognition's gifts; empty when the reader may not see it. */
export async function listDeliveriesOfRecognition(
  db: Reader,
  scope: Scope,
  recognitionId: string,
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
    .where('gift.organization_id', '=', scope.organizationId)
    .where('gift.recognition_id', '=', recognitionId)
    .where(within(scope, { people: ['gift.giver_id'], department: 'gift.department_id' }))
    .execute();
}
