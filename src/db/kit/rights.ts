import type { Schema } from './schema.ts';

/** What Largesse does with a table besides reading it. `update`: all of its columns, or these. */
export type TableRights<Column extends string = string> = {
  insert?: true;
  update?: true | readonly Column[];
  delete?: true;
};

/**
 * What Largesse does with each table while it runs. Its database role needs no more, if another role owns the tables:
 * `largesse migrate` grants it this, and everything can be read. What triggers write, the owner writes.
 *
 * Where history is kept, rows are inserted and never changed. To lock a row takes the right to update a column of it.
 */
export const RIGHTS: { readonly [Table in keyof Schema]: TableRights<keyof Schema[Table] & string> } = {
  // Its first start locks the whole table, for which the right to some columns is not enough.
  organization: { insert: true, update: true },
  workspace_link: { insert: true, update: ['name'] },
  workspace_invite: { insert: true, update: ['used_at'] },
  department: {
    insert: true,
    update: ['name', 'name_clash', 'currency', 'region', 'time_zone', 'frozen_at'],
  },
  department_closing: { insert: true, update: ['opened_at', 'opened_by'] },
  person: {
    insert: true,
    update: [
      'department_id',
      'manager_id',
      'name',
      'email',
      'role',
      'region',
      'prefers',
      'is_guest',
      'employee_number',
      'deactivated_at',
      'address_clash',
      'salt',
    ],
  },
  identity: {
    insert: true,
    update: ['person_id', 'workspace_id', 'linked_by', 'looked_at', 'is_guest', 'gone_at'],
    delete: true,
  },
  pending_identity: {
    insert: true,
    update: ['workspace_id', 'person_id', 'status', 'reason', 'profile', 'asked_at'],
    delete: true,
  },
  scim_user: {
    insert: true,
    update: [
      'user_name',
      'external_id',
      'given_name',
      'family_name',
      'display_name',
      'manager_ref',
      'left_at',
    ],
    delete: true,
  },
  scim_group: { insert: true, update: ['display_name', 'external_id', 'department_id'], delete: true },
  scim_group_member: { insert: true, delete: true },
  month_told: { insert: true },
  week_told: { insert: true },
  spend_mailing: { insert: true, update: ['by', 'format', 'set_at', 'mailed_month'], delete: true },
  unwanted_news: { insert: true, delete: true },
  setup_hidden: { insert: true, delete: true },
  sample_company: { insert: true, update: ['leaves_since'] },
  looked_at: { insert: true, update: ['reason'] },
  people_import: { insert: true, update: ['status', 'undo'], delete: true },
  scim_brake: { insert: true, update: ['open_until'] },
  role_mapping: { insert: true, update: ['department_id', 'person_role'], delete: true },
  file_column: { insert: true, update: ['field'] },
  playground_message: { insert: true, update: ['body'], delete: true },

  budget_policy: { insert: true },
  giving_policy: { insert: true },
  allowance: { insert: true },
  planned_change: { insert: true, update: ['withdrawn_at', 'withdrawn_by'] },
  limit_usage: { insert: true, update: ['used_minor', 'ceiling_minor', 'is_stale', 'counted_at'] },
  spend_daily: { insert: true, update: ['gifts', 'amount_minor'], delete: true },
  department_spend_daily: {},
  spend_noted: {},
  spend_sum: {},
  wallet_standing: {},

  recognition: {
    insert: true,
    update: [
      'status',
      'giver',
      'recipients',
      'message',
      'channel_id',
      'giver_id',
      'department_id',
      'refusal',
      'review_reasons',
      'confirmed_at',
      'decided_at',
      'look_up_at',
      'is_private',
      'reply_to',
      'answer_status',
      'answer_attempts',
      'answer_due_at',
      'key_id',
      'mac',
    ],
  },
  gift: {
    insert: true,
    update: ['status', 'issued_at', 'expires_at', 'redeemed_at', 'voided_at', 'voided_by', 'void_reason'],
  },
  gift_card: { insert: true, update: ['item_id', 'name', 'provider', 'product', 'status', 'due_at'] },
  claim_deadline: { insert: true, update: ['due_at'], delete: true },
  // Erased when it is worth nothing any more, sealed under another key, or replaced.
  code: { insert: true, update: ['hmac', 'key_id', 'sealed', 'last_four'] },
  code_key: { insert: true, update: ['retired_at'] },
  process_ring: { insert: true, update: ['key_ids', 'fingerprints', 'seen_at'], delete: true },
  approval: {
    insert: true,
    update: [
      'status',
      'asked_at',
      'remind_at',
      'decided_at',
      'decided_by',
      'decision_reason',
      'reason',
      'salt',
    ],
  },
  approval_link: { insert: true, delete: true },
  claim_link: { insert: true, delete: true },
  delegation: { insert: true, update: ['ends_at'], delete: true },
  code_report: { insert: true, update: ['ended_at', 'reason', 'salt'] },
  wallet: { insert: true, update: ['frozen_at', 'frozen_by', 'reason', 'salt'] },
  wallet_closing: { insert: true, update: ['done_at', 'amount_minor', 'reason', 'salt'] },
  guard_policy: { insert: true },
  tax_setting: { insert: true },
  tax_map: { insert: true, update: ['name', 'file_name', 'columns', 'set_at', 'set_by'], delete: true },
  promo_grant: { insert: true, update: ['status', 'ended_at', 'remind_at', 'reason', 'salt'] },
  reward_order: {
    insert: true,
    update: [
      'status',
      'attempts',
      'due_at',
      'settled_at',
      'provider_ref',
      'charged_minor',
      'fee_minor',
      'charged_currency',
      'expires_at',
      'last_error',
      'reveals',
      'revealed_at',
    ],
  },
  reward_pause: { insert: true, update: ['try_at', 'reason'], delete: true },
  reward_notice: { insert: true },

  marketplace: { insert: true },
  checkout: {
    insert: true,
    update: ['status', 'expires_at', 'captured_minor', 'capture_key', 'ended_at', 'description'],
  },
  tender: { insert: true, update: ['captured_minor', 'refunded_minor', 'provider_ref'] },
  refund: { insert: true, update: ['reason', 'salt'] },
  given_back: { insert: true },
  payment_call: { insert: true, update: ['status', 'due_at', 'attempts', 'token', 'last_error'] },

  stock_product: { insert: true, update: ['low_at', 'low_since', 'watch_at'] },
  stock_batch: { insert: true, update: ['recalled_at', 'recalled_by', 'recall_reason'] },
  // Taken, given back, recalled, seen; and sealed under another key.
  stock_code: {
    insert: true,
    update: [
      'status',
      'taken_at',
      'person_id',
      'taken_for_type',
      'taken_for',
      'revealed_at',
      'hmac',
      'key_id',
      'sealed',
    ],
  },
  store_picture: { insert: true },
  store_item: {
    insert: true,
    update: [
      'name',
      'description',
      'picture',
      'prices',
      'in_stock',
      'limit_per_person',
      'needs_address',
      'fulfiller_id',
      'product_id',
      'provider',
      'provider_product',
      'min_minor',
      'max_minor',
      'currency',
      'departments',
      'roles',
      'regions',
      'retired_at',
      'version',
    ],
  },

  store_marketplace: { insert: true },
  store_order: {
    insert: true,
    update: [
      'status',
      'started_at',
      'fulfilled_at',
      'ended_at',
      'ended_why',
      'note',
      'reason',
      'due_at',
      'reveals',
      'revealed_at',
      'salt',
    ],
  },
  // Erased when nobody needs it any more.
  order_address: { insert: true, delete: true },

  factor: { insert: true, update: ['key_id', 'sealed', 'last_step', 'confirmed_at', 'ended_at'] },
  recovery_code: { insert: true, update: ['used_at'], delete: true },
  factor_policy: { insert: true },
  second_person: { insert: true },
  proposal: {
    insert: true,
    update: [
      'status',
      'decided_by',
      'decided_by_operator',
      'decided_at',
      'decision_reason',
      'reason',
      'salt',
    ],
  },
  factor_reset: { insert: true, update: ['status', 'decided_by', 'decided_at', 'reason', 'salt'] },

  delivery: {
    insert: true,
    update: [
      'status',
      'channel',
      'closed',
      'attempts',
      'due_at',
      'message_id',
      'last_error',
      'sent_at',
      'resent',
    ],
  },
  notification: {
    insert: true,
    update: [
      'status',
      'channel',
      'closed',
      'attempts',
      'due_at',
      'message_id',
      'last_error',
      'sent_at',
      'detail',
    ],
  },
  post: { insert: true, update: ['status', 'attempts', 'due_at', 'place', 'sent_at'] },
  applause: { insert: true, delete: true },
  thanks: { insert: true, update: ['words'] },
  placed_card: {
    insert: true,
    update: [
      'kind',
      'subject_id',
      'shown',
      'version',
      'changes_at',
      'ends_at',
      'status',
      'due_at',
      'attempts',
    ],
    delete: true,
  },
  webhook: {
    insert: true,
    update: ['status', 'failures', 'failing_since', 'held_until', 'warned_at', 'disabled_why'],
  },
  webhook_secret: { insert: true, update: ['key_id', 'sealed', 'ends_at'] },
  // Forgotten after some weeks, with what came of it.
  webhook_event: { insert: true, delete: true },
  webhook_sending: { insert: true, update: ['status', 'due_at', 'attempts'] },
  webhook_attempt: { insert: true },
  session: { insert: true, update: ['last_seen_at', 'ended_at', 'user_agent', 'address'], delete: true },
  sign_in: {
    insert: true,
    update: ['token_hash', 'code_mac', 'tries', 'expires_at', 'spent_at', 'replaced_at'],
    delete: true,
  },
  oidc_attempt: { insert: true, delete: true },
  api_token: { insert: true, update: ['last_used_at', 'ended_at', 'name'] },
  api_request: { insert: true, update: ['mac', 'begun_at', 'status', 'answer'], delete: true },
  rate_limit: { insert: true, update: ['points', 'expire'], delete: true },
  failed_job: { insert: true, update: ['reason', 'failed_at'], delete: true },
  last_sweep: { insert: true, update: ['swept_at', 'running_since'] },

  account: { insert: true, update: ['floor'] },
  entry: { insert: true },
  posting: { insert: true },
  // Only what is in `erased_text` is blanked.
  activity: { insert: true, update: ['detail'] },
  person_merge: { insert: true },
  erased_person: { insert: true },
  erased_text: { insert: true },
  retention_policy: { insert: true },
  retention_run: { insert: true, update: ['ran_at', 'blanked'] },
  // Triggers write them; what they say is signed in the same transaction.
  change: { update: ['running_number', 'mac', 'key'] },
  change_count: { insert: true, update: ['last'] },
  seal: { insert: true, update: ['key_id', 'mac', 'unsigned'] },
  kept_head: { insert: true, update: ['number', 'kept_at'] },
  last_proof: { insert: true, update: ['proved_at', 'broken', 'whole_at', 'heads', 'mac', 'asked_at'] },

  entry_rule: {},
  guarded_table: {},
};

/** Tables that are read, but not by queries of our own. */
export const ONLY_READ = ['migration', 'migration_lock'] as const;

/** Names of before, which refuse an older process in words: whoever reads them has to be heard. */
export const REFUSING = ['gift_daily', 'spent_daily'] as const;

/** The same of processes that ran as the owner. */
export const NOT_READ = ['notice', 'parked_job'] as const;

/** The sequences that are read, and the one that is drawn from: those of identity columns need no right. */
export const SEQUENCES: Readonly<Record<string, readonly ('select' | 'usage')[]>> = {
  activity_number_seq: ['select', 'usage'],
  change_number_seq: ['select'],
  posting_id_seq: ['select'],
};

/** The functions that Largesse calls, or a trigger in its name. Nobody but the owner needs to call another. */
export const CALLED: readonly string[] = [
  'fold_text',
  'only_blanked',
  'subject_of_key',
  'add_up_spend',
  'refuse_older_process',
  'sum_minor',
];
