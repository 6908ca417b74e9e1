-- When the sweep last ran. It comes through the queue, so any process can tell from it whether jobs are enqueued and taken.
-- Of all organizations at once, like the sweep itself.

create table last_sweep (
  is_single boolean primary key default true check (is_single),
  swept_at timestamptz not null
);
