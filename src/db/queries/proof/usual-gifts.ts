import { GIFT_FACTS } from '#src/db/ledger/record-sql.ts';
import { ACCOUNT_KINDS, TOP_UP_PERIOD } from '#src/domain/ledger/accounts.ts';
import { listEntryRules } from '#src/domain/ledger/entries.ts';
import { IS_ANSWERED_RIGHT, IS_DECIDED_RIGHT } from './state-rules.ts';
import { ASKED } from './request-rules.ts';

/**
 * Most gifts were issued at once, perhaps redeemed, and nothing else happened to them. Whether such a gift keeps the rules that
 * compare it with what belongs to it can be seen by walking all of them once, for all of these rules together. What is in any way
 * out of the usual is found here, to be held to each rule by itself.
 */

/** A bit for each kind of account. */
function bitsOf(kinds: readonly string[]): bigint {
  return kinds.reduce((bits, kind) => bits | (1n << BigInt(ACCOUNT_KINDS.indexOf(kind as never))), 0n);
}

const ENTRY_TABLE_BITS = `(values ${listEntryRules()
  .map(
    ({ kind, subjectType, keys, from, to }) =>
      `('${kind}', '${subjectType}', '{${keys.join(',')}}'::text[], ${bitsOf(from)}::bigint, ${bitsOf(to)}::bigint)`,
  )
  .join(', ')}) rule (kind, subject_type, keys, sources, targets)`;

const ACCOUNTS = `(select organization_id, id, currency, kind, owner_id, period,
         case kind ${ACCOUNT_KINDS.map((kind) => `when '${kind}' then ${bitsOf([kind])}`).join(' ')} else 0 end::bigint as bit
    from account offset 0)`;

/** The entries, each with what its kind may move and with its gift. `offset 0`: once for each, and not for each of its postings. */
const ENTRIES = `(select e.organization_id, e.id, e.kind, rule.sources, rule.targets, g.department_id, g.recipient_id, g.amount_minor,
         g.currency, g.period,
         left(e.key, strpos(e.key, ':' || e.subject_id) - 1) = any (rule.keys)
         and case e.subject_type when 'gift' then g.id is not null when 'account' then false else true end as is_usual
    from entry e
    left join ${ENTRY_TABLE_BITS} on rule.kind = e.kind and rule.subject_type = e.subject_type
    left join gift g on e.subject_type = 'gift' and g.organization_id = e.organization_id and g.id = e.subject_id
   offset 0)`;

/** By rule, what is so of each posting `p` of a usual entry `e`, and of its account `a`. */
const OF_POSTINGS: Record<string, string> = {
  'every entry has postings that sum to zero in each currency': 'p.id is not null',
  'every posting belongs to an entry, and to an account in its currency':
    'e.id is not null and a.id is not null',
  'every account and every entry is of a kind that the ledger has, and every entry about what its kind is about':
    'e.sources is not null and a.bit > 0',
  'every entry moves money only between accounts that its kind may touch':
    'a.bit & case when p.amount < 0 then e.sources else e.targets end > 0',
  'every entry is called by its kind, and what it funds by its account': 'e.is_usual',
  'every entry about a gift belongs to a gift': 'e.is_usual',
  'every gift was paid by its department, out of the budget of its period': `
    case when e.kind = 'gift.issued' and p.amount < 0
         then a.owner_id = e.department_id and (a.kind <> 'budget' or e.period is null or a.period in ('${TOP_UP_PERIOD}', e.period)) else true end`,
  'every gift was issued by exactly one entry of its amount': `
    case when e.kind = 'gift.issued' and p.amount > 0
         then p.amount = e.amount_minor and p.currency = e.currency and a.kind = 'outstanding' and a.owner_id = e.department_id
         else true end`,
  'every redeemed gift, and no other, was paid into its recipient’s wallet, or out for its card, once': `
    case when e.kind = 'code.redeemed' and p.amount > 0
         then p.amount = e.amount_minor and p.currency = e.currency and a.kind = 'wallet_gift' and a.owner_id = e.recipient_id
         else true end`,
};

const UNUSUAL_ENTRIES = `
  select distinct coalesce(p.organization_id, e.organization_id) as organization, coalesce(p.entry_id, e.id) as entry, null::uuid as gift,
         null::uuid as recognition
    from posting p
    full join ${ENTRIES} e on e.organization_id = p.organization_id and e.id = p.entry_id
    left join ${ACCOUNTS} a on a.organization_id = p.organization_id and a.id = p.account_id and a.currency = p.currency
   where (${conditionsOf(OF_POSTINGS)}) is not true`;

/** Those whose postings do not sum to zero: what belongs to them is not sure to be there. */
const UNBALANCED_ENTRIES = `
  select organization_id as organization, entry_id as entry, null::uuid as gift, null::uuid as recognition
    from posting group by organization_id, entry_id, currency having sum(amount) <> 0`;

/**
 * Whether all entries are in balance, as far as a random `seed` tells: the postings of an entry have its weight, by their currency, so that
 * all of them together come to nothing. Where an entry is out of balance, they do so once in 2^31 seeds, which nobody can foresee.
 */
export function isInBalance(seed: bigint): string {
  const weight = `(uuid_hash_extended(entry_id, uuid_hash_extended(organization_id, hashtextextended(currency, '${seed}'::bigint))) & ${2 ** 31 - 1})`;
  // In two limbs, whose products with a weight of 31 bits stay within 63.
  return `select coalesce(sum((amount >> 32) * weight), 0) * ${2 ** 32} + coalesce(sum((amount & ${2 ** 32 - 1}) * weight), 0) = 0 as "isRight"
    from (select amount, ${weight} as weight from posting offset 0) weighed`;
}

function entriesOf(kind: string): string {
  return `(select organization_id, subject_id, occurred_at from entry where subject_type = 'gift' and kind = '${kind}')`;
}

function activitiesOf(kind: string): string {
  return `(select organization_id, gift_id, at, actor_id, subject_id, facts, detail ->> 'amountMinor' as amount_minor, detail ->> 'currency' as currency
             from activity where kind = '${kind}')`;
}

/** The gifts of which anything else is on record. */
const RARE = `(select organization_id, subject_id as gift_id from entry
   where subject_type = 'gift' and kind not in ('gift.issued', 'code.redeemed')
   union select organization_id, gift_id from activity
   where kind in ('gift.reserved', 'gift.blanked', 'code.resealed', 'code.reissued') and gift_id is not null
   union select organization_id, gift_id from gift_card)`;

function isOnRecord(activity: string, entry: string, who: string): string {
  return `${activity}.at between ${entry}.occurred_at - interval '1 minute' and ${entry}.occurred_at + interval '1 minute'
    and ${activity}.subject_id = g.recipient_id and ${activity}.actor_id = g.${who}
    and ${activity}.amount_minor = g.amount_minor::text and ${activity}.currency = g.currency`;
}

/** By rule, what is so of each usual gift `g`, its request `r` and its code `k`. */
const OF_ASKED: Record<string, string> = {
  'every gift that waits for an approver has its money put aside': `g.status in ('issued', 'delivered', 'redeemed')`,
  'every recognition that was issued or waits for an approval has gifts, and no other has any that came to something': `r.status = 'issued'`,
  'every request was decided for the giver and the department of its gifts':
    'r.giver_id = g.giver_id and r.department_id = g.department_id and r.occasion is not distinct from g.occasion',
  'every gift has one code for its recipient and one delivery, and a code that still opens only while its value is there': `
    k.bound_to = g.recipient_id and (k.sealed is not null) = (g.status in ('issued', 'delivered'))`,
  'every gift’s dates are those of its entries': `
    g.voided_at is null and (g.status = 'redeemed') = (g.redeemed_at is not null)`,
  'every gift is as much as its request asked for': `
    r.mac is null or (g.amount_minor = ${ASKED} and (r.currency is null or r.currency = g.currency or r.currency !~ '^[A-Z]{3}$'))`,
};

/** The same of the gift, its delivery `d` and what else is joined below. */
const OF_GIFTS: Record<string, string> = {
  'every gift was issued by exactly one entry of its amount': 'issued.subject_id is not null',
  'every redeemed gift, and no other, was paid into its recipient’s wallet, or out for its card, once': `(g.status = 'redeemed') = (redeemed.subject_id is not null)`,
  'every voided gift, and no other, gave its whole amount back once': 'rare.gift_id is null',
  'every expired gift, and no other, gave its whole amount back once, when its last day was over':
    'rare.gift_id is null',
  'every gift that was taken back from a wallet was redeemed into it': 'rare.gift_id is null',
  'what came back of a gift went to the accounts that paid for it': 'rare.gift_id is null',
  'what moved on of a gift that came back is all of what came back to that budget, and stayed in its department':
    'rare.gift_id is null',
  'every gift has one code for its recipient and one delivery, and a code that still opens only while its value is there':
    'd.gift_id is not null',
  'every gift’s dates are those of its entries': `
    issued.occurred_at = g.created_at and issued.occurred_at = coalesce(g.issued_at, g.created_at)
    and redeemed.occurred_at is not distinct from g.redeemed_at`,
  'every gift is delivered when its message was sent, and not before': `
    case g.status when 'delivered' then d.status = 'sent' or d.resent > 0 when 'issued' then d.status <> 'sent' else true end`,
  'everything that happened to a gift’s money is on record, with who did it, to whom and how much': `
    ${isOnRecord('issuing', 'issued', 'giver_id')}
    and (redeemed.subject_id is null or (${isOnRecord('redeeming', 'redeemed', 'recipient_id')}))`,
  'every gift, its code and its request are as they were when it was given': 'issuing.facts = g.facts',
};

/** The same of each request. */
const OF_REQUESTS: Record<string, string> = {
  'every decided recognition says when, and why or by whom': IS_DECIDED_RIGHT,
  'every giver who can be answered still is to be, and nobody else': IS_ANSWERED_RIGHT,
};

/**
 * The gifts and the requests, each with whether it is as it should be by itself and with its code. `offset 0`: what else belongs to a gift
 * is then laid beside a few columns, and not beside everything that its request says.
 */
const ASKED_GIFTS = `(select coalesce(g.organization_id, r.organization_id) as organization_id, g.id, r.id as recognition_id, g.recipient_id, g.giver_id,
         g.amount_minor, g.currency, g.status, g.created_at, g.issued_at, g.redeemed_at, ${GIFT_FACTS} as facts,
         ${conditionsOf(OF_REQUESTS)}
         and case when g.id is null then r.status not in ('issued', 'awaiting_approval') else ${conditionsOf(OF_ASKED)} end as is_right
    from gift g
    full join recognition r on r.organization_id = g.organization_id and r.id = g.recognition_id
    left join code k on k.organization_id = g.organization_id and k.gift_id = g.id
   offset 0)`;

const UNUSUAL_GIFTS = `
  select g.organization_id as organization, null::uuid as entry, g.id as gift, g.recognition_id as recognition
    from ${ASKED_GIFTS} g
    left join ${entriesOf('gift.issued')} issued on issued.organization_id = g.organization_id and issued.subject_id = g.id
    left join ${entriesOf('code.redeemed')} redeemed
      on redeemed.organization_id = g.organization_id and redeemed.subject_id = g.id
    left join ${RARE} rare on rare.organization_id = g.organization_id and rare.gift_id = g.id
    left join delivery d on d.organization_id = g.organization_id and d.gift_id = g.id
    left join ${activitiesOf('gift.issued')} issuing on issuing.organization_id = g.organization_id and issuing.gift_id = g.id
    left join ${activitiesOf('code.redeemed')} redeeming
      on redeeming.organization_id = g.organization_id and redeeming.gift_id = g.id
   where (g.is_right and (g.id is null or ${conditionsOf(OF_GIFTS)})) is not true`;

function conditionsOf(rules: Record<string, string>): string {
  return [...new Set(Object.values(rules))].map((condition) => `(${condition})`).join(' and ');
}

/** The rules that a usual gift keeps, with its request and its entries. */
export const RULES_OF_USUAL: ReadonlySet<string> = new Set(
  Object.keys({ ...OF_POSTINGS, ...OF_ASKED, ...OF_GIFTS, ...OF_REQUESTS }),
);

/** What is out of the usual, and has to do with what is. Its organization need not be one that there is. */
export type Unusual = { organization: string } & Record<'entry' | 'gift' | 'recognition', string | null>;

/** By what is looked at, how what of it is out of the usual is found. Each at most as often as is said. */
export const UNUSUAL = {
  'what is out of the usual among entries': UNUSUAL_ENTRIES,
  'what is out of balance among entries': UNBALANCED_ENTRIES,
  'what is out of the usual among gifts': UNUSUAL_GIFTS,
} as const;
