import { sql } from 'kysely';

/**
 * Stands last in what a statement returns that is a transaction of its own: nobody waits until the disk has it. Postgres writes in the
 * order of commits, so whatever is waited for later waits for this as well; only a machine that crashes within a second may forget it,
 * and then nothing that came after it is there either. Never for money, and never for anything that is told before it is followed by a
 * write that waits.
 */
export const lightly = sql.raw(`set_config('synchronous_commit', 'off', true)`);
