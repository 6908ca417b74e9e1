/** What Stripe takes: texts and amounts, nested by names. */
export type FormFields = { [name: string]: string | bigint | FormFields | undefined };

/** `a=1&b[c]=2`: fields as a form, with brackets for what is nested. */
export function formBody(fields: FormFields): string {
  return new URLSearchParams(pairsOf(fields)).toString();
}

function pairsOf(fields: FormFields, parent?: string): [string, string][] {
  return Object.entries(fields).flatMap(([name, value]): [string, string][] => {
    const path = parent === undefined ? name : `${parent}[${name}]`;
    if (value === undefined) return [];
    return typeof value === 'object' ? pairsOf(value, path) : [[path, value.toString()]];
  });
}
