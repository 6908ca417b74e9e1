import type { ZodError } from 'zod';
import { makeProblem, type ApiProblem } from './problem.ts';

type Issue = ZodError['issues'][number];

/** What is wrong with a request, field by field. `target`: its body, its address or its headers. */
export function problemOfInput(target: string, { issues }: Pick<ZodError, 'issues'>): ApiProblem {
  const errors = issues.flatMap((issue) =>
    pathsOf(issue).map((path) => ({ ...placeOf(target, path), detail: issue.message })),
  );
  return makeProblem('invalid-request', {
    status: 400,
    detail: 'Something is wrong with the request; “errors” says what, and where.',
    errors,
  });
}

/** A key that nobody knows is named itself, not what holds it. */
function pathsOf(issue: Issue): PropertyKey[][] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => [...issue.path, key]);
  return [issue.path];
}

function placeOf(target: string, path: readonly PropertyKey[]): { pointer: string } | { parameter: string } {
  if (target === 'json') return { pointer: path.map((part) => `/${escape(String(part))}`).join('') };
  return { parameter: path.map(String).join('.') };
}

/** @see https://www.rfc-editor.org/rfc/rfc6901#section-3 */
function escape(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1').toWellFormed();
}
