-- What: an index of the movements that few people ever see: what was taken back out of a wallet, and what went out when it closed.
-- Why: whoever looks for one of them among ten thousand gifts waited for all of these to be read. Gifts and redeems are not in it,
-- so that giving costs nothing more.
set local lock_timeout = '5s';

create index entry_rare on entry (organization_id, kind) where kind in ('wallet.adjusted', 'wallet.closed');
