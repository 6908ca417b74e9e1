import type { Generated } from 'kysely';
import type { TaxOccasion, TaxRecipient } from '#src/domain/gift/tax-class.ts';
import type { GiftCardStatus, GiftStatus } from '#src/domain/states.ts';

export type GiftTables = {
  gift: {
    organization_id: string;
    id: string;
    recognition_id: string;
    recipient_id: string;
    giver_id: string;
    department_id: string;
    region: string;
    amount_minor: bigint;
    currency: string;
    status: GiftStatus;
    funding_source: Generated<string>;
    value_source: Generated<string>;
    expires_at: Date | null;
    tax_class: Generated<TaxRecipient>;
    /** These three are null of gifts that were given before there were any. */
    tax_country: Generated<string | null>;
    tax_occasion: Generated<TaxOccasion | null>;
    tax_zone: Generated<string | null>;
    occasion: Generated<string>;
    period: Generated<string | null>;
    created_at: Date;
    issued_at: Generated<Date | null>;
    redeemed_at: Date | null;
    voided_at: Generated<Date | null>;
    voided_by: Generated<string | null>;
    void_reason: Generated<string>;
  };
  claim_deadline: { organization_id: string; gift_id: string; due_at: Date };
  gift_card: {
    organization_id: string;
    gift_id: string;
    item_id: string | null;
    name: string | null;
    provider: string | null;
    product: string | null;
    status: Generated<GiftCardStatus>;
    due_at: Date | null;
  };
  claim_link: {
    organization_id: string;
    token_hash: Buffer;
    gift_id: string;
    person_id: string;
    created_at: Date;
  };
  code: {
    organization_id: string;
    gift_id: string;
    hmac: Buffer;
    key_id: string;
    sealed: Buffer | null;
    last_four: string;
    bound_to: string | null;
  };
  code_report: {
    organization_id: string;
    id: string;
    gift_id: string;
    reported_by: string;
    reported_at: Date;
    reason: Generated<string>;
    ended_at: Generated<Date | null>;
    salt: Generated<string>;
  };
};
