import type { Reader, Tx } from '#src/db/kit/schema.ts';
import type { TaxSetting } from '#src/domain/report/tax-setting.ts';

/** All that an organization said about tax, in the order in which it was said. */
export async function listTaxSettings(db: Reader, organizationId: string): Promise<TaxSetting[]> {
  const rows = await db
    .selectFrom('tax_setting')
    .select(['since', 'basis', 'is_grossed_up', 'pay_kind', 'pay_anchor'])
    .where('organization_id', '=', organizationId)
    .orderBy('set_at')
    .orderBy('id')
    .execute();
  return rows.map(({ since, basis, is_grossed_up: isGrossedUp, pay_kind: kind, pay_anchor: anchor }) => {
    return { since, basis, isGrossedUp, pay: { kind, anchor } };
  });
}

export async function insertTaxSetting(
  tx: Tx,
  setting: TaxSetting & { organizationId: string; id: string; setBy: string | null },
): Promise<void> {
  await tx
    .insertInto('tax_setting')
    .values({
      organization_id: setting.organizationId,
      id: setting.id,
      since: setting.since,
      basis: setting.basis,
      is_grossed_up: setting.isGrossedUp,
      pay_kind: setting.pay.kind,
      pay_anchor: setting.pay.anchor,
      set_at: tx.now,
      set_by: setting.setBy,
    })
    .execute();
}
