-- A hash says what it cost: one byte for the power of two that scrypt was run with, and 32 for the hash. Older ones lack the byte.
alter table recovery_code
  drop constraint recovery_code_hash_check,
  add constraint recovery_code_hash_check check (octet_length(hash) in (32, 33));
