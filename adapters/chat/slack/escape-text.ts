import { withoutReordering } from '#src/domain/kit/plain-texts.ts';

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * Makes plain text safe in every Slack text object: without `<`, nothing in it can mention, link or notify.
 * @see https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export function escapeText(text: string): string {
  return withoutReordering(text)
    .toWellFormed()
    .replace(/[&<>]/g, (character) => ENTITIES[character] ?? character);
}

/** Cuts escaped text to `limit` characters with an ellipsis, without splitting an entity or a surrogate pair. */
export function cutText(escaped: string, limit: number): string {
  if (escaped.length <= limit) return escaped;
  const head = escaped.slice(0, limit - 1);
  return `${head.replace(/[\uD800-\uDBFF]$/, '').replace(/&[a-z]{0,3}$/, '')}…`;
}
