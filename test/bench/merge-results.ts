import type { BulkResult } from './bulk/measure-bulk.ts';
import type { AcksResult } from './commands/measure-acks.ts';
import type { CommandsResult } from './commands/measure-commands.ts';
import type { IdleResult } from './idle/measure-idle.ts';
import type { IssueResult } from './issue/measure-issue.ts';
import type { Machine } from './machine.ts';
import type { RatesResult } from './rates/measure-rates.ts';
import type { ReportResult } from './report/measure-report.ts';
import type { VerifyResult } from './verify/measure-verify.ts';
import type { WalletResult } from './wallet/measure-wallet.ts';
import type { WebResult } from './web/measure-web.ts';

/** What a run found, by the part that found it. */
export type Results = {
  issue?: IssueResult;
  rates?: RatesResult;
  bulk?: BulkResult;
  report?: ReportResult;
  verify?: VerifyResult;
  wallet?: WalletResult;
  web?: WebResult;
  commands?: CommandsResult;
  acks?: AcksResult;
  idle?: IdleResult;
};

/** A part that was saved apart says what it was measured on; for the others the whole run's machine holds. */
type Apart<T> = T & { machine?: Machine };

export type SavedResults = { [Part in keyof Results]: Apart<NonNullable<Results[Part]>> } & {
  /** Of commands and acks what people ask for first. */
  endToEnd?: EndToEnd;
  machine: Machine;
};

type EndToEnd = {
  perSecond: number;
  ackP50Ms: number;
  ackP99Ms: number;
  ratioToBareBoltP50: number;
  ratioToBareBoltP99: number;
};

/** A whole run replaces everything; a run of some parts replaces theirs, and each of them then names its own machine. */
export function mergeResults(
  before: SavedResults | undefined,
  { results, machine, isWhole }: { results: Results; machine: Machine; isWhole: boolean },
): SavedResults {
  const parts = isWhole || !before ? { ...results, machine } : { ...before, ...apart(results, machine) };
  const { endToEnd: _, ...rest } = parts as SavedResults;
  const endToEnd = endToEndOf(rest);
  return endToEnd ? { ...rest, endToEnd } : rest;
}

function apart(results: Results, machine: Machine): Partial<SavedResults> {
  const parts = Object.entries(results).map(([part, result]) => [part, { ...result, machine }]);
  return Object.fromEntries(parts) as Partial<SavedResults>;
}

function endToEndOf({ commands, acks }: Results): EndToEnd | undefined {
  if (!commands || !acks) return undefined;
  const { ackP50Ms, ackP99Ms, ratioToBareBoltP50, ratioToBareBoltP99 } = acks;
  return {
    perSecond: commands.sustainedPerSecond,
    ackP50Ms,
    ackP99Ms,
    ratioToBareBoltP50,
    ratioToBareBoltP99,
  };
}
