/** Characters that are not seen: whoever compares two texts by eye takes them for equal. */
const UNSEEN =
  /[\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF]|\uFE0E|\uFE0F/gu;
const SPACES = /[\s\u0085]+/gu;
const PLAIN = /^[ -~]*$/u;

/**
 * The form in which names, addresses and headers are compared: letters that look alike are alike, whatever their case,
 * their encoding and what is invisible between them. The database holds the same form: `fold_text` in its migration.
 */
export function foldText(text: string): string {
  const seen = PLAIN.test(text) ? text : text.normalize('NFKC').replaceAll(UNSEEN, '');
  return lower(seen).replaceAll('i\u0307', 'i').replaceAll(SPACES, ' ').replaceAll(/^ | $/gu, '');
}

/** Letter by letter, so that no letter's lower case depends on its neighbours; the Turkish İ is an i. */
function lower(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  return Array.from(text, (letter) => (letter === '\u0130' ? 'i' : letter.toLowerCase())).join('');
}

/** Characters without which no text means less. Joiners stay: some scripts and emoji are spelled with them. */
const NEEDLESS = /[\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF]/gu;

/** A text as it is kept: composed, without invisible characters and without spaces around it. */
export function cleanText(text: string): string {
  return PLAIN.test(text) ? text.trim() : text.normalize('NFC').replaceAll(NEEDLESS, '').trim();
}

/** Whether it holds a line break, an escape or another character that controls a terminal. */
export function hasControl(text: string): boolean {
  return /[\p{Cc}\u2028\u2029]/u.test(text);
}
