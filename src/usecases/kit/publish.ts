import { type GiftOfEvent, listGiftsOfEvents } from '#src/db/webhook/gift-event.ts';
import { findWantedTypes } from '#src/db/webhook/webhook.ts';
import { insertWebhookEvents } from '#src/db/webhook/webhook-event.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { EVENT_TYPES, type EventType, type NewEvent } from '#src/domain/webhook/event-types.ts';
import { writeEventData } from '#src/domain/webhook/write-event-data.ts';
import type { Deps } from './deps.ts';

/** Tells the webhooks that chose it what happens in this transaction, once it is committed. Costs one look where none did. */
export async function publish(
  { newId }: Pick<Deps, 'newId'>,
  tx: Tx,
  events: readonly NewEvent[],
): Promise<void> {
  const wanted = await findWanted(tx, events);
  const written = wanted.map(({ organizationId, type, data }) => {
    return { organizationId, id: newId(), type, data: writeEventData(EVENT_TYPES[type], data) };
  });
  tx.after('send-webhooks', await insertWebhookEvents(tx, written));
}

/** The types of events about a gift. */
type GiftEventType = Extract<EventType, `gift.${string}`>;

type GiftRef = { organizationId: string; giftId: string };

/** The same for gifts, of which only the ids need be known. `more`: what the type tells besides. */
export async function publishGifts(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { type, gifts, more = {} }: { type: GiftEventType; gifts: readonly GiftRef[]; more?: object },
): Promise<void> {
  const wanted = await findWanted(
    tx,
    gifts.map((gift) => ({ ...gift, type })),
  );
  if (wanted.length === 0) return;
  const told = await listGiftsOfEvents(tx, wanted);
  await publish(
    deps,
    tx,
    told.map(({ organizationId, data }: GiftOfEvent) => {
      return { organizationId, type, data: { ...data, ...more } } as NewEvent;
    }),
  );
}

async function findWanted<E extends { organizationId: string; type: EventType }>(
  tx: Tx,
  events: readonly E[],
): Promise<E[]> {
  if (events.length === 0) return [];
  const organizationIds = [...new Set(events.map(({ organizationId }) => organizationId))];
  const wanted = await findWantedTypes(tx, organizationIds);
  return events.filter(({ organizationId, type }) => wanted.get(organizationId)?.has(type));
}
