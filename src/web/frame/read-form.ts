import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { z, type ZodError } from 'zod';
import { withPlainTexts } from '#src/domain/kit/plain-texts.ts';

/** What is wrong with a field of a form. `most`: how many characters it may have. */
export type FormProblem =
  | { field: string; why: 'missing' | 'twice' | 'no-text' | 'no-file' | 'unreadable' }
  | { field: string; why: 'long'; most: number };

/** A form that its page does not take: the web shows what is wrong with it, by field, as status 400. */
export class BadForm extends HTTPException {
  readonly problems: readonly FormProblem[];

  constructor(problems: readonly FormProblem[]) {
    super(400, { message: 'a form was not as its page takes it' });
    this.problems = problems;
  }
}

/** What a form says, or what is wrong with it. `typed`: its texts, to show them again. */
export type ReadForm<T> =
  | { ok: true; data: T }
  | { ok: false; problems: FormProblem[]; typed: Record<string, string> };

/** A file that was chosen; none is sent as an empty one. */
export const fileField = z.instanceof(File);

/**
 * Reads a form for a page that shows by itself what is wrong with it. A field that was sent more than once is a list.
 *
 * @throws HTTPException when it is no form at all.
 */
export async function tryForm<T>(c: Context, schema: z.ZodType<T>): Promise<ReadForm<T>> {
  const sent = await readBody(c);
  const read = schema.safeParse(sent);
  if (read.success) return { ok: true, data: read.data };
  return { ok: false, problems: problemsOf(read.error, sent), typed: textsOf(sent) };
}

/**
 * Reads a form that only an old page, a program or a hand sends in any other shape.
 *
 * @throws BadForm when the schema refuses it.
 */
export async function readForm<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  const read = await tryForm(c, schema);
  if (read.ok) return read.data;
  throw new BadForm(read.problems);
}

type Sent = Record<string, unknown>;

/** Its texts are made storable; its files stay files. */
async function readBody(c: Context): Promise<Sent> {
  const body = await c.req.parseBody({ all: true }).catch((cause: unknown) => {
    throw new HTTPException(400, { message: 'no form', cause });
  });
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, storable(value)]));
}

function storable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(storable);
  return typeof value === 'string' ? withPlainTexts(value) : value;
}

function textsOf(sent: Sent): Record<string, string> {
  const texts = Object.entries(sent).filter((one): one is [string, string] => typeof one[1] === 'string');
  return Object.fromEntries(texts);
}

type Issue = ZodError['issues'][number];

/** One a field: whoever mends the first sees the next. */
function problemsOf({ issues }: ZodError, sent: Sent): FormProblem[] {
  const byField = new Map<string, FormProblem>();
  for (const issue of issues) {
    const field = String(issue.path[0] ?? '');
    if (!byField.has(field)) byField.set(field, problemOf(issue, { field, value: sent[field] }));
  }
  return [...byField.values()];
}

function problemOf(issue: Issue, { field, value }: { field: string; value: unknown }): FormProblem {
  if (value === undefined) return { field, why: 'missing' };
  if (hasFile(value) && !takesFile(issue)) return { field, why: 'no-text' };
  if (Array.isArray(value)) return { field, why: 'twice' };
  if (issue.code === 'too_big') return { field, why: 'long', most: Number(issue.maximum) };
  return { field, why: takesFile(issue) ? 'no-file' : 'unreadable' };
}

function hasFile(value: unknown): boolean {
  return [value].flat().some((one) => one instanceof File);
}

function takesFile(issue: Issue): boolean {
  return issue.code === 'invalid_type' && String(issue.expected) === 'File';
}
