import type { Generated, JSONColumnType } from 'kysely';
import type { GrantStatus } from '#src/domain/states.ts';
import type { ClosingWay } from '#src/domain/wallet/closing.ts';
import type { StoredGuard } from '#src/domain/wallet/guard-policy.ts';

export type WalletTables = {
  wallet: {
    organization_id: string;
    person_id: string;
    frozen_at: Date | null;
    frozen_by: string | null;
    reason: string;
    salt: Generated<string>;
  };
  wallet_closing: {
    organization_id: string;
    id: string;
    person_id: string;
    currency: string;
    way: ClosingWay;
    department_id: string;
    asked_by: string;
    asked_at: Date;
    reason: string;
    done_at: Generated<Date | null>;
    amount_minor: Generated<bigint | null>;
    salt: Generated<string>;
  };
  guard_policy: {
    organization_id: string;
    id: string;
    rules: JSONColumnType<StoredGuard>;
    set_at: Date;
    set_by: string | null;
  };
  promo_grant: {
    organization_id: string;
    id: string;
    person_id: string;
    department_id: string;
    amount_minor: bigint;
    currency: string;
    reason: string;
    granted_at: Date;
    granted_by: string;
    expires_at: Date;
    request_id: string;
    status: Generated<GrantStatus>;
    ended_at: Generated<Date | null>;
    remind_at: Date | null;
    salt: Generated<string>;
  };
  wallet_standing: {
    organization_id: string;
    account_id: string;
    at: Date;
    posting_id: bigint;
    came_minor: bigint;
    balance_minor: bigint;
  };
};
