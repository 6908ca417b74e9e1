import { headerKey } from '#src/domain/kit/headers.ts';

const GONE = new Set(
  `inactive deactivated disabled suspended terminated archived left leaver former formeremployee formermember resigned
   deleted dismissed retired deceased separated offboarded exited bot notactive notemployed false no n 0
   inaktiv deaktiviert gesperrt ausgeschieden ausgetreten gekuendigt entlassen beendet ehemalig nein falsch`.split(
    /\s+/u,
  ),
);
const GUESTS = new Set('guest gast multichannelguest singlechannelguest external extern'.split(' '));
const YES = new Set('yes y true 1 x ja wahr guest gast external extern'.split(' '));
const NO = new Set('no n false 0 nein falsch member mitglied employee internal intern'.split(' '));

/**
 * Whether the words of a file's status columns mean somebody who works here. Only clear words mean that they do not: a
 * product's “Full-Time” or “On Leave” does not send anybody away.
 */
export function isActiveBy(statuses: readonly string[]): boolean {
  return !statuses.some((status) => GONE.has(headerKey(status)));
}

/** Guests by a status such as Slack's; undefined when it does not say. */
export function guestOf(statuses: readonly string[]): boolean | undefined {
  return statuses.some((status) => GUESTS.has(headerKey(status))) || undefined;
}

/** Undefined when it is neither. */
export function readYesOrNo(text: string): boolean | undefined {
  const key = headerKey(text);
  if (YES.has(key)) return true;
  return NO.has(key) ? false : undefined;
}
