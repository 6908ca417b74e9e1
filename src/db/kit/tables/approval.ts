import type { Generated } from 'kysely';
import type { ApprovalKind, ApprovalStatus } from '#src/domain/states.ts';

export type ApprovalTables = {
  approval: {
    organization_id: string;
    id: string;
    kind: ApprovalKind;
    subject_id: string;
    department_id: string;
    requested_by: string;
    excluded: Generated<string[]>;
    amount_minor: bigint;
    currency: string;
    reason: Generated<string>;
    status: ApprovalStatus;
    requested_at: Date;
    remind_at: Date | null;
    expires_at: Date;
    decided_at: Date | null;
    decided_by: string | null;
    decision_reason: Generated<string>;
    salt: Generated<string>;
    asked_at: Generated<Date | null>;
  };
  approval_link: {
    organization_id: string;
    token_hash: Buffer;
    approval_id: string;
    person_id: string;
    created_at: Date;
  };
  delegation: {
    organization_id: string;
    id: string;
    person_id: string;
    delegate_id: string;
    starts_at: Date;
    ends_at: Date;
    created_at: Generated<Date>;
  };
};
