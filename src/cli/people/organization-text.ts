import type { Core } from '#src/process/open-core.ts';

export function organizationLines({ name, currency, timeZone }: Core['organization']): string[] {
  return [`Name       ${name}`, `Currency   ${currency}`, `Time zone  ${timeZone}`];
}
