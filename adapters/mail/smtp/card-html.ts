import type { CardMjml } from './card-mjml.ts';

/** Keyed by MJML. There is one per card layout: a few dozen. */
const compiled = new Map<string, Promise<string>>();

/** Compiles the layout, once per kind of card, and fills in the contents. */
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

/** Loading takes over a second of the process's only thread, so do it before there are commands to answer. */
export async function loadMjml(): Promise<void> {
  await import('mjml');
}

/**
 * Loads MJML with the first mail if it was not loaded before: it takes 50 MB, which a process that sends no mail should
 * not pay for.
 *
 * MJML links some fonts by name, which mail programs would fetch: the empty `fonts` prevents that.
 */
async function compile(mjml: string): Promise<string> {
  const { default: mjml2html } = await import('mjml');
  const { html } = await mjml2html(mjml, { validationLevel: 'strict', ignoreIncludes: true, fonts: {} });
  return html;
}
