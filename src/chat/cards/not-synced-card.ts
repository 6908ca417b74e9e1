import type { NotSynced } from '#src/domain/message/notifications.ts';
import type { Card } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { textCard } from './text-card.ts';

/** Tells an admin that people were not brought up to date, why, and what to do. */
export function notSyncedCard({ say }: Words, detail: NotSynced): Card {
  const { why, said, leaving, active, bad, place } = detail;
  const reason =
    why === 'held' ? say('people.sync.held', { leaving, active }) : troubleText({ say }, { why, said, bad });
  const how = say(why === 'held' ? 'people.sync.heldHow' : 'people.sync.how');
  return textCard('refusal', say('people.sync.title'), [reason, say('people.sync.place', { place }), how]);
}

/** Why nothing came of an import. */
export function troubleText(
  { say }: Pick<Words, 'say'>,
  { why, said = '', bad }: { why: Exclude<NotSynced['why'], 'held'>; said?: string | undefined; bad: number },
): string {
  if (why === 'bad-rows') return say('people.sync.why.bad-rows', { count: bad });
  return say(`people.sync.why.${why}`, { said: said || '–' });
}
