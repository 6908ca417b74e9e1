-- What: the gifts that wait to be redeemed, the others by when their wait ended, and purchases by when nothing was held any more; and
-- a sum of amounts that stays one. What came back, by time.
-- Why: what was promised at the end of a day was looked for among all gifts that there are, and all entries since. Postgres adds up
-- amounts as numbers of any length: the sums of all who got gifts in a year did not fit into its memory, and went to disk.
set local lock_timeout = '5s';

-- With all that the liability adds up, so that it reads the index alone.
create index gift_waiting on gift (organization_id, coalesce(issued_at, created_at))
  include (issued_at, created_at, department_id, currency, amount_minor)
  where status in ('issued', 'delivered');
-- By both times, so that of all that ended since, only what had begun before is read.
create index gift_ended on gift (coalesce(redeemed_at, voided_at), coalesce(issued_at, created_at))
  where coalesce(redeemed_at, voided_at) is not null;
create index entry_returned on entry (occurred_at)
  where kind in ('code.voided', 'code.expired', 'wallet.adjusted', 'promo.expired', 'promo.taken-back');
create index checkout_ended on checkout (ended_at, made_at);

-- Refuses what is too large for an amount, as writing such a sum would.
create aggregate sum_minor(bigint) (sfunc = int8pl, stype = bigint, initcond = '0', combinefunc = int8pl, parallel = safe);
