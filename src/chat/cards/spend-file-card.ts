import type { NotificationContent } from '#src/app.ts';
import type { Card } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { textCard } from './text-card.ts';

type SpendFile = Extract<NotificationContent, { kind: 'report.spend' }>['detail'];

/** Brings the spend of a month as a file, or says where it is when it is too large for mail. */
export function spendFileCard(
  { say, month: nameOf }: Words,
  { by, month }: SpendFile,
  { link, isTooLarge = false }: { link: string | undefined; isTooLarge?: boolean },
): Card {
  const about = { by: say(`web.spend.by.${by}`), month: nameOf(month) };
  const where = link === undefined ? [] : [say('spendFile.link', { link })];
  const text = isTooLarge ? say('spendFile.tooLarge') : say('spendFile.attached', about);
  return textCard('info', say('spendFile.title', about), [text, ...where, say('spendFile.stop')]);
}
