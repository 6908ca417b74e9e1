const ONE_ADDRESS =
  /^[^\s\p{C}@<>()[\],;:"\\]+@[^\s\p{C}@<>()[\],;:"\\.]+(?:\.[^\s\p{C}@<>()[\],;:"\\.]+)+$/u;
const MAX_CHARS = 254;

/** Whether it is one email address that a mailer takes: one `@`, a domain with a dot, nothing invisible. */
export function isAddress(text: string): boolean {
  return text.length <= MAX_CHARS && ONE_ADDRESS.test(text);
}
