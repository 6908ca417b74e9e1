import type { ActionCall, Card } from '#src/ports.ts';
import type { CommandContext } from './define-command.ts';

export type ActionContext = Omit<CommandContext, 'call' | 'commands'> & { press: ActionCall };

/** What a button does: its answer is for the presser's eyes. */
export type ActionHandler = (context: ActionContext) => Promise<Card>;
