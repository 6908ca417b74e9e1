import { askYesOrNo } from './ask-yes-or-no.ts';
import { print, UsageError } from './context.ts';

/** How a command that shows what it would do before it does it was called. */
export type AgreeOptions = { dryRun?: true; yes?: true; json?: boolean };

/** Refuses to go on where nobody can be asked, before anything is looked up. */
export function mustBeAgreed({ dryRun, yes, json }: AgreeOptions): void {
  if (dryRun || yes || (!json && process.stdin.isTTY)) return;
  throw new UsageError('Add --yes to do it without being asked, or --dry-run to see what it would do');
}

/** Whether to go on: said before, or by somebody at the terminal who has read these lines. */
export async function isAgreed(
  question: string,
  lines: readonly string[],
  { dryRun, yes }: AgreeOptions,
): Promise<boolean> {
  if (dryRun) return false;
  if (yes) return true;
  for (const line of lines) print(line);
  return askYesOrNo(question);
}
