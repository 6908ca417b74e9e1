import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** What is wrong with one field: where it is in the body, or the name of a parameter. */
const FieldProblem = z.strictObject({
  pointer: z.string().optional().openapi({ description: 'Where in the body, as a JSON Pointer.' }),
  parameter: z.string().optional().openapi({ description: 'The name of a parameter or header.' }),
  detail: z.string(),
});

/** Why something was not done. @see https://www.rfc-editor.org/rfc/rfc9457 */
export const ProblemSchema = z
  .strictObject({
    type: z.string().openapi({
      description: 'The same for the same kind of problem, for ever. Decide by it.',
      example: 'urn:largesse:problem:over-budget',
    }),
    title: z.string().openapi({ example: 'Over budget' }),
    status: z.int().openapi({ example: 422 }),
    detail: z.string().openapi({ description: 'What happened, and what to do, for people to read.' }),
    errors: z.array(FieldProblem).optional().openapi({ description: 'What is wrong with the request.' }),
    faultId: z
      .string()
      .optional()
      .openapi({ description: 'What the log calls it: tell it whoever runs Largesse.' }),
  })
  .openapi('Problem');

export type ApiProblem = z.input<typeof ProblemSchema>;

/** What programs decide by. */
export function problemTypeOf(kind: string): string {
  return `urn:largesse:problem:${kind}`;
}

/** A problem by its kind, such as `over-budget`. */
export function makeProblem(
  kind: string,
  { status, detail, ...more }: Pick<ApiProblem, 'status' | 'detail' | 'errors' | 'faultId'>,
): ApiProblem {
  const words = kind.replaceAll('-', ' ');
  const title = `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
  return { type: problemTypeOf(kind), title, status, detail, ...more };
}

/** Answers with a problem. */
export function sendProblem(c: Context, problem: ApiProblem): Response {
  return c.body(JSON.stringify(problem), problem.status as ContentfulStatusCode, {
    'content-type': 'application/problem+json',
  });
}
