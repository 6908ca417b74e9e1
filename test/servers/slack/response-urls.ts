import { randomUUID } from 'node:crypto';
import { readMessage } from './read-message.ts';
import { keepMessage, type SeenEphemeral, type SlackState } from './slack-state.ts';

const usableMs = 30 * 60_000;
const mostUses = 5;

const allowedKeys = new Set([
  'text',
  'blocks',
  'response_type',
  'replace_original',
  'delete_original',
  'thread_ts',
  'metadata',
]);

/** Makes the path of a `response_url` for an answer that `userId` is to see. */
export function makeResponsePath(state: SlackState, userId: string, channelId: string): string {
  const path = `/commands/${state.team.id}/${state.serial()}/${randomUUID()}`;
  state.responseUrls.set(path, { userId, channelId, madeAt: state.now(), uses: 0 });
  return path;
}

/** Takes what was posted to a `response_url`: five times within 30 minutes. */
export function takeResponse(
  { state, isChecked }: { state: SlackState; isChecked: boolean },
  path: string,
  body: string,
): { status: number; body: string } {
  const url = state.responseUrls.get(path);
  if (!url) return { status: 404, body: '{"ok":false,"error":"no_such_url"}' };
  if (state.now() - url.madeAt >= usableMs)
    return { status: 404, body: '{"ok":false,"error":"expired_url"}' };
  if (url.uses >= mostUses) return { status: 404, body: '{"ok":false,"error":"used_url"}' };
  url.uses += 1;
  const shown = showAnswer({ state, isChecked }, { ...url, via: 'response_url' }, body);
  if ('error' in shown) return { status: 200, body: JSON.stringify({ ok: false, error: shown.error }) };
  return { status: 200, body: 'ok' };
}

/** Shows an answer (from a request's own response or a `response_url`) to one user or to the whole channel. */
export function showAnswer(
  { state, isChecked }: { state: SlackState; isChecked: boolean },
  to: { userId: string; channelId: string; via: 'ack' | 'response_url' },
  body: string,
): { error: string } | { ephemeral?: SeenEphemeral } {
  const subject = to.via === 'ack' ? 'an acknowledgement' : 'response_url';
  const answer = parseAnswer(body);
  if (!answer) {
    state.violations.push(`${subject}: not a JSON object`);
    return { error: 'invalid_payload' };
  }
  const unknown = Object.keys(answer).filter((key) => !allowedKeys.has(key));
  if (unknown.length > 0) state.violations.push(`${subject}: unknown keys ${unknown.join(', ')}`);
  const read = readMessage(state, { channelId: to.channelId, subject, isChecked }, answer);
  if ('error' in read) return { error: read.error };
  if (answer['response_type'] === 'in_channel') {
    keepMessage(state, read.seen);
    return {};
  }
  const replaced = answer['replace_original'] === true;
  const ephemeral = { ...read.seen, userId: to.userId, via: to.via, replaced };
  state.ephemerals.push(ephemeral);
  return { ephemeral };
}

function parseAnswer(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
