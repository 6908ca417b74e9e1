import { setTimeout as sleep } from 'node:timers/promises';
import { auditBank } from './audit-bank.ts';
import { causeFaults, type FaultKind } from './faults.ts';
import { findBroken } from './find-broken.ts';
import { type Bank, type BankSize, openBank } from './open-bank.ts';
import { giveFile } from './operations/give-file.ts';
import type { Operation } from './operations/operation.ts';
import { OPERATIONS } from './operations/operations.ts';
import { proveInTurn } from './prove-in-turn.ts';
import { createRandom, type Random } from './random.ts';
import { RULES_ALWAYS } from './rules.ts';
import { type Settling, settle } from './settle.ts';
import { summarize, type Summary } from './summarize.ts';

export type BankOptions = BankSize & {
  seed: number;
  durationMs: number;
  /** On a busy machine, the work goes on for a while until so much was done. */
  least?: { answers: number; faultKinds: number };
  /** Whether gifts are given by files too, by a program that starts three times for each. */
  hasFiles: boolean;
  /** How many people do things at the same time. */
  hands: number;
  faultEveryMs: number;
  /** How often the ledger is looked at while it is worked with. */
  lookEveryMs: number;
  settling: Settling;
  /** Ends the work before its time; what was done is audited all the same. */
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
};

export type Progress = {
  phase: 'working' | 'settling' | 'auditing';
  /** Of the work. */
  leftMs: number;
  operations: number;
  faults: Record<string, number>;
  outcomes: { answered: number; failed: number; lost: number };
};

/** What was done, and what is wrong, in words: nothing when all is well. */
export type BankReport = Summary & {
  seed: number;
  faults: Record<string, number>;
  /** How often the ledger was proved while it was worked with. */
  proofs: number;
  workMs: number;
  settleMs: number;
  breaches: string[];
};

type Running = {
  bank: Bank;
  random: Random;
  options: BankOptions;
  faults: Record<string, number>;
  proofs: number;
  endsAt: number;
};

/** Lets many people work with the product while it is broken in every way there is, and then audits all of it. */
export async function runBank(options: BankOptions): Promise<BankReport> {
  const bank = await openBank(options);
  try {
    const startedAt = Date.now();
    const endsAt = startedAt + options.durationMs;
    const running = { bank, random: createRandom(options.seed), options, faults: {}, proofs: 0, endsAt };
    await work(running);
    const workedAt = Date.now();
    tell(running, 'settling');
    const unsettled = await settle(bank, options.settling);
    const settledAt = Date.now();
    tell(running, 'auditing');
    const breaches = [...unsettled, ...(await auditBank(bank))];
    return {
      ...(await summarize(bank)),
      seed: options.seed,
      faults: running.faults,
      proofs: running.proofs,
      workMs: workedAt - startedAt,
      settleMs: settledAt - workedAt,
      breaches,
    };
  } finally {
    await bank.close();
  }
}

/** Until the time is over, somebody ends it, or something is wrong. */
async function work(running: Running): Promise<void> {
  const { bank, random, options, faults } = running;
  const ending = new AbortController();
  const { signal } = ending;
  function end(): void {
    ending.abort();
  }
  options.signal?.addEventListener('abort', end);
  const hands = Array.from({ length: options.hands }, (_, index) =>
    keepBusy(bank, random.fork(`hand ${index}`), signal),
  );
  const files = options.hasFiles ? [keepGivingFiles(bank, random.fork('files'), signal)] : [];
  const trouble = causeFaults(bank, random.fork('faults'), {
    everyMs: options.faultEveryMs,
    signal,
    onFault: (kind: FaultKind) => void (faults[kind] = (faults[kind] ?? 0) + 1),
  });
  const looks = keepLooking(running, signal, end);
  await untilDone(running, signal);
  end();
  await Promise.all([...hands, ...files, trouble, looks]);
}

const OVERTIME_MS = 120_000;

async function untilDone({ bank, options, faults, endsAt }: Running, signal: AbortSignal): Promise<void> {
  const least = options.least ?? { answers: 0, faultKinds: 0 };
  function isDone(): boolean {
    const isEnough =
      bank.tally.outcomes.answered >= least.answers && Object.keys(faults).length >= least.faultKinds;
    return Date.now() >= (isEnough ? endsAt : endsAt + OVERTIME_MS);
  }
  while (!signal.aborted && !isDone()) await sleep(100);
}

async function keepBusy(bank: Bank, random: Random, signal: AbortSignal): Promise<void> {
  const drawn = OPERATIONS.flatMap(({ run, weight }) => Array.from({ length: weight }, () => run));
  while (!signal.aborted) await perform(random.pick(drawn), bank, random);
}

async function keepGivingFiles(bank: Bank, random: Random, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await perform(giveFile, bank, random);
    await sleep(random.between(5_000, 20_000), undefined, { signal }).catch(() => undefined);
  }
}

async function perform(operation: Operation, bank: Bank, random: Random): Promise<void> {
  bank.tally.begin(operation.name);
  await operation({ bank, random });
}

/** What is wrong for a moment only would be missed at the end. */
async function keepLooking(running: Running, signal: AbortSignal, end: () => void): Promise<void> {
  const { bank, options } = running;
  const prove = proveInTurn(bank);
  async function provedOnce(): Promise<string[]> {
    const found = await prove();
    running.proofs += 1;
    return found;
  }
  for (;;) {
    await sleep(options.lookEveryMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    tell(running, 'working');
    // The database may be away just now.
    const broken = [
      ...(await findBroken(bank.postgres.db, RULES_ALWAYS).catch(() => [])),
      ...(await provedOnce().catch(() => [])),
    ];
    for (const breach of broken) bank.tally.breach(`while it worked, ${breach}`);
    if (bank.tally.breaches.length > 0) end();
  }
}

function tell({ bank: { tally }, options, faults, endsAt }: Running, phase: Progress['phase']): void {
  const operations = [...tally.operations.values()].reduce((sum, count) => sum + count, 0);
  const leftMs = Math.max(0, endsAt - Date.now());
  options.onProgress?.({ phase, leftMs, operations, faults, outcomes: tally.outcomes });
}
