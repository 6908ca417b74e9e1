-- What: people in the order of their names, as the page of people lists them.
-- Why: a page of a large company is found without sorting all of it.
set local lock_timeout = '5s';

create index person_by_name on person (organization_id, name_key, id);
