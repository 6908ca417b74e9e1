import { withoutReordering } from '#src/domain/kit/plain-texts.ts';
import { readInvocation } from './invocation.ts';

/** A command in a text, such as `largesse jobs failed`; not part of an address, a path or a sentence about Largesse. */
const OWN_COMMAND = /(?<![\w/@.-])largesse (?=(?!largesse\b)[a-z])/gu;

/** A text as it is printed: nothing in it reorders what stands beside it, and the commands in it work where it was printed, also where no `largesse` is on the path. */
export function withInvocation(text: string, invocation: string = readInvocation()): string {
  return withoutReordering(text).replaceAll(OWN_COMMAND, `${invocation} `);
}
