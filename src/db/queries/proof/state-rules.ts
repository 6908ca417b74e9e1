import { entriesAbout } from './rule-words.ts';

/** Whether request `r` says when it was decided, and why or by whom, if it was. */
export const IS_DECIDED_RIGHT = `(r.status = 'queued') = (r.decided_at is null) and (r.status = 'refused') = (r.refusal is not null)
  and (r.status <> 'issued' or (r.giver_id is not null and r.department_id is not null))`;

/** Whether the giver of request `r` is to be answered where there is something to tell. Until the end, there is more. */
export const IS_ANSWERED_RIGHT = `case r.answer_status
  when 'none' then r.reply_to is null
  when 'sent' then (r.reply_to is not null) = (r.status in ('queued', 'awaiting_confirmation', 'awaiting_approval'))
  else r.reply_to is not null end`;

/**
 * Rules that the states of requests, gifts and deliveries must agree with everything else on record. Each query returns
 * the rows that break its rule, in words.
 */
export const STATE_RULES: Record<string, string> = {
  'every decided recognition says when, and why or by whom': `
    select format('recognition %s is %s', id, status) as broken from recognition r where not (${IS_DECIDED_RIGHT})`,
  'every giver who can be answered still is to be, and nobody else': `
    select format('recognition %s: its answer is %s', id, answer_status) as broken from recognition r where not (${IS_ANSWERED_RIGHT})`,
  'every gift’s dates are those of its entries': `
    select format('gift %s is %s: %s', g.id, g.status, concat_ws(', ',
                  case when coalesce(reserved.occurred_at, issued.occurred_at) is distinct from g.created_at
                       then 'it was given at another time than its entry' end,
                  case when issued.occurred_at <> coalesce(g.issued_at, g.created_at)
                       then 'it was issued at another time than its entry' end,
                  case when redeemed.occurred_at is distinct from g.redeemed_at
                       then 'it was redeemed at another time than its entry' end,
                  case when coalesce(voided.occurred_at, released.occurred_at) is distinct from g.voided_at
                       then 'it was voided at another time than its entry' end)) as broken
      from gift g
      left join ${entriesAbout('gift.issued')} issued
        on issued.organization_id = g.organization_id and issued.gift_id = g.id
      left join ${entriesAbout('code.redeemed', 'gift.bought')} redeemed
        on redeemed.organization_id = g.organization_id and redeemed.gift_id = g.id
      left join ${entriesAbout('gift.reserved')} reserved
        on reserved.organization_id = g.organization_id and reserved.gift_id = g.id
      left join ${entriesAbout('code.voided')} voided
        on voided.organization_id = g.organization_id and voided.gift_id = g.id
      left join ${entriesAbout('gift.released')} released
        on released.organization_id = g.organization_id and released.gift_id = g.id
     where (g.status = 'redeemed') <> (g.redeemed_at is not null)
        or coalesce(reserved.occurred_at, issued.occurred_at) is distinct from g.created_at
        or (issued.id is not null and issued.occurred_at <> coalesce(g.issued_at, g.created_at))
        or redeemed.occurred_at is distinct from g.redeemed_at
        or coalesce(voided.occurred_at, released.occurred_at) is distinct from g.voided_at`,
  'every gift is delivered when its message was sent, and not before': `
    select format('gift %s is %s, its delivery %s', g.id, g.status, d.status) as broken
      from gift g
      join delivery d on d.organization_id = g.organization_id and d.gift_id = g.id
     where (g.status = 'delivered' and d.status <> 'sent' and d.resent = 0) or (g.status = 'issued' and d.status = 'sent')`,
  'every sent delivery, and no other, says when it was sent, over what and as what': `
    select format('delivery of gift %s is %s', gift_id, status) as broken
      from delivery
     where case when status = 'sent' then sent_at is null or channel is null or message_id is null
                else sent_at is not null or message_id is not null end`,
};
