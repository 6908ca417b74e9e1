-- A person is looked up by id, in an organization. Before there are statistics, every index that begins with the organization
-- looks as good for that as the primary key, and the planner may read everybody in it. These begin with what they are for.
create unique index person_id on person (id);
drop index person_email;
create unique index person_email on person (lower(email), organization_id);
drop index person_address;
create unique index person_address on person (email_key, organization_id) where not address_clash;
drop index person_number;
create unique index person_number on person (employee_number, organization_id);
drop index person_manager;
create index person_manager on person (manager_id, organization_id) where manager_id is not null;
