import type { Reader, Tx } from '#src/db/kit/schema.ts';

export type NewCodeReport = {
  organizationId: string;
  id: string;
  giftId: string;
  reportedBy: string;
  reason: string;
};

type GiftRef = { organizationId: string; giftId: string };

/** Freezes a locked gift's code. Throws when it is frozen already. */
export async function insertCodeReport(tx: Tx, report: NewCodeReport): Promise<void> {
  await tx
    .insertInto('code_report')
    .values({
      organization_id: report.organizationId,
      id: report.id,
      gift_id: report.giftId,
      reported_by: report.reportedBy,
      reported_at: tx.now,
      reason: report.reason,
    })
    .execute();
}

/**
 * Whether a gift's code is frozen: somebody reported it, and it was not replaced since. Lock the gift first, in a statement of its
 * own, so that a report that came in between is seen.
 */
export async function isCodeReported(db: Reader, { organizationId, giftId }: GiftRef): Promise<boolean> {
  const report = await db
    .selectFrom('code_report')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('gift_id', '=', giftId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return report !== undefined;
}

/** Ends the report of a locked gift, whose code was replaced. */
export async function saveReportEnded(tx: Tx, { organizationId, giftId }: GiftRef): Promise<void> {
  await tx
    .updateTable('code_report')
    .set({ ended_at: tx.now })
    .where('organization_id', '=', organizationId)
    .where('gift_id', '=', giftId)
    .where('ended_at', 'is', null)
    .execute();
}

/** Replaces the code of a locked gift that is reported; the old one is found no more. */
export async function replaceCode(
  tx: Tx,
  { organizationId, giftId }: GiftRef,
  code: { keyId: string; hmac: Uint8Array; sealed: Uint8Array; lastFour: string },
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('code')
    .set({
      hmac: Buffer.from(code.hmac),
      key_id: code.keyId,
      sealed: Buffer.from(code.sealed),
      last_four: code.lastFour,
    })
    .where('organization_id', '=', organizationId)
    .where('gift_id', '=', giftId)
    .where('sealed', 'is not', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new Error(`the code of gift ${giftId} changed under its lock`);
}

/** The last four letters of a gift's code. */
export async function getLastFour(db: Reader, { organizationId, giftId }: GiftRef): Promise<string> {
  const code = await db
    .selectFrom('code')
    .select('last_four as lastFour')
    .where('organization_id', '=', organizationId)
    .where('gift_id', '=', giftId)
    .executeTakeFirstOrThrow();
  return code.lastFour;
}
