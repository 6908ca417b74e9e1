-- What: roles above employee and tokens over money may wait for a second person, too.
-- Why: whoever may give roles or make tokens could take rights over money alone, or with somebody else’s account in their hands.
set local lock_timeout = '5s';

alter table proposal drop constraint proposal_kind_check;
alter table proposal add constraint proposal_kind_check check (
  kind in ('top-up', 'move', 'budget', 'rules', 'allowance', 'write-off', 'second-person', 'role', 'token')) not valid;
alter table proposal validate constraint proposal_kind_check;
