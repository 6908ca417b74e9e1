import type { Refusal } from '#src/domain/outcome.ts';

/** What would be done for somebody who gives a second factor on the web first. */
const KINDS = [
  'second-factor-asked',
  'second-factor-needed',
  'second-factor-to-spend',
  'second-factor-to-approve',
] as const;

export type AskingForFactor = Extract<Refusal, { kind: (typeof KINDS)[number] }>;

/** Whether what was refused would be done for somebody who passes a second factor first. */
export function asksForFactor(refusal: Refusal): refusal is AskingForFactor {
  return KINDS.some((kind) => kind === refusal.kind);
}
