-- What: the record in the order of time, and its rare kinds by kind; gifts by giver; the
-- delivery of a gift.
-- Why: a day long ago, something that happens rarely, and what one person gave were looked for among everything that happened since.
-- What happens with every gift needs no index by kind: some of it is always near the end. New rows come at the end of each of these but
-- the givers', so they cost little.
set local lock_timeout = '5s';

create index activity_by_time on activity (organization_id, at, id);
create index activity_rare on activity (organization_id, kind, at, id)
  where kind not in ('gift.issued', 'gift.delivered', 'code.revealed', 'code.redeemed', 'checkout.authorized', 'checkout.captured');
create index activity_delivered_gift on activity (gift_id) where kind = 'gift.delivered';
create index gift_giver on gift (giver_id, created_at);
