import type { Command } from 'commander';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, Refused, UsageError, withCore } from '#src/cli/kit/context.ts';
import { showSteps } from '#src/cli/kit/progress.ts';
import { isDay } from '#src/domain/kit/period.ts';
import { hasOthers } from '#src/db/report/sample-gifts.ts';
import type { Core } from '#src/process/open-core.ts';
import { SAMPLE_ADDRESS } from '#src/process/seed/seed-people.ts';

const HELP = `
It gives, brings and redeems as everybody else does, two years long, by the clock of its own story: budgets, approvals, refusals,
gifts that were taken back or expired, purchases, people who come and go. The same options make the same company, but for its codes.
Everything is on record as “sample data”, and nobody is told. The audit proves it like any other ledger.

It needs a database without people and gifts. Use one that you can throw away: what is on record stays.

Examples:
  LARGESSE_DIR=/tmp/sample largesse seed --gifts 20000 --seed 7
  DATABASE_URL=postgres://db/sample largesse seed --gifts 1000000 --seed 7`;

const MOST_GIFTS = 20_000_000;
const DEFAULT_LAST_DAY = '2026-10-31';

type Options = { gifts: number; seed: number; until: string; json?: boolean };

/** `largesse seed`: fills an empty database with a company that has given for two years. */
export function addSeed(program: Command): void {
  commandOf(program, 'seed')
    .requiredOption('--gifts <count>', 'how many gifts to give', readCount)
    .option('--seed <number>', 'another number makes another company', readSeed, 1)
    .option('--until <day>', 'the last day of the two years', readDay, DEFAULT_LAST_DAY)
    .option('--json', 'print one JSON object')
    .addHelpText('after', HELP)
    .action(async ({ json, ...options }: Options) =>
      withCore(async (core) => {
        await refuseInUse(core, options.until);
        const [{ seedCompany }, { seedDigest }] = await Promise.all([
          import('#src/process/seed/seed-company.ts'),
          import('#src/process/seed/seed-digest.ts'),
        ]);
        const progress = showSteps('Giving');
        const startedAt = performance.now();
        const seeded = await seedCompany(core, options, (gifts) => progress.show(gifts, options.gifts));
        progress.hide();
        const seconds = Math.round((performance.now() - startedAt) / 1_000);
        const digest = await seedDigest(core.db);
        if (json) return printJson({ ...seeded, seconds, digest });
        print(
          `${seeded.people} people gave ${seeded.gifts} gifts: ${seeded.redeemed} redeemed, ${seeded.undone} taken back, ${seeded.expired} expired, ${seeded.refused} requests refused, ${seeded.declined} declined, ${seeded.purchases} purchases. It took ${seconds} s.`,
        );
        print(`Digest: ${digest}`);
      }),
    );
}

/** Sample data is never put among what real people did. */
async function refuseInUse({ db, clock }: Core, until: string): Promise<void> {
  const used = await whatIsThere(db);
  if (used !== undefined)
    throw new Refused(
      `${used} in this database already, so no sample data goes into it. Name an empty one with DATABASE_URL or LARGESSE_DIR.`,
    );
  if (Date.parse(`${until}T00:00:00Z`) >= clock.now().getTime())
    throw new Refused(`${until} is not over yet: name an earlier day with --until.`);
}

async function whatIsThere(db: Core['db']): Promise<string | undefined> {
  const gift = await db.selectFrom('gift').select('id').limit(1).executeTakeFirst();
  const request = await db.selectFrom('recognition').select('id').limit(1).executeTakeFirst();
  if (gift ?? request) return 'Somebody has given';
  return (await hasOthers(db, SAMPLE_ADDRESS)) ? 'There are people' : undefined;
}

function readCount(text: string): number {
  const count = Number(text);
  if (!/^\d+$/u.test(text) || count < 1 || count > MOST_GIFTS)
    throw new UsageError(`--gifts ${text}: give a whole number from 1 to ${MOST_GIFTS}`);
  return count;
}

function readSeed(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/u.test(text) || seed >= 2 ** 32)
    throw new UsageError(`--seed ${text}: give a whole number from 0 to ${2 ** 32 - 1}`);
  return seed;
}

function readDay(text: string): string {
  if (!isDay(text)) throw new UsageError(`--until ${text}: give a day such as ${DEFAULT_LAST_DAY}`);
  return text;
}
