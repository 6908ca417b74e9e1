import type { Command } from '../define-command.ts';
import { balance } from './balance.ts';
import { budget } from './budget.ts';
import { help } from './help.ts';
import { recognize } from './recognize.ts';
import { join } from './join.ts';
import { redeem } from './redeem.ts';
import { report } from './report.ts';
import { reportCode } from './report-code.ts';
import { store } from './store.ts';
import { wallet } from './wallet.ts';

/** Every command, in the order in which people see them. */
export const commands: readonly Command[] = [
  recognize,
  redeem,
  balance,
  wallet,
  store,
  reportCode,
  budget,
  report,
  join,
  help,
];
