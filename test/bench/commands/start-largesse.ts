import { keysToText, newKey } from '#src/kit/key-ring.ts';
import { type BenchPostgres, openMigrated } from '../bench-postgres.ts';
import { makeCompany } from '../make-company.ts';
import { type RunningProgram, runProgram } from './run-program.ts';
import type { SlackReady } from './slack-instructions.ts';

/** An app in one or more processes. */
export type RunningApp = { url: string; pids: number[]; stop: () => Promise<void> };

export type LargesseShape = {
  name: string;
  folder: string;
  /** The roles of each process; the one with `web` takes the commands. */
  roles: readonly string[];
  redisUrl?: string;
};

/** `largesse start`, on a database of its own. */
export async function startLargesse(
  postgres: BenchPostgres,
  slack: SlackReady,
  { name, folder, roles, redisUrl }: LargesseShape,
): Promise<RunningApp> {
  const databaseUrl = await postgres.createDatabase(`bench_${name}`);
  const db = await openMigrated(databaseUrl);
  await makeCompany(db);
  await db.destroy();
  const env = {
    DATABASE_URL: databaseUrl,
    ...(redisUrl && { REDIS_URL: redisUrl }),
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    LARGESSE_DIR: folder,
    LARGESSE_KEYS: keysToText([newKey()]),
    PORT: '0',
  };
  const programs: RunningProgram[] = [];
  for (const role of roles) {
    const as = { name: `${name}-${role.replace(',', '-')}`, folder, env };
    const awaited = role === 'worker' ? { awaited: /Largesse is running/ } : {};
    programs.push(await runProgram(['src/cli/main.ts', 'start', '--role', role], { ...as, ...awaited }));
  }
  return {
    url: `${programs.map(({ url }) => url).find((url) => url !== '')}/slack/events`,
    pids: programs.map(({ pid }) => pid),
    async stop() {
      for (const program of programs) await program.stop();
    },
  };
}
