import type { Command } from '../define-command.ts';
import { balance } from './balance.ts';
import { budget } from './budget.ts';
import { help } from './help.ts';
import { recognize } from './recognize.ts';
import { join } from './join.ts';
import { redeem } from './redeem.ts';

/** Every command, in the order in which people see them. */
export const commands: readonly Command[] = [recognize, redeem, balance, budget, join, help];
