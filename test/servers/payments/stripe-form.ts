/** A form as Stripe reads it: `a[b]=1` is `{ a: { b: '1' } }`. */
export type StripeForm = { [name: string]: string | StripeForm };

export function readStripeForm(text: string): StripeForm {
  const form: StripeForm = {};
  for (const [path, value] of new URLSearchParams(text)) {
    const names = [
      path.split('[')[0] ?? '',
      ...[...path.matchAll(/\[([^\]]*)\]/gu)].map(([, name = '']) => name),
    ];
    let place = form;
    for (const name of names.slice(0, -1)) {
      const inner = place[name];
      place = typeof inner === 'object' ? inner : (place[name] = {});
    }
    place[names.at(-1) ?? ''] = value;
  }
  return form;
}

export function textIn(form: StripeForm, name: string): string | undefined {
  const value = form[name];
  return typeof value === 'string' ? value : undefined;
}

export function textsIn(form: StripeForm, name: string): Record<string, string> {
  const value = form[name];
  if (typeof value !== 'object') return {};
  return Object.fromEntries(
    Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
}
