-- What a department's rules change in those of its organization. `rules` keeps the rules as they were in force when they
-- were set: for rows without differences, which stand on their own, and for older processes.
alter table giving_policy add column differences jsonb;

-- Who ran the command that did it, where that was no person in chat: a person's address, or the operating system's user.
alter table activity add column operator text;
