-- Seals over stretches of the ledger, each chained to the one before it, so that a row that was changed by hand is found.

-- The ledger in the order in which it is sealed, verified and read.
create unique index posting_order on posting (organization_id, id);

create table seal (
  organization_id uuid not null references organization,
  -- 1, 2, 3 … for each organization.
  number integer not null check (number > 0),
  -- It covers every posting of the organization after the last one of the seal before it, up to and with its own last one.
  first_posting bigint not null,
  last_posting bigint not null check (last_posting >= first_posting),
  postings integer not null check (postings > 0),
  -- For each posting 16 bytes: its id and the first 8 bytes of its hash. They say which row it was that changed.
  marks bytea not null check (octet_length(marks) = 16 * postings),
  hash bytea not null check (octet_length(hash) = 32),
  sealed_at timestamptz not null,
  primary key (organization_id, number)
);

create trigger seal_append_only before update or delete or truncate on seal
  for each statement execute function refuse_change();

-- How to repeat a seal without Largesse, with this database or with any SHA-256 tool and a copy of the rows. All texts are
-- UTF-8, hashes within a text are in lower-case hexadecimal, times are in UTC to the microsecond.
--
--   The text of a posting is a JSON array, as json_build_array writes it, of its organization, id, entry, the entry's kind,
--   key, occurred_at and created_at, its account, the account's kind, owner and period, and its currency, amount and
--   balance_after.
--   The text of a seal is a line with a JSON array of its organization, number, first_posting, last_posting, postings,
--   sealed_at and the hash of the seal before it (null for the first), and then a line for each posting, in id order, with
--   the SHA-256 of its text. The lines are parted by a line feed, and none follows the last.
--   The hash of the seal is the SHA-256 of its text.
--
-- This query lists every seal and whether it holds:
--
-- select s.organization_id, s.number, s.hash = sha256(convert_to(json_build_array(
--          s.organization_id, s.number, s.first_posting, s.last_posting, s.postings,
--          to_char(s.sealed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), encode(s.previous_hash, 'hex'))::text
--          || e'\n' || rows.lines, 'UTF8')) is true as holds
--   from (select *, lag(hash) over w as previous_hash, lag(last_posting) over w as previous_last
--           from seal window w as (partition by organization_id order by number)) s
--  cross join lateral (
--    select string_agg(encode(sha256(convert_to(json_build_array(
--             p.organization_id, p.id, p.entry_id, e.kind, e.key,
--             to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
--             to_char(e.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
--             p.account_id, a.kind, a.owner_id, a.period, p.currency, p.amount, p.balance_after)::text, 'UTF8')), 'hex'),
--             e'\n' order by p.id) as lines
--      from posting p
--      left join entry e on e.organization_id = p.organization_id and e.id = p.entry_id
--      left join account a on a.organization_id = p.organization_id and a.id = p.account_id and a.currency = p.currency
--     where p.organization_id = s.organization_id
--       and p.id > coalesce(s.previous_last, '-9223372036854775808') and p.id <= s.last_posting
--  ) rows
--  order by s.organization_id, s.number;
--
-- Who can write to the database as its owner can also make all seals anew. Keep the hash of the newest seal elsewhere: the
-- log has it, `largesse audit verify` shows it, and a hash that was kept must be found in this table for ever.
