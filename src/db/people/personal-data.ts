import type { Schema } from '#src/db/kit/schema.ts';
import { ERASED } from '#src/domain/people/erased.ts';

/** Why a column stays as it is when somebody is erased. */
const WORD = 'one of our own words, a currency or a code';
const OURS = 'says how the product or the company is set up, and nothing about a person';
const SECRET = 'a digest or ciphertext under our keys that says nothing about a person';
const OUTSIDE_ID =
  'an id at a provider, a shop or a platform: the books are held to it, and it says nothing here';
const BOOKS = 'the books: ids, amounts and digests, which the law has kept for years';
const PLACE = 'where in a channel a message stands, so that its buttons can be taken away';

/** What becomes of the rows about a person. `t` is the row, `:who` the person. */
export type PersonalTable = {
  /** Which rows are about a person, as SQL. Missing: none is. */
  about?: string;
  /** What columns become; their salt is made anew with them. */
  becomes?: Readonly<Record<string, string>>;
  /** The rows go. */
  isDeleted?: true;
  /** Blanked by steps of their own, which keep signatures and seals true. */
  byStep?: readonly string[];
  hasSalt?: true;
  /** Why the other columns stay. */
  stays?: Readonly<Record<string, string>>;
  /** Columns that an export leaves out: what would let somebody in, digests, and what is about others as well. */
  secret?: readonly string[];
};

function blank(column: string): string {
  return `case when t.${column} = '' then '' else '${ERASED}' end`;
}

function all(reason: string, ...columns: string[]): Record<string, string> {
  return Object.fromEntries(columns.map((column) => [column, reason]));
}

const OWN = 't.person_id = :who';
const GIFTS = `select g.id from gift g where g.organization_id = t.organization_id and :who in (g.recipient_id, g.giver_id)`;
const REQUESTS = `select r.id from recognition r where r.organization_id = t.organization_id and (r.giver_id = :who or r.id in (
  select g.recognition_id from gift g where g.organization_id = t.organization_id and g.recipient_id = :who))`;
const CHECKOUTS = `select c.id from checkout c where c.organization_id = t.organization_id and c.person_id = :who`;
const TOKENS = `select k.id from api_token k where k.organization_id = t.organization_id and k.person_id = :who`;
const ORDERS = `select o.id from store_order o where o.organization_id = t.organization_id and o.person_id = :who`;
const PROMOS = `select p.id from promo_grant p where p.organization_id = t.organization_id and p.person_id = :who`;
const CLOSINGS = `select w.id from wallet_closing w where w.organization_id = t.organization_id and w.person_id = :who`;
/** Voids that they asked for or decided: the gift says why, as the approval does. */
const VOIDS = `select v.subject_id from approval v
  where v.organization_id = t.organization_id and v.kind = 'void' and :who in (v.requested_by, v.decided_by)`;
/** Proposals whose reason is an account or an address of theirs. */
const ACCOUNT = `(t.kind = 'account' and t.change ->> 'personId' = :who::text)`;
const NAME = `(select w.name from person w where w.organization_id = t.organization_id and w.id = :who)`;
const EMAIL = `(select w.email from person w where w.organization_id = t.organization_id and w.id = :who)`;
const PSEUDONYM = `'Erased person ' || right(:who::text, 6)`;
const SUBJECTS = [GIFTS, REQUESTS, ORDERS, PROMOS, CLOSINGS, CHECKOUTS]
  .map((ids) => `(${ids})`)
  .join(' union all ');

/** Which approvals are about a person, or say what they wrote. */
const APPROVALS_OF = `(:who in (t.requested_by, t.decided_by) or t.subject_id in (${SUBJECTS}))`;

/** Which activities are about a person, or say what they wrote about somebody. What they wrote of budgets stays: it is the company's. */
export const ACTIVITIES_OF = `(t.subject_id = :who or t.gift_id in (${GIFTS})
  or (t.actor_id = :who and (t.subject_id is not null or t.gift_id is not null))
  or (t.kind = 'approval.decided' and t.detail ->> 'approvalId' in (
        select a.id::text from approval a where a.organization_id = t.organization_id
           and ${APPROVALS_OF.replaceAll('t.requested_by', 'a.requested_by').replaceAll('t.decided_by', 'a.decided_by').replaceAll('t.subject_id', 'a.subject_id')})))`;

/** A part of a notification's detail that people wrote, or that says where they were. */
const NEWS_TEXTS = ['reason', 'text', 'note', 'message', 'userAgent', 'address'];

/** The detail of somebody else's news without texts, and with the pseudonym in place of the name. */
const NEWS_OF_OTHERS = `(select coalesce(jsonb_object_agg(n.key, case
    when n.key = any ('{${NEWS_TEXTS.join(',')}}') and jsonb_typeof(n.value) = 'string' and n.value <> '""' then '"${ERASED}"'
    else replace(n.value::text, to_jsonb(${NAME})::text, to_jsonb(${PSEUDONYM})::text)::jsonb end), '{}')
  from jsonb_each(t.detail) n)`;

/** The keys in an activity's detail under which people's texts and chat ids stand. */
export const ACTIVITY_TEXTS = ['reason', 'userId', 'note', 'message', 'name', 'text'] as const;
/** Kinds whose `reason` or `name` is a word of ours, a provider's or a shop's. */
export const WORDED_KINDS = [
  'checkout.payment-refused',
  'code.refused',
  'gift.not-bought',
  'identity.pending',
  'marketplace.added',
  'reward.rejected',
] as const;

/**
 * All that is known about people, table by table: what becomes of it when one of them is erased, and why what stays does. A test walks
 * the schema: a column that can hold a text is named here, or the test fails. In the order in which it is erased.
 */
export const PERSONAL_DATA: Readonly<Record<keyof Schema, PersonalTable>> = {
  recognition: {
    about: `(t.giver_id = :who or t.id in (${REQUESTS}) or :refs)`,
    byStep: ['giver', 'recipients', 'message', 'channel_id', 'reply_to', 'refusal', 'review_reasons'],
    stays: {
      ...all(WORD, 'status', 'currency', 'answer_status', 'occasion', 'source'),
      amount: 'an amount',
      request_id: OUTSIDE_ID,
      ...all(SECRET, 'key_id', 'mac'),
    },
    secret: ['mac', 'key_id', 'reply_to'],
  },
  approval: {
    about: APPROVALS_OF,
    becomes: { reason: blank('reason'), decision_reason: blank('decision_reason') },
    hasSalt: true,
    stays: { ...all(WORD, 'kind', 'currency', 'status'), excluded: 'ids' },
  },
  gift: {
    about: `(:who in (t.recipient_id, t.giver_id) or t.id in (${VOIDS}))`,
    becomes: { void_reason: blank('void_reason') },
    stays: {
      ...all(WORD, 'currency', 'status', 'funding_source', 'value_source', 'occasion', 'tax_class', 'period'),
      ...all(
        'how a gift was taxed, which payroll has to show for years',
        'region',
        'tax_country',
        'tax_occasion',
        'tax_zone',
      ),
    },
  },
  thanks: { about: `t.gift_id in (${GIFTS})`, becomes: { words: blank('words') } },
  applause: { about: OWN, isDeleted: true },
  code_report: {
    about: `(t.reported_by = :who or t.gift_id in (${GIFTS}))`,
    becomes: { reason: blank('reason') },
    hasSalt: true,
  },
  delivery: {
    about: `t.gift_id in (select g.id from gift g where g.organization_id = t.organization_id and g.recipient_id = :who)`,
    becomes: { closed: `'{}'`, last_error: 'null' },
    stays: {
      ...all(WORD, 'status', 'channel'),
      message_id: 'the id of a message that was sent, so that the books can be held to it',
    },
  },
  notification: {
    about: `(t.person_id = :who or t.subject_id in (${SUBJECTS}) or position(to_jsonb(${NAME})::text in t.detail::text) > 0)`,
    becomes: {
      detail: `case when t.person_id = :who then '{}' else ${NEWS_OF_OTHERS} end`,
      closed: `case when t.person_id = :who then '{}' else t.closed end`,
      message_id: `case when t.person_id = :who then null else t.message_id end`,
      last_error: 'null',
      status: `case when t.person_id = :who and t.status in ('due', 'sending', 'unknown') then 'failed' else t.status end`,
    },
    stays: { ...all(WORD, 'kind', 'channel'), key: 'our own key, made of ids' },
  },
  failed_job: {
    about: `(t.subject_id = :who or t.subject_id in (${SUBJECTS}))`,
    becomes: { reason: blank('reason') },
    stays: { job: WORD },
  },
  placed_card: {
    about: `t.subject_id = :who`,
    isDeleted: true,
  },
  planned_change: { about: OWN, stays: { ...all(WORD, 'kind', 'currency'), change: 'ids and amounts' } },
  playground_message: {
    about: `(t.reader in (:chats) or t.author in (:chats) or t.author = ${NAME} or position(${NAME} in t.body::text) > 0)`,
    isDeleted: true,
  },
  promo_grant: {
    about: `:who in (t.person_id, t.granted_by)`,
    becomes: { reason: blank('reason') },
    hasSalt: true,
    stays: { ...all(WORD, 'currency', 'status'), request_id: OUTSIDE_ID },
  },
  wallet: {
    about: `:who in (t.person_id, t.frozen_by)`,
    becomes: { reason: blank('reason') },
    hasSalt: true,
  },
  wallet_closing: {
    about: `:who in (t.person_id, t.asked_by)`,
    becomes: { reason: blank('reason') },
    hasSalt: true,
    stays: all(WORD, 'currency', 'way'),
  },
  checkout: {
    about: OWN,
    becomes: { description: blank('description') },
    stays: { ...all(WORD, 'currency', 'status'), ...all(OUTSIDE_ID, 'request_id', 'capture_key') },
  },
  refund: {
    about: `(t.refunded_by = :who or t.checkout_id in (${CHECKOUTS}))`,
    becomes: { reason: blank('reason') },
    hasSalt: true,
    stays: { request_id: OUTSIDE_ID },
  },
  payment_call: {
    about: `t.checkout_id in (${CHECKOUTS})`,
    becomes: { last_error: 'null', token: 'null' },
    stays: all(WORD, 'kind', 'status'),
    secret: ['token'],
  },
  tender: {
    about: `t.checkout_id in (${CHECKOUTS})`,
    stays: { ...all(WORD, 'kind', 'method'), provider_ref: OUTSIDE_ID },
  },
  given_back: { about: `t.checkout_id in (${CHECKOUTS})`, stays: { way: WORD } },
  order_address: { about: `t.order_id in (${ORDERS})`, isDeleted: true },
  store_order: {
    about: OWN,
    becomes: { note: blank('note'), reason: blank('reason') },
    hasSalt: true,
    stays: {
      ...all(WORD, 'kind', 'currency', 'status', 'ended_why'),
      request_id: OUTSIDE_ID,
      item_name: 'what was bought, in the catalogue’s words',
    },
  },
  reward_order: {
    about: OWN,
    becomes: { last_error: 'null' },
    stays: {
      ...all(WORD, 'provider', 'product', 'currency', 'status', 'charged_currency'),
      provider_ref: OUTSIDE_ID,
    },
  },
  factor_reset: {
    about: `:who in (t.person_id, t.asked_by)`,
    becomes: { reason: blank('reason') },
    hasSalt: true,
    stays: { status: WORD },
  },
  factor: {
    about: OWN,
    stays: {
      ...all(WORD, 'kind', 'key_id'),
      sealed: 'erased when the second factor ends, which it does first',
    },
    secret: ['sealed', 'key_id', 'last_step'],
  },
  recovery_code: { about: OWN, isDeleted: true, secret: ['selector', 'salt', 'hash'] },
  session: { about: OWN, isDeleted: true, secret: ['secret_hash'] },
  sign_in: { about: OWN, isDeleted: true, secret: ['token_hash', 'code_mac', 'browser_hash'] },
  api_request: {
    about: `(t.token_id in (${TOKENS}) or position(${EMAIL} in t.answer::text) > 0 or position(to_jsonb(${NAME})::text in t.answer::text) > 0)`,
    isDeleted: true,
    secret: ['mac'],
  },
  api_token: {
    about: OWN,
    becomes: { name: blank('name') },
    stays: { ...all(SECRET, 'secret_hash', 'last_four'), scopes: WORD },
    secret: ['secret_hash'],
  },
  approval_link: { about: OWN, isDeleted: true, secret: ['token_hash'] },
  claim_link: { about: OWN, isDeleted: true, secret: ['token_hash'] },
  unwanted_news: { about: OWN, isDeleted: true },
  people_import: {
    about: `(position(:who::text in coalesce(t.undo::text, '')) > 0 or position(${EMAIL} in t.detail::text) > 0
      or position(to_jsonb(${NAME})::text in t.detail::text) > 0)`,
    isDeleted: true,
    secret: ['undo', 'detail'],
  },
  week_told: { about: OWN },
  spend_mailing: { about: OWN, isDeleted: true, stays: { by: WORD, format: WORD, mailed_month: WORD } },
  looked_at: {
    about: `(t.looked_by = :who or position(:who::text in t.subject) > 0)`,
    becomes: { reason: blank('reason') },
    stays: { kind: WORD, subject: 'ids' },
  },
  scim_group_member: { about: OWN, isDeleted: true },
  scim_user: { about: OWN, isDeleted: true },
  pending_identity: { about: OWN, isDeleted: true },
  identity: { about: OWN, isDeleted: true },
  activity: {
    about: ACTIVITIES_OF,
    byStep: ['detail'],
    stays: {
      ...all(BOOKS, 'kind', 'facts', 'mac'),
      operator: 'who ran the program on the server, as the system calls them: the record has to show it',
    },
    secret: ['facts', 'mac', 'number'],
  },
  change: {
    byStep: ['key'],
    stays: {
      ...all(BOOKS, 'subject', 'before', 'after', 'last_seal', 'mac'),
      written_by: 'a role of the database',
    },
  },
  person: {
    about: 't.id = :who',
    becomes: {
      name: PSEUDONYM,
      email: 'null',
      employee_number: 'null',
      region: `''`,
      manager_id: 'null',
      role: `'employee'`,
      prefers: `'chat'`,
      address_clash: 'false',
    },
    hasSalt: true,
    stays: all('made of the name and the address', 'name_key', 'email_key'),
  },

  account: { about: 't.owner_id = :who', stays: all(BOOKS, 'kind', 'period', 'currency') },
  allowance: { about: OWN },
  budget_policy: { stays: all(OURS, 'period', 'time_zone_before') },
  change_count: {},
  claim_deadline: {},
  code: {
    stays: {
      ...all(SECRET, 'hmac', 'key_id'),
      sealed: 'erased when a gift is redeemed, taken back or expired',
      last_four: 'the end of a spent code',
    },
  },
  code_key: { stays: all(OURS, 'id', 'fingerprint') },
  delegation: { about: `:who in (t.person_id, t.delegate_id)` },
  department: { stays: all(OURS, 'name', 'currency', 'region', 'time_zone', 'name_key') },
  department_closing: {
    stays: { reason: 'why a department was closed or opened: it says nothing about a person' },
  },
  department_spend_daily: { stays: all(BOOKS, 'currency') },
  entry: { stays: all(BOOKS, 'kind', 'key', 'subject_type') },
  entry_rule: { stays: all(OURS, 'kind', 'subject_type', 'keys', 'sources', 'targets') },
  erased_person: { about: OWN },
  erased_text: { stays: all(BOOKS, 'stream', 'leaf', 'now') },
  factor_policy: { stays: all(OURS, 'roles', 'over') },
  file_column: { stays: all(OURS, 'kind', 'header_key', 'field') },
  gift_card: { stays: all(WORD, 'name', 'provider', 'product', 'status') },
  giving_policy: { stays: all(OURS, 'currency', 'rules', 'differences') },
  guard_policy: { stays: all(OURS, 'rules') },
  guarded_table: { stays: all(OURS, 'name', 'keys', 'plain', 'texts') },
  kept_head: { stays: { place: 'where the head of the books is kept outside' } },
  last_proof: { stays: all(BOOKS, 'broken', 'heads', 'mac') },
  last_sweep: {},
  limit_usage: { stays: { ...all(BOOKS, 'kind', 'period', 'currency'), subject: 'ids' } },
  marketplace: { stays: all(OURS, 'name', 'currency') },
  month_told: { stays: { month: 'a month' } },
  oidc_attempt: {
    stays: {
      ...all(SECRET, 'browser_hash', 'state', 'nonce', 'verifier'),
      back: 'a path of our own, for some minutes',
    },
  },
  organization: { stays: all(OURS, 'name', 'currency', 'time_zone') },
  post: {
    stays: {
      ...all(WORD, 'kind', 'platform', 'status'),
      ...all(PLACE, 'workspace_id', 'channel_id', 'place'),
    },
  },
  person_merge: { about: `:who in (t.person_id, t.kept_id, t.merged_by)` },
  posting: { stays: all(BOOKS, 'currency') },
  process_ring: { stays: all(OURS, 'host', 'role', 'key_ids', 'fingerprints') },
  proposal: {
    about: `(:who in (t.proposed_by, t.decided_by) or ${ACCOUNT})`,
    becomes: { reason: `case when ${ACCOUNT} then ${blank('reason')} else t.reason end` },
    hasSalt: true,
    stays: {
      ...all(WORD, 'kind', 'currency', 'status'),
      change: 'ids and amounts',
      basis: 'a digest of what stood before',
      ...all('why a budget or a rule of the company was changed', 'decision_reason'),
      ...all(
        'who ran the program on the server, as the system calls them',
        'by_operator',
        'decided_by_operator',
      ),
    },
  },
  rate_limit: { stays: { key: 'what is counted for some minutes, and then forgotten' } },
  retention_policy: { stays: { reason: 'why the company keeps texts for that long' } },
  retention_run: {},
  reward_notice: { stays: all(OUTSIDE_ID, 'provider', 'id') },
  reward_pause: { stays: { provider: OURS, reason: 'what a provider answered when it stopped selling' } },
  role_mapping: { stays: all(OURS, 'platform', 'workspace_id', 'role_id', 'person_role') },
  sample_company: {},
  scim_brake: {},
  scim_group: { stays: all(OURS, 'display_name', 'name_key', 'external_id') },
  seal: { stays: all(BOOKS, 'marks', 'hash', 'change_marks', 'activity_marks', 'key_id', 'unsigned', 'mac') },
  second_person: { stays: all(OURS, 'over') },
  setup_hidden: { stays: { step: WORD } },
  spend_daily: { stays: all(BOOKS, 'currency', 'occasion') },
  spend_noted: { stays: all(BOOKS, 'currency', 'region', 'occasion', 'marketplace') },
  spend_sum: {
    stays: { ...all(BOOKS, 'dimension', 'span', 'currency'), member: 'an id, a region or an occasion' },
  },
  stock_batch: { stays: all(OURS, 'name', 'recall_reason') },
  stock_code: {
    stays: { ...all(SECRET, 'hmac', 'key_id', 'sealed', 'ending'), ...all(WORD, 'status', 'taken_for_type') },
  },
  stock_product: { stays: all(OURS, 'name', 'name_key', 'currency') },
  store_item: {
    stays: all(
      'the catalogue, which speaks of goods',
      'kind',
      'name',
      'name_key',
      'description',
      'picture',
      'prices',
      'provider',
      'provider_product',
      'currency',
      'departments',
      'roles',
      'regions',
    ),
  },
  store_marketplace: { stays: all(OURS, 'currency') },
  store_picture: { stays: all('a picture of goods', 'hash', 'type', 'bytes') },
  tax_map: { stays: all(OURS, 'name', 'name_key', 'file_name', 'columns') },
  tax_setting: { stays: all(OURS, 'basis', 'pay_kind') },
  wallet_standing: {},
  webhook: { stays: all(OURS, 'url', 'types', 'status', 'disabled_why') },
  webhook_attempt: {
    stays: all('what a receiver answered: forgotten after some weeks', 'failure', 'excerpt'),
  },
  webhook_event: {
    stays: { type: WORD, data: 'ids and amounts only, which a test holds; forgotten after some weeks' },
  },
  webhook_secret: { stays: all(SECRET, 'key_id', 'sealed') },
  webhook_sending: { stays: { status: WORD } },
  workspace_invite: { stays: { code_hash: SECRET } },
  workspace_link: { stays: all(OURS, 'platform', 'workspace_id', 'name') },
};
