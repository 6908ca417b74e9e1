import type { Generated, JSONColumnType, Kysely, Transaction } from 'kysely';
import type { Channel } from '#src/domain/channels.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { Role } from '#src/domain/roles.ts';
import type { DeliveryStatus, GiftStatus, RecognitionStatus } from '#src/domain/states.ts';
import type { PersonRef } from './person-ref.ts';

/** The tables as `migrations/` makes them: bigint is `bigint`, timestamptz is `Date`, date is `YYYY-MM-DD`. */
export type Schema = {
  organization: {
    id: string;
    name: string;
    currency: string;
    time_zone: string;
    created_at: Generated<Date>;
  };
  workspace_link: {
    organization_id: string;
    platform: string;
    workspace_id: string;
    name: string;
    linked_at: Generated<Date>;
  };
  department: {
    organization_id: string;
    id: string;
    name: string;
    currency: string;
    region: Generated<string>;
    time_zone: string;
    created_at: Generated<Date>;
  };
  person: {
    organization_id: string;
    id: string;
    department_id: string;
    manager_id: string | null;
    name: string;
    email: string | null;
    role: Role;
    region: Generated<string>;
    prefers: Generated<'chat' | 'email'>;
    deactivated_at: Date | null;
    created_at: Generated<Date>;
  };
  identity: {
    organization_id: string;
    platform: string;
    user_id: string;
    person_id: string;
    workspace_id: string | null;
    linked_at: Generated<Date>;
  };
  role_mapping: {
    organization_id: string;
    platform: string;
    workspace_id: string;
    role_id: string;
    department_id: string;
    person_role: Role;
  };
  budget_policy: {
    organization_id: string;
    department_id: string;
    id: string;
    amount_minor: bigint;
    set_at: Date;
    set_by: string | null;
  };
  recognition: {
    organization_id: string;
    id: string;
    source: string;
    request_id: string;
    status: RecognitionStatus;
    giver: JSONColumnType<PersonRef>;
    recipients: JSONColumnType<PersonRef[]>;
    amount: string;
    currency: string | null;
    message: string;
    channel_id: string | null;
    reply_to: string | null;
    giver_id: string | null;
    department_id: string | null;
    refusal: JSONColumnType<Refusal> | null;
    answer_status: 'none' | DeliveryStatus;
    answer_attempts: Generated<number>;
    answer_due_at: Date;
    created_at: Date;
    decided_at: Date | null;
  };
  account: {
    organization_id: string;
    id: string;
    kind: AccountKind;
    owner_id: string;
    period: Generated<string>;
    currency: string;
    balance: Generated<bigint>;
    floor: bigint | null;
  };
  entry: {
    organization_id: string;
    id: string;
    kind: string;
    key: string;
    occurred_at: Date;
    created_at: Generated<Date>;
  };
  posting: {
    organization_id: string;
    id: Generated<bigint>;
    entry_id: string;
    account_id: string;
    currency: string;
    amount: bigint;
    balance_after: bigint;
  };
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
    created_at: Date;
    redeemed_at: Date | null;
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
  delivery: {
    organization_id: string;
    gift_id: string;
    status: DeliveryStatus;
    channel: Channel | null;
    closed: JSONColumnType<Partial<Record<Channel, string>>>;
    attempts: Generated<number>;
    due_at: Date;
    message_id: string | null;
    last_error: string | null;
    sent_at: Date | null;
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
  activity: {
    organization_id: string;
    id: string;
    at: Date;
    kind: ActivityKind;
    actor_id: string | null;
    subject_id: string | null;
    gift_id: string | null;
    detail: JSONColumnType<Record<string, unknown>>;
  };
  parked_job: { organization_id: string; job: string; subject_id: string; reason: string; parked_at: Date };
  seal: {
    organization_id: string;
    number: number;
    first_posting: bigint;
    last_posting: bigint;
    postings: number;
    marks: Buffer;
    hash: Buffer;
    sealed_at: Date;
  };
  code_key: { id: string; fingerprint: string; seen_at: Generated<Date> };
};

export type AccountKind = 'funding' | 'budget' | 'outstanding' | 'wallet_gift';

export type ActivityKind =
  | 'gift.issued'
  | 'gift.delivered'
  | 'code.revealed'
  | 'code.redeemed'
  | 'code.refused'
  | 'budget.set'
  | 'person.imported'
  | 'person.joined'
  | 'identity.linked'
  | 'job.retried';

export type Db = Kysely<Schema>;

/** A running transaction. What must happen in one takes a `Tx`; what does not care takes a `Reader`. */
export type Tx = Transaction<Schema>;

/** Anything that can be read from; a transaction is one too. */
export type Reader = Kysely<Schema>;
