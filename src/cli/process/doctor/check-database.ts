import { sql } from 'kysely';
import { checkSession } from '#src/db/kit/session.ts';
import { WrongSetup } from '#src/kit/wrong-setup.ts';
import type { Db } from '#src/db/kit/schema.ts';
import type { Finding } from '#src/ports/doctor.ts';
import { databaseTrouble, explainFault } from '#src/cli/kit/explain-fault.ts';

const SUBJECT = 'Database';
const OLDEST = 140_000;
const SKEW_TO_MENTION_MS = 2_000;
const SKEW_TO_MEND_MS = 60_000;

type Server = { versionNumber: number; version: string; isReplica: boolean; now: Date };

/** Whether the server is reachable and suitable, and whether its clock agrees with ours. */
export async function checkDatabase(db: Db): Promise<Finding[]> {
  const askedAt = Date.now();
  try {
    const { rows } = await sql<Server>`
      select current_setting('server_version_num')::integer as "versionNumber",
             current_setting('server_version') as version, pg_is_in_recovery() as "isReplica",
             clock_timestamp() as now`.execute(db);
    const halfwayAt = (askedAt + Date.now()) / 2;
    const session = await findWrongSession(db);
    return rows.flatMap((server) => [
      judgeServer(server),
      ...session,
      judgeClock(server.now.getTime() - halfwayAt),
    ]);
  } catch (error) {
    const trouble = databaseTrouble(error) ?? { message: explainFault(error), fix: 'Correct DATABASE_URL.' };
    return [{ subject: SUBJECT, level: 'problem', ...trouble }];
  }
}

async function findWrongSession(db: Db): Promise<Finding[]> {
  try {
    await checkSession(db);
    return [];
  } catch (error) {
    if (!(error instanceof WrongSetup)) throw error;
    return [{ subject: SUBJECT, level: 'problem', message: error.what, fix: error.fix }];
  }
}

function judgeServer({ version, versionNumber, isReplica }: Server): Finding {
  if (versionNumber < OLDEST) {
    const fix = 'Use Postgres 14 or later.';
    return { subject: SUBJECT, level: 'problem', message: `Postgres ${version} is too old`, fix };
  }
  if (!isReplica) return { subject: SUBJECT, level: 'ok', message: `Postgres ${version} answers` };
  const message = 'this is a replica, which can only be read';
  return { subject: SUBJECT, level: 'problem', message, fix: 'Set DATABASE_URL to the primary server.' };
}

function judgeClock(aheadMs: number): Finding {
  const subject = 'Clock';
  const offMs = Math.abs(aheadMs);
  if (offMs < SKEW_TO_MENTION_MS) return { subject, level: 'ok', message: 'agrees with the database' };
  const message = `the database is ${Math.round(offMs / 1_000)} s ${aheadMs > 0 ? 'ahead of' : 'behind'} this machine`;
  const fix = 'Keep both machines on time with NTP.';
  return { subject, level: offMs < SKEW_TO_MEND_MS ? 'warning' : 'problem', message, fix };
}
