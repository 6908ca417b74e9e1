import { getLastFour, insertCodeReport, isCodeReported } from '#src/db/gift/code-report.ts';
import { lockGiftsToVoid, type GiftToVoid } from '#src/db/gift/void.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { listByRoles } from '#src/db/people/person.ts';
import { refusalOfCard } from '#src/domain/gift/gift-card.ts';
import { type Money, storeMoney } from '#src/domain/kit/money.ts';
import { done, type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import { may } from '#src/domain/people/access.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { GiftStatus } from '#src/domain/states.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { notify } from '#src/usecases/kit/notify.ts';

/** A code that is frozen now. `isRepeat`: it was before. */
export type ReportedCode = {
  giftId: string;
  giverName: string;
  recipientName: string;
  money: Money;
  lastFour: string;
  isRepeat: boolean;
};

const WHY_NOT: Partial<Record<GiftStatus, Refusal>> = {
  reserved: { kind: 'not-given-yet' },
  redeemed: { kind: 'already-redeemed' },
  expired: { kind: 'gift-expired' },
  voided: { kind: 'gift-withdrawn' },
};

/**
 * Freezes a gift's code at once, because it is lost or somebody else saw it: nobody can redeem it, and no money moves. Its giver
 * and the admins are told; HR, finance or an admin can have it replaced with a second person.
 *
 * For its recipient, its giver, HR, finance and admins. Refuses everybody else, gifts whose value has moved on, and those that are a gift
 * card: nobody has seen a code of theirs.
 */
export async function freezeCode(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { person, giftId, reason = '' }: { person: Person; giftId: string; reason?: string },
): Promise<Outcome<ReportedCode>> {
  const { organizationId } = person;
  return transact(deps, async (tx) => {
    const [gift] = await lockGiftsToVoid(tx, organizationId, [giftId]);
    if (!gift) return refused({ kind: 'unknown-gift' });
    const isTheirs = gift.recipientId === person.id || gift.giverId === person.id;
    if (!isTheirs && !may(person.role, 'guard-wallets')) return refused({ kind: 'not-yours' });
    const refusal = WHY_NOT[gift.status] ?? refusalOfCard(gift.card);
    if (refusal) return refused(refusal);
    const { recipientName, giverName } = gift;
    const lastFour = await getLastFour(tx, gift);
    const isRepeat = await isCodeReported(tx, gift);
    if (!isRepeat) await report(deps, tx, gift, { person, reason, lastFour });
    return done({ giftId, giverName, recipientName, money: gift, lastFour, isRepeat });
  });
}

type Report = { person: Person; reason: string; lastFour: string };

async function report(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  gift: GiftToVoid,
  { person, reason, lastFour }: Report,
): Promise<void> {
  const { organizationId, giftId, recipientId, giverId, recipientName: recipient } = gift;
  const id = deps.newId();
  await insertCodeReport(tx, { organizationId, id, giftId, reportedBy: person.id, reason });
  const who = { actorId: person.id, subjectId: recipientId, giftId };
  await insertActivities(tx, [
    {
      organizationId,
      id: deps.newId(),
      at: tx.now,
      kind: 'code.reported',
      ...who,
      detail: { reportId: id, lastFour, ...(reason && { reason }) },
    },
  ]);
  const admins = await listByRoles(tx, organizationId, ['admin']);
  const readers = new Set([recipientId, giverId, ...admins]);
  // Whoever reported it gets an answer of their own.
  readers.delete(person.id);
  const detail = { recipient, by: person.name, money: storeMoney(gift), lastFour, reason };
  await notify(
    deps,
    tx,
    [...readers].map((personId) => {
      return { organizationId, personId, subjectId: id, kind: 'code.reported' as const, detail };
    }),
  );
}
