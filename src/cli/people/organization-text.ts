import { print } from '#src/cli/kit/context.ts';
import type { Core } from '#src/process/open-core.ts';

export function printOrganization({ name, currency, timeZone }: Core['organization']): void {
  print(`Name       ${name}`);
  print(`Currency   ${currency}`);
  print(`Time zone  ${timeZone}`);
}
