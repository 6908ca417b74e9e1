/** Marks that turn the order of what is shown: `52` may look like `25`. */
const REORDERING = /[\u202d\u202e]/u;

/** Whether it may look otherwise than it is typed. */
export function hidesOrder(text: string): boolean {
  return REORDERING.test(text);
}

/** Without the characters that nobody sees, which keyboards and copied texts bring along. */
export function tidy(text: string): string {
  return text
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replaceAll('\u2800', ' ')
    .trim();
}

const WRAPPED = [/^([*_`"']{1,3})(?!\1)(.+)\1$/u, /^()[“„«‘‚‹](.+)[”“»’‘›]$/u];

/** Without quotation marks and the signs for bold or code around it. */
export function unwrap(text: string): string {
  for (const pattern of WRAPPED) {
    const inner = pattern.exec(text)?.[2];
    if (inner !== undefined) return unwrap(inner.trim());
  }
  return text;
}
