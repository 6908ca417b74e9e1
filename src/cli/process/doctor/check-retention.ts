import type { Db } from '#src/db/kit/schema.ts';
import { findOrganization } from '#src/db/people/organization.ts';
import { findRetention, findRetentionRun } from '#src/db/people/retention.ts';
import { DAY_MS } from '#src/domain/kit/time.ts';
import type { Finding } from '#src/ports/doctor.ts';
import { createWords } from '#src/words/words.ts';

/** It is seen to once a day: after two, nobody does. */
const LATE_MS = 2 * DAY_MS;

/** Whether what is too old was looked for of late, and what went then. */
export async function checkRetention(db: Db, now: Date): Promise<Finding[]> {
  const organization = await findOrganization(db);
  if (!organization) return [];
  const { textDays, addressDays } = await findRetention(db, organization.id);
  const subject = 'Retention';
  const { say, dateAndTime } = createWords();
  const kept = `${say('retention.texts', { days: textDays ?? 0 })} ${say('retention.addresses', { days: addressDays ?? 0 })}`;
  if (textDays === null && addressDays === null) return [{ subject, level: 'ok', message: kept }];
  const run = await findRetentionRun(db, organization.id);
  const ran = run
    ? say('retention.ran', { on: dateAndTime(run.ranAt, organization.timeZone), count: run.blanked })
    : say('retention.never');
  const isLate = !run || now.getTime() - run.ranAt.getTime() > LATE_MS;
  const message = `${kept} ${ran}`;
  if (!isLate) return [{ subject, level: 'ok', message }];
  return [{ subject, level: 'warning', message, fix: 'Let a worker run: largesse start does' }];
}
