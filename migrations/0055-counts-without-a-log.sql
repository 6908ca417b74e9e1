-- What: how often something was tried is counted without the write-ahead log.
-- Why: each call of the API counts itself, and waited for the disk as if it were money. What a crash of the server loses is counted
-- anew; what decides about codes and money is kept elsewhere.
set local lock_timeout = '5s';
alter table rate_limit set unlogged;
