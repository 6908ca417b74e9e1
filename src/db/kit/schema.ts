import type { ColumnType, Generated, JSONColumnType, Kysely, Transaction } from 'kysely';
import type { Channel, ClosedWays } from '#src/domain/message/channels.ts';
import type {
  ReviewReason,
  LimitKind,
  StoredGivingRules,
  StoredRulesChanges,
} from '#src/domain/budget/giving-rules.ts';
import type { AccountKind } from '#src/domain/ledger/accounts.ts';
import type { EntryActivity, EntryKind, SubjectType } from '#src/domain/ledger/entries.ts';
import type { NotificationKind } from '#src/domain/message/notifications.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { PeriodKind } from '#src/domain/kit/period.ts';
import type { Role } from '#src/domain/people/roles.ts';
import type {
  ApprovalKind,
  ApprovalStatus,
  DeliveryStatus,
  GiftStatus,
  RecognitionStatus,
} from '#src/domain/states.ts';
import type { LinkedBy, PendingReason } from '#src/domain/people/identity.ts';
import type { ChatProfile, PersonRef } from '#src/domain/people/person-ref.ts';
import type { Log } from '#src/ports/log.ts';
import type { JobName } from '#src/ports/queue.ts';

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
    frozen_at: Generated<Date | null>;
    created_at: Generated<Date>;
    name_key: ColumnType<string, never, never>;
    name_clash: Generated<boolean>;
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
    is_guest: Generated<boolean>;
    deactivated_at: Date | null;
    created_at: Generated<Date>;
    name_key: ColumnType<string, never, never>;
    email_key: ColumnType<string | null, never, never>;
    employee_number: Generated<string | null>;
    address_clash: Generated<boolean>;
  };
  identity: {
    organization_id: string;
    platform: string;
    user_id: string;
    person_id: string;
    workspace_id: string | null;
    linked_at: Generated<Date>;
    linked_by: Generated<LinkedBy>;
    looked_at: Generated<Date | null>;
    is_guest: Generated<boolean>;
    gone_at: Generated<Date | null>;
  };
  pending_identity: {
    organization_id: string;
    number: Generated<number>;
    platform: string;
    user_id: string;
    workspace_id: string;
    person_id: string;
    status: 'pending' | 'linked';
    reason: PendingReason;
    profile: JSONColumnType<ChatProfile>;
    asked_at: Date;
  };
  workspace_invite: {
    organization_id: string;
    code_hash: Buffer;
    invited_by: string | null;
    created_at: Date;
    expires_at: Date;
    used_at: Date | null;
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
    period: Generated<PeriodKind>;
    fiscal_start_month: Generated<number>;
    is_soft: Generated<boolean>;
    carry_cap_minor: Generated<bigint>;
    set_at: Date;
    set_by: string | null;
    time_zone_before: string | null;
  };
  giving_policy: {
    organization_id: string;
    id: string;
    department_id: string | null;
    currency: string;
    rules: JSONColumnType<StoredGivingRules>;
    differences: JSONColumnType<StoredRulesChanges> | null;
    set_at: Date;
    set_by: string | null;
  };
  allowance: {
    organization_id: string;
    person_id: string;
    id: string;
    amount_minor: bigint | null;
    set_at: Date;
    set_by: string | null;
  };
  limit_usage: {
    organization_id: string;
    kind: LimitKind;
    subject: string;
    period: string;
    currency: string;
    used_minor: bigint;
    ceiling_minor: bigint | null;
    is_stale: Generated<boolean>;
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
    paying_department_id: Generated<string | null>;
    refusal: JSONColumnType<Refusal> | null;
    occasion: Generated<string>;
    confirmed_at: Generated<Date | null>;
    review_reasons: ColumnType<ReviewReason[], string | undefined, string>;
    answer_status: 'none' | DeliveryStatus;
    answer_attempts: Generated<number>;
    answer_due_at: Date;
    look_up_at: Generated<Date | null>;
    channel_is_private: Generated<boolean>;
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
    funded: Generated<bigint>;
    floor: bigint | null;
  };
  entry: {
    organization_id: string;
    id: string;
    kind: EntryKind;
    key: string;
    /** Both are null in rows of kinds that the ledger does not know. */
    subject_type: SubjectType | null;
    subject_id: string | null;
    occurred_at: Date;
    created_at: Generated<Date>;
  };
  entry_rule: {
    kind: string;
    subject_type: string;
    keys: string[];
    sources: string[];
    targets: string[];
    funds_budgets: boolean;
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
    occasion: Generated<string>;
    period: Generated<string | null>;
    created_at: Date;
    issued_at: Generated<Date | null>;
    redeemed_at: Date | null;
    voided_at: Generated<Date | null>;
    voided_by: Generated<string | null>;
    void_reason: Generated<string>;
  };
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
  notification: {
    organization_id: string;
    id: string;
    kind: NotificationKind;
    person_id: string;
    subject_id: string;
    detail: JSONColumnType<Record<string, unknown>>;
    key: string;
    status: DeliveryStatus;
    channel: 'dm' | 'email' | null;
    closed: JSONColumnType<ClosedWays>;
    attempts: Generated<number>;
    due_at: Date;
    message_id: string | null;
    last_error: string | null;
    created_at: Date;
    sent_at: Date | null;
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
    closed: JSONColumnType<ClosedWays>;
    attempts: Generated<number>;
    due_at: Date;
    message_id: string | null;
    last_error: string | null;
    sent_at: Date | null;
    resent: Generated<number>;
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
  activity: {
    organization_id: string;
    id: string;
    at: Date;
    kind: ActivityKind;
    actor_id: string | null;
    subject_id: string | null;
    gift_id: string | null;
    detail: JSONColumnType<Record<string, unknown>>;
    operator: string | null;
  };
  playground_message: {
    organization_id: string;
    id: string;
    at: Date;
    place: 'channel' | 'direct';
    reader: string | null;
    author: string | null;
    mentions: string | null;
    key: string | null;
    body: JSONColumnType<object>;
  };
  failed_job: { organization_id: string; job: string; subject_id: string; reason: string; failed_at: Date };
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
  last_sweep: { is_single: Generated<boolean>; swept_at: Date };
  code_key: { id: string; fingerprint: string; seen_at: Generated<Date> };
  file_column: {
    organization_id: string;
    kind: 'people' | 'gifts';
    header_key: string;
    field: string | null;
  };
};

/** The kinds of activity that can be recorded. */
export type ActivityKind =
  | EntryActivity
  | 'bulk.started'
  | 'gift.delivered'
  | 'gift.resent'
  | 'gift.void-asked'
  | 'code.revealed'
  | 'code.refused'
  | 'budget.frozen'
  | 'budget.unfrozen'
  | 'policy.set'
  | 'allowance.set'
  | 'organization.changed'
  | 'person.imported'
  | 'department.changed'
  | 'person.deactivated'
  | 'person.reactivated'
  | 'person.changed'
  | 'person.joined'
  | 'person.changed-in-chat'
  | 'identity.linked'
  | 'identity.pending'
  | 'identity.unlinked'
  | 'identity.gone'
  | 'identity.back'
  | 'workspace.invited'
  | 'workspace.joined'
  | 'approval.decided'
  | 'approval.delegated'
  | 'approval.delegation-ended'
  | 'job.retried';

export type Db = Kysely<Schema>;

/** Only `Tx` has it, so no other transaction passes for one. */
declare const transacted: unique symbol;

/**
 * A running transaction, which only `transact` creates. A function that needs one takes a `Tx`; one that does not care
 * takes a `Reader`.
 */
export type Tx = Transaction<Schema> & {
  readonly [transacted]: true;
  /** The instant at which all of it happens. Read on first use, so after any locks taken before that. */
  readonly now: Date;
  /** In words, who runs the command that does it; null where a person does it in chat, or the product itself. */
  readonly operator: string | null;
  /** Enqueues these ids for a job after commit, and not if the transaction is rolled back. */
  after(job: JobName, ids: readonly string[]): void;
  /** Logs after commit, and not if the transaction is rolled back. */
  readonly log: Pick<Log, 'debug' | 'info'>;
  /** Commits even if the work ends in a refusal, for writes such as the record of that refusal. */
  keepOnRefusal(): void;
};

/** Anything that can be queried, a transaction included. */
export type Reader = Kysely<Schema>;
