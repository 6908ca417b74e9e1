import type { DecimalMark } from '#src/domain/kit/amount/read-number.ts';
import type { Core } from '#src/process/open-core.ts';
import { askYesOrNo } from '#src/cli/kit/ask-yes-or-no.ts';
import { printJson, Refused } from '#src/cli/kit/context.ts';
import { plain } from '#src/cli/kit/table.ts';
import type { FileProblem } from '#src/cli/kit/file-problem.ts';
import { type GiftFileForm, UnreadableFile } from './open-gift-file.ts';
import type { GiftFilePlan } from './plan-gifts.ts';
import { giftPlanJson } from './plan-text.ts';
import { type GiftFileSurvey, surveyGifts } from './survey-gifts.ts';

/** Where problems of a file go; `first`: those that the JSON has. */
export type Problems = { add: (problem: FileProblem) => void; first: () => readonly FileProblem[] };

type Asked = { dryRun?: boolean; yes?: boolean; json?: boolean };

/** A file that cannot be read is refused by whoever reads it next, with all that was wrong before. */
export async function surveyOrNot(path: string, form: GiftFileForm): Promise<GiftFileSurvey> {
  try {
    return await surveyGifts(path, form);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    return { decimal: form.decimal ?? '.', evidence: {}, unused: [], problems: [] };
  }
}

/** Asks what `1.000` means in a file, where nothing else in it says so and somebody is there to answer. */
export async function askForMark(
  { words }: Core,
  { evidence }: GiftFileSurvey,
  { dryRun, yes, json }: Asked,
): Promise<DecimalMark | undefined> {
  const { unclear } = evidence;
  if (!unclear || evidence[','] || evidence['.'] || dryRun || yes || json) return undefined;
  const isThousands = await askYesOrNo(words.say('gifts.file.markQuestion', unclear));
  const mark = unclear.text.includes(',') ? ',' : '.';
  return isThousands === (mark === '.') ? ',' : '.';
}

/** Refuses what must be said before anything is given: what amounts mean, and what columns do. */
export function refuseUnclear(
  { words }: Core,
  {
    survey: { evidence, problems: columns },
    decimal,
    problems,
    plan,
  }: { survey: GiftFileSurvey; decimal: DecimalMark | undefined; problems: Problems; plan: GiftFilePlan },
  { dryRun = false, json }: Asked,
): void {
  if (!decimal) {
    const [first, second] = Object.values(evidence).toSorted((a, b) => a.line - b.line);
    const { line = 1, text = '' } = first ?? {};
    const reason = second
      ? words.say('gifts.file.marksDiffer', { text, other: second.text, line: second.line })
      : words.say('gifts.file.markUnclear', { text });
    problems.add({ line, column: 'amount', reason });
  }
  if (decimal && columns.length === 0) return;
  if (json) printJson({ dryRun, ...giftPlanJson(plan), problems: problems.first() });
  throw new Refused(words.say('gifts.file.unclear'));
}

/** Which columns nothing is read from. */
export function unusedLines({ words }: Core, { unused }: GiftFileSurvey): string[] {
  return unused.length > 0 ? [words.say('people.import.ignored', { columns: plain(unused.join(', ')) })] : [];
}
