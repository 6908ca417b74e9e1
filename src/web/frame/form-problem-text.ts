import type { Words } from '#src/words/words.ts';
import type { FormProblem } from './read-form.ts';

/** What is wrong with a field, and what to do, beside it. */
export function formProblemText({ say }: Words, problem: FormProblem): string {
  return problem.why === 'long'
    ? say('web.form.long', { most: problem.most })
    : say(`web.form.${problem.why}`);
}
