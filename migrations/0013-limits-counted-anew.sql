-- What is counted of a person may no longer hold: a gift was taken back, or rules changed. Whoever asks next counts anew. The
-- row stays, so that those who lock it find it or wait for it, and never a gap where it was.
alter table limit_usage add column is_stale boolean not null default false;

comment on column limit_usage.subject is
  'Whose: ''recipient'', ''giver:department'' or ''giver:recipient:department'', by their ids.';
