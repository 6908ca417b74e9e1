import { type CommandRun, type LargesseProcess, runCommand } from '#test/helpers/run-largesse.ts';
import { type AmazonServer, startAmazonServer } from '#test/servers/rewards/amazon.ts';
import { QUEUES } from '#test/system/open-system.ts';
import { type OwnPostgres, startOwnPostgres } from '#test/system/own-postgres.ts';
import { openSlackWorld, type SlackWorld } from '#test/system/slack-world.ts';
import { type Company, FIRST_BUDGET_MINOR, foundCompany } from './company.ts';
import { isUnsold, openShop, PROVIDER_ENV, type Shop } from './open-shop.ts';
import { must } from '#src/domain/kit/must.ts';
import type { Random } from './random.ts';
import { openSeat, type Seat, type Sitter } from './seat.ts';
import {
  type Answer,
  type Answering,
  type Asking,
  startTeller,
  type Teller,
  type UseCaseName,
} from './start-teller.ts';
import { createTally, type Tally } from './tally.ts';

export type BankSize = { workers: number; tellers: number };

/** A company on servers of its own, and the processes that work for it. */
export type Bank = {
  postgres: OwnPostgres;
  world: SlackWorld;
  company: Company;
  shop: Shop;
  /** Sells gift cards. */
  provider: AmazonServer;
  tally: Tally;
  workers: readonly Seat<LargesseProcess>[];
  /** What people do in chat comes in here. */
  chat: Seat<LargesseProcess>;
  tellers: readonly Seat<Teller>[];
  /** Has one of the tellers do a use case. */
  ask<N extends UseCaseName>(random: Random, useCase: N, ...args: Asking<N>): Promise<Answer<Answering<N>>>;
  /** Runs a command of the program, until it is killed where that is asked for. */
  command(args: readonly string[], killAfterMs?: number): Promise<CommandRun>;
  close(): Promise<void>;
};

/** Faults are meant, and there are many: nobody reads of them. */
const QUIET = { LOG_LEVEL: 'silent' };
/** What is tried is not speed: a busy machine must not fail it. */
const PATIENT = { limitMs: 20_000 };

export async function openBank(size: BankSize): Promise<Bank> {
  const postgres = await startOwnPostgres({ isDurable: true });
  const queue = QUEUES[0] ?? 'postgres';
  const provider = await startAmazonServer({
    clock: { now: () => new Date() },
    funds: 10 ** 6,
    isRefused: isUnsold,
  });
  const env = { ...QUIET, ...PROVIDER_ENV, AMAZON_INCENTIVES_API_URL: provider.url };
  const world = await openSlackWorld({ queue, mode: 'http', slack: PATIENT, database: postgres, env });
  const closers: (() => Promise<unknown>)[] = [provider.stop];
  async function close(): Promise<void> {
    await Promise.allSettled(closers.map((closer) => closer()));
    await world.close();
  }
  try {
    const company = await foundCompany(world);
    const seats = await openSeats(world, size, closers);
    const programEnv = { ...world.system.env, ...world.env };
    const shop = await openShop(company, await must(seats.tellers[0], 'teller').taken());
    const tally = createTally();
    for (const { id } of company.departments) tally.count(`set:${id}:${FIRST_BUDGET_MINOR}`, 'done');
    return {
      postgres,
      world,
      company,
      shop,
      provider,
      tally,
      ...seats,
      close,
      async ask(random, useCase, ...args) {
        const answer = await askOne(seats.tellers, random, (teller) => teller.ask(useCase, ...args));
        tally.outcomes[answer.kind] += 1;
        return answer;
      },
      command: (args, killAfterMs) => runCommand(args, programEnv, { killAfterMs }),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

type Seats = Pick<Bank, 'workers' | 'chat' | 'tellers'>;

async function openSeats(
  world: SlackWorld,
  { workers, tellers }: BankSize,
  closers: (() => Promise<unknown>)[],
): Promise<Seats> {
  const env = { ...world.system.env, ...world.env };
  async function seated<P extends Sitter>(start: () => Promise<P>): Promise<Seat<P>> {
    const seat = await openSeat(start);
    closers.push(() => seat.leave());
    return seat;
  }
  const chat = await seated(() => world.run('web,chat'));
  return {
    chat,
    workers: await inPairs(workers, () => seated(() => world.run('worker'))),
    tellers: await inPairs(tellers, () => seated(() => startTeller(env))),
  };
}

/** On a busy machine, all at once would come too late. */
async function inPairs<T>(count: number, start: () => Promise<T>): Promise<T[]> {
  const started: T[] = [];
  while (started.length < count) {
    const pair = Array.from({ length: Math.min(2, count - started.length) }, start);
    started.push(...(await Promise.all(pair)));
  }
  return started;
}

/** By whoever is there; where nobody is, by the first who comes. */
async function askOne<T>(
  seats: readonly Seat<Teller>[],
  random: Random,
  ask: (teller: Teller) => Promise<Answer<T>>,
): Promise<Answer<T>> {
  const there = seats.flatMap((seat) => seat.now() ?? []);
  if (there.length > 0) return ask(random.pick(there));
  return ask(await Promise.any(seats.map((seat) => seat.taken())));
}
