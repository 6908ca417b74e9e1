import type { Generated } from 'kysely';

export type JobsTables = {
  failed_job: { organization_id: string; job: string; subject_id: string; reason: string; failed_at: Date };
  last_sweep: { is_single: Generated<boolean>; swept_at: Date; running_since: Generated<Date | null> };
};
