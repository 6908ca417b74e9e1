import { keysToText, newKey } from '#src/key-ring.ts';
import { type BenchPostgres, openMigrated } from '../bench-postgres.ts';
import { makeCompany } from '../make-company.ts';
import { type RunningProgram, runProgram } from './run-program.ts';
import type { SlackReady } from './slack-orders.ts';

/** `largesse start` with all its roles in one process, as it runs where nothing else was set up, on a database of its own. */
export async function startLargesse(
  postgres: BenchPostgres,
  slack: SlackReady,
  { name, folder, redisUrl }: { name: string; folder: string; redisUrl?: string },
): Promise<RunningProgram> {
  const databaseUrl = await postgres.createDatabase(`bench_${name}`);
  const db = await openMigrated(databaseUrl);
  await makeCompany(db);
  await db.destroy();
  const { url, stop } = await runProgram(['src/cli/main.ts', 'start'], {
    name,
    folder,
    env: {
      DATABASE_URL: databaseUrl,
      ...(redisUrl && { REDIS_URL: redisUrl }),
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_API_URL: slack.apiUrl,
      LARGESSE_DIR: folder,
      LARGESSE_KEYS: keysToText([newKey()]),
      PORT: '0',
    },
  });
  return { url: `${url}/slack/events`, stop };
}
