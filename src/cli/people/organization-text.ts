import { print } from '#src/cli/kit/context.ts';
import type { Organization } from '#src/db/people/organization.ts';

export function printOrganization({ name, currency, timeZone }: Organization): void {
  print(`Name       ${name}`);
  print(`Currency   ${currency}`);
  print(`Time zone  ${timeZone}`);
}
