-- What: an index over the requests that were refused, by when.
-- Why: whoever answers for the money sees each day why requests of the last days were refused. Few are: issuing keeps no more for it.
set local lock_timeout = '5s';
create index recognition_refused on recognition (organization_id, decided_at) where status = 'refused';
