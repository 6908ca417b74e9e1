type Fields = Record<string, unknown>;
type WriteAmount = (minor: string) => string;

/** What an activity's detail says, without ids: a field that changed as `field: before → after`, any other as it is. */
export function changesText({ before, after, rules, ...rest }: Fields, writeAmount: WriteAmount): string {
  const then = flat(asFields(after ?? rules ?? rest), writeAmount);
  if (before === undefined || before === null) return listed(then);
  const was = flat(asFields(before), writeAmount);
  const names = [...new Set([...Object.keys(was), ...Object.keys(then)])];
  const changed = names.filter((name) => was[name] !== then[name] && !isId(name));
  return changed.map((name) => `${name}: ${was[name] ?? 'none'} → ${then[name] ?? 'none'}`).join(', ');
}

function listed(fields: Record<string, string>): string {
  const told = Object.entries(fields).filter(([name]) => !isId(name));
  return told.map(([name, value]) => `${name}: ${value}`).join(', ');
}

function isId(name: string): boolean {
  return /(?:^|\.)id$|Id$|^currency$/u.test(name);
}

/** Nested fields by their path, as text; amounts, which are named `…Minor`, as money. */
function flat(fields: Fields, writeAmount: WriteAmount, prefix = ''): Record<string, string> {
  const entries = Object.entries(fields).flatMap(([name, value]) => {
    const path = `${prefix}${name}`;
    if (value === null || value === undefined) return [];
    if (typeof value === 'object' && !Array.isArray(value)) {
      return Object.entries(flat(asFields(value), writeAmount, `${path}.`));
    }
    return [[path.replace(/Minor(?=\.|$)/u, ''), valueText(path, value, writeAmount)]];
  });
  return Object.fromEntries(entries);
}

function valueText(path: string, value: unknown, writeAmount: WriteAmount): string {
  if (Array.isArray(value)) return value.join(' ');
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /Minor(?:\.|$)/u.test(path) && /^-?\d+$/u.test(text) ? writeAmount(text) : text;
}

function asFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
