-- The field's words: a notification, a failed job, a reason for a review.
alter table notice rename to notification;
alter table notification rename constraint notice_pkey to notification_pkey;
alter table notification rename constraint notice_organization_id_key_key to notification_organization_id_key_key;
alter table notification rename constraint notice_organization_id_fkey to notification_organization_id_fkey;
alter table notification rename constraint notice_organization_id_person_id_fkey to notification_organization_id_person_id_fkey;
alter table notification rename constraint notice_status_check to notification_status_check;
alter table notification rename constraint notice_channel_check to notification_channel_check;
alter index notice_id rename to notification_id;
alter index notice_due rename to notification_due;

alter table parked_job rename to failed_job;
alter table failed_job rename column parked_at to failed_at;
alter table failed_job rename constraint parked_job_pkey to failed_job_pkey;
alter table failed_job rename constraint parked_job_organization_id_fkey to failed_job_organization_id_fkey;
update failed_job set job = 'send-notification' where job = 'send-notice';
update failed_job set job = 'advance-approvals' where job = 'tend-approvals';

alter table recognition rename column concerns to review_reasons;

-- A process of an older version may still be running. Under the old names it finds views that refuse it in words: reading,
-- changing and inserting all call the function, also where there is no row.
create function refuse_older_process() returns boolean language plpgsql stable set search_path = public, pg_temp as $$
begin
  raise exception 'This process is older than its database: restart it with the new version';
end $$;

create view notice as select * from notification where refuse_older_process() with check option;

create view parked_job as
  select organization_id, job, subject_id, reason, failed_at as parked_at
    from failed_job where refuse_older_process() with check option;
