import type { Card } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { textCard } from './text-card.ts';

/** For whoever answers for no budget: who sees such figures, and where their own are. */
export function noFiguresCard({ say }: Words): Card {
  return textCard('info', say('figures.notYoursTitle'), [say('figures.notYours')]);
}

type NotRead = { names: string[] } & ({ kind: 'misread'; text: string } | { kind: 'future'; month: string });

/** Says what could not be read, and what can. */
export function misreadReportCard(words: Words, read: NotRead): Card {
  const { say } = words;
  if (read.kind === 'future')
    return textCard('refusal', say('figures.futureTitle', { month: words.month(read.month) }), [
      say('figures.future'),
    ]);
  const [name = ''] = read.names;
  const names = new Intl.ListFormat(words.locale, { type: 'disjunction' }).format(read.names);
  return textCard('refusal', say('figures.misreadTitle', { text: read.text.slice(0, 80) }), [
    say('figures.misread', { name }),
    ...(read.names.length > 0 ? [say('figures.departments', { names })] : []),
  ]);
}
