import { type Activity, insertActivities } from '#src/db/ledger/activity.ts';
import { blankActivities, oldActivities, textsOfRecord } from '#src/db/ledger/blank-record.ts';
import { readFacts } from '#src/db/ledger/gift-facts.ts';
import { findAlteredGifts } from '#src/db/ledger/on-record.ts';
import { listOrganizationIds } from '#src/db/people/organization.ts';
import {
  blankOldAddresses,
  blankOldApprovals,
  blankOldTexts,
  findRetention,
  findRetentionRun,
  saveRetentionRun,
} from '#src/db/people/retention.ts';
import {
  blankRequests,
  listGiftsOfRequests,
  lockBlanked,
  oldRequests,
} from '#src/db/recognition/blank-requests.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { must } from '#src/domain/kit/must.ts';
import { cutoffOf } from '#src/domain/people/retention.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

type RetentionDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'operator'>;

/** So few that nobody waits long for a row. */
const BATCH = 200;
/** One run blanks no more, and goes on the next day. */
const MOST_BATCHES = 500;
const DAY_MS = 86_400_000;
/** A run that is due once a day comes a little earlier than the last one did. */
const SLACK_MS = 3_600_000;

/**
 * Blanks texts and addresses that are older than an organization keeps them, in batches of one transaction each. Once a day: it does
 * nothing when the last run was within the day. Returns how many rows were blanked.
 */
export async function applyRetention(deps: RetentionDeps): Promise<number> {
  let blanked = 0;
  for (const organizationId of await listOrganizationIds(deps.db)) {
    const now = deps.clock.now();
    const { textDays, addressDays } = await findRetention(deps.db, organizationId);
    if (textDays === null && addressDays === null) continue;
    const last = await findRetentionRun(deps.db, organizationId);
    if (last && now.getTime() - last.ranAt.getTime() < DAY_MS - SLACK_MS) continue;
    const [texts, addresses] = [cutoffOf(textDays, now), cutoffOf(addressDays, now)];
    const steps: ((tx: Tx) => Promise<number>)[] = [
      ...(texts ? textSteps(deps, { organizationId, before: texts }) : []),
      ...(addresses
        ? [(tx: Tx) => blankOldAddresses(tx, { organizationId, before: addresses, limit: BATCH })]
        : []),
    ];
    const rows = await runAll(deps, steps);
    await transact(deps, (tx) => recordRun(deps, tx, organizationId, rows));
    blanked += rows;
  }
  return blanked;
}

async function runAll(deps: RetentionDeps, steps: readonly ((tx: Tx) => Promise<number>)[]): Promise<number> {
  let rows = 0;
  for (const step of steps) {
    for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
      const done = await transact(deps, step);
      rows += done;
      if (done === 0) break;
    }
  }
  return rows;
}

async function recordRun(deps: RetentionDeps, tx: Tx, organizationId: string, rows: number): Promise<void> {
  await saveRetentionRun(tx, organizationId, rows);
  if (rows === 0) return;
  const detail = { rows };
  await insertActivities(tx, [
    { organizationId, id: deps.newId(), at: tx.now, kind: 'retention.applied', detail },
  ]);
}

type Old = { organizationId: string; before: Date };

/** A decision and the record of it lose their reasons together: a proof holds one to the other. */
function textSteps(deps: RetentionDeps, { organizationId, before }: Old): ((tx: Tx) => Promise<number>)[] {
  return [
    (tx) => blankOldRequests(deps, tx, { organizationId, before }),
    async (tx) => {
      const ids = await blankOldApprovals(tx, { organizationId, before, limit: BATCH });
      const named = ids.map((id) => `'${id}'`).join(', ');
      if (ids.length > 0) {
        const where = `t.kind = 'approval.decided' and t.detail ->> 'approvalId' in (${named})`;
        await blankActivities(tx, deps.keys, { ...textsOfRecord(organizationId), where });
      }
      return ids.length;
    },
    (tx) => blankActivities(tx, deps.keys, { ...oldActivities(organizationId, before), limit: BATCH }),
    (tx) => blankOldTexts(tx, { organizationId, before, limit: BATCH }),
  ];
}

/** A gift that is not as it was recorded is left alone: a false one must not be made right. */
async function blankOldRequests(
  { keys, newId }: RetentionDeps,
  tx: Tx,
  { organizationId, before }: Old,
): Promise<number> {
  const requests = await lockBlanked(tx, { ...oldRequests(organizationId, before), limit: BATCH });
  const requestIds = requests.map(({ id }) => id);
  const gifts = await listGiftsOfRequests(tx, organizationId, requestIds);
  const giftIds = gifts.map(({ id }) => id);
  const altered = await findAlteredGifts(tx, keys, { organizationId, giftIds });
  if (altered.length > 0)
    throw new Error(`gift ${altered[0]} is not as it was recorded: run largesse audit verify`);
  await blankRequests(tx, keys, requests);
  const facts = await readFacts(tx, organizationId, giftIds);
  const activities = gifts.map(
    ({ id: giftId, recipientId: subjectId }): Activity => ({
      organizationId,
      id: newId(),
      at: tx.now,
      kind: 'gift.blanked',
      subjectId,
      giftId,
      facts: must(facts.get(giftId), `facts of gift ${giftId}`),
    }),
  );
  await insertActivities(tx, activities);
  return requests.length;
}
