import type { ChatStage, Waivable } from '../chat-stage.ts';

/** Options of a test for a promise that not every platform makes: it is skipped where the stage gives a reason. */
export function promised({ waives }: ChatStage, promise: Waivable): { skip: boolean } {
  return { skip: waives[promise] !== undefined };
}

/** What a stage waives, and why, for a title: a test that is skipped without that counts as failed. */
export function waivedBy({ waives }: ChatStage): string {
  return Object.values(waives)
    .map((reason) => ` (waived: ${reason})`)
    .join('');
}
