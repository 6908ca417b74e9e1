-- A proof of the books is signed, and says up to where it went, so that the next one can go on from there.
alter table last_proof
  -- When the whole books were last walked.
  add column whole_at timestamptz,
  -- Of each organization: the newest seal then, the last numbers under it, and a digest of what the books came to.
  add column heads jsonb,
  -- HMAC-SHA256 over all of it, under a subkey of the key ring. Null: by a process of before.
  add column mac bytea check (octet_length(mac) = 32);

-- A proof looks up what was last recorded of a gift whose code was sealed anew.
create index activity_resealed on activity (gift_id) where kind = 'code.resealed';
