import type { ActionAnswer, ActionCall } from '#src/ports/chat.ts';
import type { Card } from '#src/ports/message.ts';
import type { CommandContext, Caller } from './define-command.ts';

export type ActionContext = Pick<CommandContext, 'app' | 'words' | 'organizationId'> & {
  press: ActionCall;
  /** Who pressed. */
  caller: Caller;
};

/** What a button does. */
export type ActionHandler = (context: ActionContext) => Promise<ActionAnswer>;

/** A card that replaces the pressed message: what was pressed is done with. */
export function settled(card: Card): ActionAnswer {
  return { ...card, settles: true };
}
