/**
 * What one gift needs, as one would write it by hand: a statement for each thing that is read or written. The tables are
 * Largesse's own, so triggers, indexes and foreign keys cost both sides the same.
 */
export const plainStatements = {
  lockRecognition: `
    select organization_id, giver->>'userId' as giver, recipients->0->>'userId' as recipient, amount, currency,
           source, request_id, giver::text as giver_ref, recipients::text as recipient_refs, message, occasion
      from recognition where id = $1 and status = 'queued' for update`,
  findPeople: `
    select i.user_id, p.id, p.role, p.department_id, p.region, p.deactivated_at
      from identity i join person p on p.organization_id = i.organization_id and p.id = i.person_id
     where i.organization_id = $1 and i.platform = 'slack' and i.user_id in ($2, $3)`,
  findDepartment: `
    select currency, time_zone from department where organization_id = $1 and id = $2`,
  lockAccounts: `
    select id, kind, balance from account
     where organization_id = $1 and owner_id = $2 and currency = $3
       and (kind, period) in (('budget', $4), ('outstanding', ''))
     order by id for update`,
  insertGift: `
    insert into gift (organization_id, id, recognition_id, recipient_id, giver_id, department_id, region,
                      amount_minor, currency, status, created_at, period)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'issued', $10, $11)`,
  insertDelivery: `
    insert into delivery (organization_id, gift_id, status, due_at) values ($1, $2, 'due', $3)`,
  insertCode: `
    insert into code (organization_id, gift_id, hmac, key_id, sealed, last_four, bound_to)
    values ($1, $2, $3, $4, $5, $6, $7)`,
  insertEntry: `
    insert into entry (organization_id, id, kind, key, subject_type, subject_id, occurred_at)
    values ($1, $2, 'gift.issued', $3, 'gift', $4, $5)`,
  insertPostings: `
    insert into posting (organization_id, entry_id, account_id, currency, amount, balance_after)
    values ($1, $2, $3, $4, $5, $6), ($1, $2, $7, $4, $8, $9)`,
  addSpend: `
    insert into spend_daily (organization_id, department_id, giver_id, day, currency, gifts, amount_minor)
    values ($1, $2, $3, $4, $5, 1, $6)
    on conflict (organization_id, department_id, day, giver_id, currency, occasion) do update
      set gifts = spend_daily.gifts + 1, amount_minor = spend_daily.amount_minor + excluded.amount_minor`,
  insertActivity: `
    insert into activity (organization_id, id, at, kind, actor_id, subject_id, gift_id, detail, facts, mac)
    values ($1, $2, $3, 'gift.issued', $4, $5, $6, $7, $8, $9)`,
  saveDecision: `
    update recognition set status = 'issued', giver_id = $2, department_id = $3, decided_at = $4
     where id = $1 and status = 'queued'`,
} as const;
