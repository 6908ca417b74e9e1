import type { Reader } from '#src/db/kit/schema.ts';
import { countBlankedActivities, oldActivities } from '#src/db/ledger/blank-record.ts';
import { countOldAddresses, countOldTexts } from '#src/db/people/retention.ts';
import { countBlankedRequests, oldRequests } from '#src/db/recognition/blank-requests.ts';
import type { Scope } from '#src/domain/people/access.ts';
import { cutoffOf, type Retention } from '#src/domain/people/retention.ts';
import { keepsPeople } from './keeps-people.ts';

/** How many rows would lose their texts, and their addresses, if no more were kept than this. */
export type RetentionPreview = { texts: number; addresses: number };

/** Undefined for readers who may not say what is kept. */
export async function previewRetention(
  db: Reader,
  scope: Scope,
  { textDays, addressDays, now }: Retention & { now: Date },
): Promise<RetentionPreview | undefined> {
  if (!keepsPeople(scope)) return undefined;
  const { organizationId } = scope;
  const [texts, addresses] = [cutoffOf(textDays, now), cutoffOf(addressDays, now)];
  return {
    texts: texts ? await countTexts(db, organizationId, texts) : 0,
    addresses: addresses ? await countOldAddresses(db, { organizationId, before: addresses }) : 0,
  };
}

async function countTexts(db: Reader, organizationId: string, before: Date): Promise<number> {
  const counts = [
    await countBlankedRequests(db, oldRequests(organizationId, before)),
    await countBlankedActivities(db, oldActivities(organizationId, before)),
    await countOldTexts(db, { organizationId, before }),
  ];
  return counts.reduce((sum, count) => sum + count, 0);
}
