import type { NotificationBody } from '#src/domain/message/notifications.ts';
import type { Card } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { textCard } from './text-card.ts';

type DetailOf<K extends NotificationBody['kind']> = Extract<NotificationBody, { kind: K }>['detail'];

/** Tells whoever reads an address that it is no longer theirs here. The new one is not named: it may be read by somebody else. */
export function movedAddressCard({ say }: Words, { by }: DetailOf<'address.changed'>): Card {
  return textCard('info', say('people.moved.title'), [
    say('people.moved.text', { by: by || 'none' }),
    say('people.moved.how'),
  ]);
}

/** Tells an admin that the directory lost its access, why, and what to do. */
export function directoryEndedCard({ say }: Words, { owner, token }: DetailOf<'directory.ended'>): Card {
  return textCard('refusal', say('people.directoryEnded.title'), [
    say('people.directoryEnded.text', { owner, token }),
    say('people.directoryEnded.how'),
  ]);
}
