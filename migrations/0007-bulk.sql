-- Whose budget pays where it is not the giver's own department's: HR gives from many by one file.
alter table recognition
  add column paying_department_id uuid,
  add foreign key (organization_id, paying_department_id) references department;
