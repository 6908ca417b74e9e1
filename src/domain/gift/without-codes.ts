import { parseCode } from './code-format.ts';

/** Sixteen letters and digits, however they are grouped. */
const LIKE_A_CODE = /(?<![0-9A-Za-z])[0-9A-Za-z](?:[ \t-]{0,3}[0-9A-Za-z]){15}(?![0-9A-Za-z])/gu;

/** A text that others read, without any code that somebody may have written in it. */
export function withoutCodes(text: string): string {
  return text.replaceAll(LIKE_A_CODE, (found) => (parseCode(found) ? '••••' : found));
}
