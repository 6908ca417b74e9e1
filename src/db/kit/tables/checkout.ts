import type { Generated } from 'kysely';
import type { BackWay } from '#src/domain/checkout/give-back.ts';
import type { PaymentCallKind } from '#src/domain/checkout/payment.ts';
import type { TenderKind } from '#src/domain/checkout/tenders.ts';
import type { CheckoutStatus, PaymentCallStatus } from '#src/domain/states.ts';

export type CheckoutTables = {
  marketplace: { organization_id: string; id: string; name: string; currency: string; added_at: Date };
  checkout: {
    organization_id: string;
    id: string;
    person_id: string;
    marketplace_id: string;
    amount_minor: bigint;
    currency: string;
    description: Generated<string>;
    request_id: string;
    made_at: Date;
    expires_at: Date;
    status: CheckoutStatus;
    captured_minor: Generated<bigint>;
    capture_key: Generated<string | null>;
    ended_at: Generated<Date | null>;
  };
  tender: {
    organization_id: string;
    id: string;
    checkout_id: string;
    place: number;
    kind: TenderKind;
    grant_id: string | null;
    authorized_minor: bigint;
    captured_minor: Generated<bigint>;
    refunded_minor: Generated<bigint>;
    method: string | null;
    provider_ref: Generated<string | null>;
  };
  refund: {
    organization_id: string;
    id: string;
    checkout_id: string;
    amount_minor: bigint;
    request_id: string;
    reason: string;
    refunded_at: Date;
    refunded_by: string | null;
    salt: Generated<string>;
  };
  given_back: {
    organization_id: string;
    id: string;
    checkout_id: string;
    tender_id: string;
    refund_id: string | null;
    amount_minor: bigint;
    way: BackWay;
    grant_id: string | null;
    closing_id: string | null;
  };
  payment_call: {
    organization_id: string;
    id: string;
    checkout_id: string;
    tender_id: string;
    refund_id: string | null;
    kind: PaymentCallKind;
    amount_minor: bigint;
    asked_at: Date;
    status: Generated<PaymentCallStatus>;
    due_at: Date;
    attempts: Generated<number>;
    token: string | null;
    last_error: Generated<string | null>;
  };
};
