import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { FileFormat } from '#src/domain/kit/file-format.ts';
import type { SpendDimension } from '#src/domain/kit/spend-dimension.ts';
import type { TaxMapColumn } from '#src/domain/report/tax-map.ts';
import type { PayKind, TaxBasis } from '#src/domain/report/tax-setting.ts';

export type ReportTables = {
  month_told: {
    organization_id: string;
    month: string;
    told_at: Date;
  };
  week_told: {
    organization_id: string;
    person_id: string;
    week: string;
    told_at: Date;
  };
  spend_mailing: {
    organization_id: string;
    person_id: string;
    by: SpendDimension;
    format: FileFormat;
    set_at: Date;
    mailed_month: Generated<string | null>;
  };
  looked_at: {
    organization_id: string;
    kind: 'pair' | 'ring';
    subject: string;
    looked_by: string;
    looked_at: Date;
    reason: string;
  };
  spend_daily: {
    organization_id: string;
    department_id: string;
    giver_id: string;
    day: string;
    currency: string;
    occasion: Generated<string>;
    gifts: number;
    amount_minor: bigint;
  };
  department_spend_daily: {
    organization_id: string;
    day: string;
    department_id: string;
    currency: string;
    gifts: number;
    amount_minor: bigint;
  };
  spend_noted: {
    organization_id: string;
    day: string;
    department_id: string;
    currency: string;
    giver_id: string | null;
    recipient_id: string;
    region: string;
    occasion: string | null;
    marketplace: string | null;
    gifts: number;
    asked_minor: bigint;
    given_minor: bigint;
    delivered_minor: bigint;
    redeemed_minor: bigint;
    spent_minor: bigint;
    returned_minor: bigint;
  };
  spend_sum: {
    organization_id: string;
    dimension: 'department' | 'giver' | 'recipient' | 'region' | 'occasion' | 'marketplace';
    span: 'day' | 'month' | 'quarter' | 'year';
    start: string;
    department_id: string;
    currency: string;
    member: string;
    gifts: bigint;
    asked_minor: bigint;
    given_minor: bigint;
    delivered_minor: bigint;
    redeemed_minor: bigint;
    spent_minor: bigint;
    returned_minor: bigint;
  };
  tax_setting: {
    organization_id: string;
    id: string;
    since: string;
    basis: TaxBasis;
    is_grossed_up: boolean;
    pay_kind: PayKind;
    pay_anchor: string;
    set_at: Date;
    set_by: string | null;
  };
  tax_map: {
    organization_id: string;
    name: string;
    name_key: ColumnType<string, never, never>;
    file_name: string;
    columns: JSONColumnType<TaxMapColumn[]>;
    set_at: Date;
    set_by: string | null;
  };
};
