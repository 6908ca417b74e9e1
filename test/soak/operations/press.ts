import type { Member } from '../company.ts';
import { buttonsOf } from './buttons-of.ts';
import type { Desk } from './operation.ts';

const RECENT = 30;

/** Somebody presses a button of a message that they see, now and then twice: what comes of it, the ledger must say. */
export async function press({ bank, random }: Desk): Promise<void> {
  const { slack } = bank.world;
  const person = random.pick(bank.company.members);
  const seen = [...slack.messagesTo(person.slackName), ...slack.ephemeralsTo(person.slackName)];
  const buttons = seen
    .slice(-RECENT)
    .flatMap((message) => buttonsOf(message).map((button) => ({ message, button })));
  const known = buttons.flatMap((each) => {
    const effect = effectOf(person, each.button);
    return effect ? [{ ...each, effect }] : [];
  });
  if (known.length === 0) return;
  const { message, button, effect } = random.pick(known);
  const presses = random.chance(0.3) ? 2 : 1;
  for (let count = 0; count < presses; count += 1) bank.tally.count(effect, 'maybe');
  const pressed = await slack.pressButton(message, button.action_id, person.slackName);
  if (presses > 1) await slack.redeliver(pressed);
}

function effectOf(person: Member, { action_id: action, value = '' }: { action_id: string; value?: string }) {
  switch (action) {
    case 'redeem':
    case 'confirm':
    case 'cancel':
    case 'ask-funds':
    case 'withdraw':
      return `${action}:${value}`;
    case 'undo':
      return `undo-all:${value}`;
    case 'approve':
      return `approve:${value}:${person.id}`;
    default:
      return undefined;
  }
}
