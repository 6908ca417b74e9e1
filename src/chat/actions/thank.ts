import type { ActionAnswer } from '#src/ports/chat.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { textCard } from '../cards/text-card.ts';
import type { ActionContext } from '../define-action.ts';

/** The button on a gift: its giver reads what was written in the form. */
export async function thank({ app, words, caller, press }: ActionContext): Promise<ActionAnswer> {
  const said = press.fields?.words ?? '';
  const thanked = await app.recognition.sayThanks({ person: caller, giftId: press.value, words: said });
  if (!thanked.ok) return refusalCard(words, thanked.refusal);
  const { giverName: giver, isPosted } = thanked.value;
  const text = words.say(isPosted ? 'thanks.saidAndPosted' : 'thanks.said', { giver });
  return textCard('success', words.say('thanks.title'), [text]);
}
