-- A giver hears of each stage of a request, not of its end alone: asked to confirm, waiting for an approver, decided.

drop index recognition_answer_due;
create index recognition_answer_due on recognition (answer_due_at)
  where answer_status in ('due', 'sending', 'unknown') and status <> 'queued';

-- Questions that nobody answered, by the time they were asked.
create index recognition_unconfirmed on recognition (decided_at) where status = 'awaiting_confirmation';
