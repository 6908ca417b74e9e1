import type { Generated, JSONColumnType } from 'kysely';
import type { Role } from '#src/domain/people/roles.ts';
import type { FactorResetStatus } from '#src/domain/session/factor-reset.ts';
import type { FactorKind } from '#src/domain/session/factor.ts';
import type { SignInWay } from '#src/domain/session/session.ts';

export type SessionTables = {
  factor: {
    organization_id: string;
    id: string;
    person_id: string;
    kind: FactorKind;
    key_id: string;
    sealed: Buffer | null;
    last_step: Generated<bigint>;
    made_at: Date;
    expires_at: Date;
    confirmed_at: Date | null;
    ended_at: Date | null;
  };
  recovery_code: {
    organization_id: string;
    id: string;
    person_id: string;
    selector: string;
    salt: Buffer;
    hash: Buffer;
    made_at: Date;
    used_at: Date | null;
  };
  factor_policy: {
    organization_id: string;
    id: string;
    roles: Role[];
    over: JSONColumnType<Record<string, string>>;
    set_at: Date;
    set_by: string | null;
  };
  factor_reset: {
    organization_id: string;
    id: string;
    person_id: string;
    asked_by: string;
    reason: string;
    salt: Generated<string>;
    asked_at: Date;
    expires_at: Date;
    status: Generated<FactorResetStatus>;
    decided_by: string | null;
    decided_at: Date | null;
  };
  session: {
    organization_id: string;
    id: string;
    person_id: string;
    secret_hash: Buffer;
    made_at: Date;
    last_seen_at: Date;
    expires_at: Date;
    how: SignInWay;
    is_limited: Generated<boolean>;
    second_factor_at: Date | null;
    user_agent: string;
    address: string;
    ended_at: Date | null;
  };
  sign_in: {
    organization_id: string;
    id: string;
    person_id: string;
    how: 'chat' | 'mail';
    is_limited: Generated<boolean>;
    token_hash: Buffer | null;
    code_mac: Buffer | null;
    browser_hash: Buffer | null;
    tries: Generated<number>;
    made_at: Date;
    expires_at: Date;
    spent_at: Generated<Date | null>;
    replaced_at: Generated<Date | null>;
  };
  oidc_attempt: {
    organization_id: string;
    browser_hash: Buffer;
    state: string;
    nonce: string;
    verifier: string;
    back: string | null;
    expires_at: Date;
  };
  api_token: {
    organization_id: string;
    id: string;
    person_id: string;
    name: string;
    secret_hash: Buffer;
    last_four: string;
    scopes: string[];
    made_at: Date;
    made_by: string | null;
    expires_at: Date;
    last_used_at: Generated<Date | null>;
    ended_at: Generated<Date | null>;
  };
  api_request: {
    organization_id: string;
    token_id: string;
    key: string;
    mac: Buffer;
    begun_at: Date;
    status: Generated<number | null>;
    answer: JSONColumnType<object> | null;
  };
  rate_limit: { key: string; points: number; expire: bigint | null };
};
