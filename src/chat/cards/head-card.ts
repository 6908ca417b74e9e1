import { type AuditHead, headLine } from '#src/domain/ledger/audit-head.ts';
import type { Card } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';

/** The head of the sealed books, for somebody who keeps it. */
export function headCard({ say }: Words, head: AuditHead): Card {
  const title = say('head.title', { number: String(head.number) });
  return {
    tone: 'info',
    title,
    summary: title,
    blocks: [
      { kind: 'text', text: say('head.why') },
      { kind: 'quote', text: headLine(head) },
    ],
    actions: [],
  };
}
