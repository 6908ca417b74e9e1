import type { ColumnType, Generated, JSONColumnType, Kysely, Transaction } from 'kysely';
import type { CardKind } from '#src/domain/message/buttons.ts';
import type { Channel, ClosedWays } from '#src/domain/message/channels.ts';
import type {
  ReviewReason,
  LimitKind,
  StoredGivingRules,
  StoredRulesChanges,
} from '#src/domain/budget/giving-rules.ts';
import type { TaxMapColumn } from '#src/domain/report/tax-map.ts';
import type { FileFormat } from '#src/domain/kit/file-format.ts';
import type { SpendDimension } from '#src/domain/kit/spend-dimension.ts';
import type { PayKind, TaxBasis } from '#src/domain/report/tax-setting.ts';
import type { TaxOccasion, TaxRecipient } from '#src/domain/gift/tax-class.ts';
import type { BackWay } from '#src/domain/checkout/give-back.ts';
import type { PaymentCallKind } from '#src/domain/checkout/payment.ts';
import type { TenderKind } from '#src/domain/checkout/tenders.ts';
import type { AccountKind } from '#src/domain/ledger/accounts.ts';
import type { ActivityKind } from '#src/domain/ledger/activity-kinds.ts';
import type { EntryKind, SubjectType } from '#src/domain/ledger/entries.ts';
import type { StoredHead } from '#src/domain/ledger/proof.ts';
import type { NotificationKind } from '#src/domain/message/notifications.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { PeriodKind } from '#src/domain/kit/period.ts';
import type { SetupStep } from '#src/domain/people/setup.ts';
import type { ChosenNews } from '#src/domain/message/chosen-news.ts';
import type { Role } from '#src/domain/people/roles.ts';
import type {
  ApprovalKind,
  ApprovalStatus,
  CheckoutStatus,
  DeliveryStatus,
  GiftCardStatus,
  GiftStatus,
  GrantStatus,
  PaymentCallStatus,
  RecognitionStatus,
  WebhookSendingStatus,
  WebhookStatus,
  OrderEnd,
  OrderStatus,
  StockStatus,
} from '#src/domain/states.ts';
import type { RewardStatus } from '#src/domain/reward/reward-moves.ts';
import type { EventType, PingType } from '#src/domain/webhook/event-types.ts';
import type { DisabledWhy } from '#src/domain/webhook/health.ts';
import type { ClosingWay } from '#src/domain/wallet/closing.ts';
import type { StoredGuard } from '#src/domain/wallet/guard-policy.ts';
import type { LinkedBy, PendingReason } from '#src/domain/people/identity.ts';
import type { SignInWay } from '#src/domain/session/session.ts';
import type {
  ImportDetail,
  ImportSource,
  ImportStatus,
  ImportUndo,
} from '#src/domain/people/people-import.ts';
import type { ChatProfile, PersonRef } from '#src/domain/people/person-ref.ts';
import type { ItemKind } from '#src/domain/store/item.ts';
import type { PictureType } from '#src/domain/store/read-picture.ts';
import type { TakenFor } from '#src/domain/reward/stock-code.ts';
import type { FactorKind } from '#src/domain/session/factor.ts';
import type {
  PlannableChange,
  ProposalKind,
  ProposalStatus,
  StoredChange,
} from '#src/domain/budget/proposal.ts';
import type { FactorResetStatus } from '#src/domain/session/factor-reset.ts';
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
  department_closing: {
    organization_id: string;
    id: string;
    department_id: string;
    closed_at: Date;
    closed_by: string | null;
    opened_at: Generated<Date | null>;
    opened_by: Generated<string | null>;
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
    salt: Generated<string>;
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
  setup_hidden: {
    organization_id: string;
    step: SetupStep;
    hidden_by: string;
    hidden_at: Date;
  };
  sample_company: {
    organization_id: string;
    person_ids: string[];
    made_at: Date;
    leaves_since: Generated<Date | null>;
    removed_at: Generated<Date | null>;
  };
  looked_at: {
    organization_id: string;
    kind: 'pair' | 'ring';
    subject: string;
    looked_by: string;
    looked_at: Date;
    reason: string;
  };
  unwanted_news: {
    organization_id: string;
    person_id: string;
    kind: ChosenNews;
  };
  scim_user: {
    organization_id: string;
    person_id: string;
    user_name: string;
    user_name_key: ColumnType<string, never, never>;
    external_id: string | null;
    given_name: string | null;
    family_name: string | null;
    display_name: string | null;
    manager_ref: string | null;
    left_at: Date | null;
  };
  scim_group: {
    organization_id: string;
    id: string;
    display_name: string;
    name_key: ColumnType<string, never, never>;
    external_id: string | null;
    department_id: string | null;
  };
  scim_group_member: {
    organization_id: string;
    group_id: string;
    person_id: string;
  };
  people_import: {
    organization_id: string;
    id: string;
    source: ImportSource;
    status: ImportStatus;
    at: Date;
    actor_id: string | null;
    detail: JSONColumnType<ImportDetail>;
    etag: string | null;
    undo: JSONColumnType<ImportUndo> | null;
  };
  scim_brake: {
    organization_id: string;
    open_until: Date;
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
  planned_change: {
    organization_id: string;
    id: string;
    kind: PlannableChange['kind'];
    department_id: string | null;
    person_id: string | null;
    currency: string;
    change: JSONColumnType<StoredChange>;
    from_at: Date;
    planned_at: Date;
    planned_by: string | null;
    withdrawn_at: Date | null;
    withdrawn_by: string | null;
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
    counted_at: Generated<Date>;
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
    is_private: Generated<boolean>;
    created_at: Date;
    decided_at: Date | null;
    key_id: Generated<string | null>;
    mac: Generated<Buffer | null>;
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
  second_person: {
    organization_id: string;
    id: string;
    over: JSONColumnType<Record<string, string>>;
    set_at: Date;
    set_by: string | null;
  };
  proposal: {
    organization_id: string;
    id: string;
    kind: ProposalKind;
    change: JSONColumnType<StoredChange>;
    basis: string;
    amount_minor: bigint | null;
    currency: string;
    reason: string;
    salt: Generated<string>;
    proposed_by: string | null;
    by_operator: string | null;
    proposed_at: Date;
    expires_at: Date;
    status: Generated<ProposalStatus>;
    decided_by: string | null;
    decided_by_operator: string | null;
    decided_at: Date | null;
    decision_reason: Generated<string>;
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
  webhook: {
    organization_id: string;
    id: string;
    url: string;
    types: EventType[];
    status: Generated<WebhookStatus>;
    made_at: Date;
    made_by: string | null;
    failures: Generated<number>;
    failing_since: Date | null;
    held_until: Date | null;
    warned_at: Date | null;
    disabled_why: DisabledWhy | null;
  };
  webhook_secret: {
    organization_id: string;
    id: string;
    webhook_id: string;
    key_id: string;
    sealed: Buffer | null;
    made_at: Date;
    ends_at: Date | null;
  };
  webhook_event: {
    organization_id: string;
    id: string;
    type: EventType | PingType;
    occurred_at: Date;
    data: JSONColumnType<Record<string, unknown>>;
  };
  webhook_sending: {
    organization_id: string;
    event_id: string;
    webhook_id: string;
    status: Generated<WebhookSendingStatus>;
    due_at: Date;
    attempts: Generated<number>;
  };
  webhook_attempt: {
    organization_id: string;
    id: string;
    webhook_id: string;
    event_id: string;
    at: Date;
    status: number | null;
    failure: string | null;
    took_ms: number;
    excerpt: Generated<string>;
  };
  claim_link: {
    organization_id: string;
    token_hash: Buffer;
    gift_id: string;
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
  post: {
    organization_id: string;
    id: string;
    kind: 'recognition' | 'thanks';
    subject_id: string;
    platform: string;
    workspace_id: string;
    channel_id: string;
    shows_amount: Generated<boolean>;
    status: DeliveryStatus;
    attempts: Generated<number>;
    due_at: Date;
    place: string | null;
    created_at: Date;
    sent_at: Date | null;
  };
  applause: { organization_id: string; recognition_id: string; person_id: string; applauded_at: Date };
  thanks: { organization_id: string; gift_id: string; words: string; said_at: Date };
  placed_card: {
    organization_id: string;
    id: string;
    kind: CardKind;
    subject_id: string;
    platform: string;
    workspace_id: string;
    place: string;
    shown: string;
    version: Generated<number>;
    changes_at: Date;
    ends_at: Date;
    status: DeliveryStatus;
    due_at: Date;
    attempts: Generated<number>;
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
  wallet_standing: {
    organization_id: string;
    account_id: string;
    at: Date;
    posting_id: bigint;
    came_minor: bigint;
    balance_minor: bigint;
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
    number: Generated<bigint>;
    facts: Buffer | null;
    mac: Buffer | null;
  };
  change: {
    number: Generated<bigint>;
    organization_id: string;
    subject: string;
    key: string;
    before: JSONColumnType<object> | null;
    after: JSONColumnType<object> | null;
    at: Generated<Date>;
    transaction: Generated<string>;
    written_by: Generated<string>;
    last_seal: Buffer | null;
    mac: Buffer | null;
    running_number: Generated<bigint | null>;
  };
  change_count: { organization_id: string; last: bigint };
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
  stock_product: {
    organization_id: string;
    id: string;
    name: string;
    name_key: Generated<string>;
    value_minor: bigint;
    currency: string;
    low_at: number;
    low_since: Generated<Date | null>;
    watch_at: Date;
    made_at: Date;
  };
  stock_batch: {
    organization_id: string;
    id: string;
    name: string;
    codes: number;
    uploaded_at: Date;
    uploaded_by: string | null;
    recalled_at: Generated<Date | null>;
    recalled_by: Generated<string | null>;
    recall_reason: Generated<string>;
    salt: Generated<string>;
  };
  stock_code: {
    organization_id: string;
    id: string;
    product_id: string;
    batch_id: string;
    hmac: Buffer;
    key_id: string;
    sealed: Buffer;
    ending: string;
    expires_at: Date | null;
    status: Generated<StockStatus>;
    taken_at: Generated<Date | null>;
    person_id: Generated<string | null>;
    taken_for_type: Generated<TakenFor | null>;
    taken_for: Generated<string | null>;
    revealed_at: Generated<Date | null>;
  };
  store_picture: {
    organization_id: string;
    hash: string;
    type: PictureType;
    width: number;
    height: number;
    bytes: Buffer;
    added_at: Date;
  };
  store_item: {
    organization_id: string;
    id: string;
    kind: ItemKind;
    name: string;
    name_key: Generated<string>;
    description: string;
    picture: string | null;
    prices: JSONColumnType<Record<string, string>, string, string>;
    in_stock: number | null;
    limit_per_person: number | null;
    needs_address: boolean;
    fulfiller_id: string | null;
    product_id: string | null;
    provider: string | null;
    provider_product: string | null;
    min_minor: bigint | null;
    max_minor: bigint | null;
    currency: string | null;
    departments: string[];
    roles: Role[];
    regions: string[];
    made_at: Date;
    retired_at: Generated<Date | null>;
    version: Generated<number>;
    salt: Generated<string>;
  };
  store_marketplace: { organization_id: string; currency: string; marketplace_id: string };
  store_order: {
    organization_id: string;
    id: string;
    person_id: string;
    request_id: string;
    checkout_id: string;
    item_id: string;
    kind: ItemKind;
    item_name: string;
    amount_minor: bigint;
    currency: string;
    placed_at: Date;
    takes_stock: boolean;
    status: Generated<OrderStatus>;
    started_at: Generated<Date | null>;
    fulfilled_at: Generated<Date | null>;
    ended_at: Generated<Date | null>;
    ended_why: Generated<OrderEnd | null>;
    note: Generated<string>;
    reason: Generated<string>;
    due_at: Generated<Date | null>;
    reveals: Generated<number>;
    revealed_at: Generated<Date | null>;
    salt: Generated<string>;
  };
  order_address: { organization_id: string; order_id: string; address: string };
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
  reward_order: {
    organization_id: string;
    id: string;
    person_id: string;
    provider: string;
    product: string;
    amount_minor: bigint;
    currency: string;
    ordered_at: Date;
    status: Generated<RewardStatus>;
    attempts: Generated<number>;
    due_at: Date | null;
    settled_at: Generated<Date | null>;
    provider_ref: Generated<string | null>;
    charged_minor: Generated<bigint | null>;
    fee_minor: Generated<bigint | null>;
    charged_currency: Generated<string | null>;
    expires_at: Generated<Date | null>;
    last_error: Generated<string | null>;
    reveals: Generated<number>;
    revealed_at: Generated<Date | null>;
  };
  reward_pause: {
    organization_id: string;
    provider: string;
    paused_at: Date;
    try_at: Date;
    reason: string;
  };
  reward_notice: { organization_id: string; provider: string; id: string; taken_at: Date };
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
  guarded_table: { name: string; keys: string[]; plain: string[]; texts: string[] };
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
    /** These are null in seals that cover postings only. */
    last_change: bigint | null;
    changes: number | null;
    change_marks: Buffer | null;
    last_activity: bigint | null;
    activities: number | null;
    activity_marks: Buffer | null;
    hash: Buffer;
    key_id: string | null;
    mac: Buffer | null;
    unsigned: JSONColumnType<string[]> | null;
    sealed_at: Date;
  };
  kept_head: { organization_id: string; place: string; number: number; kept_at: Date };
  last_proof: {
    is_single: Generated<boolean>;
    proved_at: Date;
    broken: JSONColumnType<{ name: string; broken: string[] }[]>;
    whole_at: Date | null;
    /** Bigints are text in JSON. */
    heads: JSONColumnType<StoredHead[]> | null;
    mac: Buffer | null;
    asked_at: Generated<Date | null>;
  };
  last_sweep: { is_single: Generated<boolean>; swept_at: Date; running_since: Generated<Date | null> };
  code_key: { id: string; fingerprint: string; seen_at: Generated<Date>; retired_at: Date | null };
  process_ring: {
    id: string;
    host: string;
    pid: number;
    role: string;
    key_ids: string[];
    fingerprints: string[];
    started_at: Generated<Date>;
    seen_at: Generated<Date>;
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
  person_merge: {
    organization_id: string;
    id: string;
    person_id: string;
    kept_id: string;
    merged_at: Date;
    merged_by: string | null;
  };
  erased_person: {
    organization_id: string;
    person_id: string;
    erased_at: Date;
    erased_by: string | null;
  };
  erased_text: {
    organization_id: string;
    stream: 'change' | 'activity';
    number: bigint;
    leaf: Buffer;
    now: Buffer;
  };
  retention_policy: {
    organization_id: string;
    id: string;
    text_days: number | null;
    address_days: number | null;
    reason: string;
    set_at: Date;
    set_by: string | null;
  };
  retention_run: { organization_id: string; ran_at: Date; blanked: number };
  file_column: {
    organization_id: string;
    kind: 'people' | 'gifts';
    header_key: string;
    field: string | null;
  };
};

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
  /** A signature for the record, 32 bytes, under a key that is not in the database. */
  sign(text: string): Uint8Array;
  /** Enqueues these ids for a job after commit, and not if the transaction is rolled back. */
  after(job: JobName, ids: readonly string[]): void;
  /** Logs after commit, and not if the transaction is rolled back. */
  readonly log: Pick<Log, 'debug' | 'info'>;
  /** Commits even if the work ends in a refusal, for writes such as the record of that refusal. */
  keepOnRefusal(): void;
};

/** Anything that can be queried, a transaction included. */
export type Reader = Kysely<Schema>;
