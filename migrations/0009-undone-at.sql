-- A gift that its giver took back says the instant of its entry; it could be some milliseconds later before.
update gift g set voided_at = e.occurred_at
  from entry e
 where g.status = 'voided' and e.organization_id = g.organization_id and e.key = 'code.voided:' || g.id
   and g.voided_at <> e.occurred_at;
