-- What: when somebody last asked for a proof of the books.
-- Why: whoever answers for the money can have them proved now, and not only with the proof of the day. Nothing is signed here: to ask
-- twice does no harm.
alter table last_proof add column asked_at timestamptz;
