import { countText } from '#src/cli/kit/count-text.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { findOrganization } from '#src/db/people/organization.ts';
import { listPauses, type Pause } from '#src/db/reward/reward-pause.ts';
import type { Finding } from '#src/ports/doctor.ts';

/** Which providers of rewards do not sell to us at the moment: since when, why, and what waits for it. */
export async function checkPauses(db: Db): Promise<Finding[]> {
  const organization = await findOrganization(db);
  const pauses = organization ? await listPauses(db, organization.id) : [];
  return pauses.map(paused);
}

function paused({ provider, pausedAt, tryAt, reason, waiting }: Pause): Finding {
  const since = `since ${timeText(pausedAt)} it does not sell to us: ${reason}`;
  const waits = `${countText(waiting, 'purchase')} ${waiting === 1 ? 'waits' : 'wait'}`;
  return {
    subject: provider,
    level: 'warning',
    message: `${since}. ${waits}, and it is tried again at ${timeText(tryAt)}`,
    fix: 'Look at the account there: funds, a freeze, its keys. It goes on by itself; what cannot wait is given up by: largesse rewards cancel ID --reason WHY',
  };
}

function timeText(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
