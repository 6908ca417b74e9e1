import type { CardMjml } from './card-mjml.ts';

/** By their MJML. There are as many as there are makes of cards: a few dozen. */
const compiled = new Map<string, Promise<string>>();

/** Compiles the looks, once a make, and fills in the contents. */
export async function htmlOf({ mjml, slots }: CardMjml): Promise<string> {
  const html = await compiledOnce(mjml);
  return html.replaceAll(/%%(\d+)%%/g, (_, index) => slots[Number(index)] ?? '');
}

function compiledOnce(mjml: string): Promise<string> {
  const known = compiled.get(mjml);
  if (known) return known;

  const html = compile(mjml);
  compiled.set(mjml, html);
  return html;
}

/** Loading it takes over a second of the process's only thread: better before it has commands to answer. */
export async function loadMjml(): Promise<void> {
  await import('mjml');
}

/**
 * MJML is loaded with the first mail unless it was before: it takes 50 MB, which a process that sends none should not pay.
 * It knows some fonts by name and would have the reader's program fetch them: `fonts` is empty against that.
 */
async function compile(mjml: string): Promise<string> {
  const { default: mjml2html } = await import('mjml');
  const { html } = await mjml2html(mjml, { validationLevel: 'strict', ignoreIncludes: true, fonts: {} });
  return html;
}
