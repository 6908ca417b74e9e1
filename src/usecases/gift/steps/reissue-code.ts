import type { LockedApproval } from '#src/db/approval/approval.ts';
import { isCodeReported, replaceCode, saveReportEnded } from '#src/db/gift/code-report.ts';
import { type GiftToVoid, lockGiftsToVoid } from '#src/db/gift/void.ts';
import { deleteFailedJob } from '#src/db/jobs/failed-job.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { readFacts } from '#src/db/ledger/gift-facts.ts';
import { saveResent } from '#src/db/message/delivery.ts';
import { refusalOfStatus } from '#src/domain/gift/taking-back.ts';
import { storeMoney } from '#src/domain/kit/money.ts';
import { must } from '#src/domain/kit/must.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { notify } from '#src/usecases/kit/notify.ts';
import { refreshCards } from '#src/usecases/kit/refresh-cards.ts';
import { mintCode } from './mint-code.ts';
import { refusalOfAlteredGifts } from './refuse-altered-gifts.ts';

type ReissueDeps = Pick<Deps, 'newId' | 'keys' | 'log'>;

/**
 * Gives a reported gift another code, once a second person has approved it, and sends it anew. The old one is dead for good, and no
 * money moves: the gift and its value are the same. Recipient and giver are told.
 *
 * Refuses a gift whose value has moved on, or whose code is not reported.
 */
export async function reissueCode(
  deps: ReissueDeps,
  tx: Tx,
  approval: LockedApproval,
): Promise<Outcome<undefined>> {
  const { organizationId, subjectId: giftId } = approval;
  const [gift] = await lockGiftsToVoid(tx, organizationId, [giftId]);
  if (!gift) return refused({ kind: 'unknown-gift' });
  const refusal = refusalOfStatus(gift);
  if (refusal) return refused(refusal);
  if (!(await isCodeReported(tx, gift))) return refused({ kind: 'code-not-reported' });
  const altered = await refusalOfAlteredGifts(deps, tx, { organizationId, giftIds: [giftId] });
  if (altered) return refused(altered);
  await replace(deps, tx, gift, approval);
  await deleteFailedJob(tx, { organizationId, job: 'deliver-gift', subjectId: giftId });
  await saveResent(tx, gift, { at: tx.now, saysElse: true });
  tx.after('deliver-gift', [giftId]);
  await tell(deps, tx, gift, approval.id);
  await refreshCards(tx, organizationId, [giftId, gift.recipientId]);
  return done(undefined);
}

async function replace(
  deps: ReissueDeps,
  tx: Tx,
  gift: GiftToVoid,
  { requestedBy: actorId, id: approvalId }: LockedApproval,
): Promise<void> {
  const { organizationId, giftId, recipientId: subjectId } = gift;
  const code = mintCode(deps.keys, giftId);
  await replaceCode(tx, gift, code);
  await saveReportEnded(tx, gift);
  const facts = await readFacts(tx, organizationId, [giftId]);
  await insertActivities(tx, [
    {
      organizationId,
      id: deps.newId(),
      at: tx.now,
      kind: 'code.reissued',
      actorId,
      subjectId,
      giftId,
      detail: { approvalId, lastFour: code.lastFour },
      facts: must(facts.get(giftId), `facts of gift ${giftId}`),
    },
  ]);
}

async function tell(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { organizationId, recipientId, giverId, recipientName: recipient, ...gift }: GiftToVoid,
  subjectId: string,
): Promise<void> {
  const money = storeMoney(gift);
  const told = [...new Set([recipientId, giverId])].map((personId) => {
    const detail = { recipient, money, isOwn: personId === recipientId };
    return { organizationId, personId, subjectId, kind: 'code.reissued' as const, detail };
  });
  await notify(deps, tx, told);
}
