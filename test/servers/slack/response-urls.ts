import { randomUUID } from 'node:crypto';
import { readMessage } from './read-message.ts';
import {
  keepMessage,
  replaceMessage,
  type SeenEphemeral,
  type SeenMessage,
  type SlackState,
} from './slack-state.ts';

const USABLE_MS = 30 * 60_000;
const MAX_USES = 5;

const ALLOWED_KEYS = new Set([
  'text',
  'blocks',
  'response_type',
  'replace_original',
  'delete_original',
  'thread_ts',
  'metadata',
]);

/** Makes the path of a `response_url` for an answer that `userId` is to see. */
export function makeResponsePath(
  state: SlackState,
  { userId, channelId, pressed }: { userId: string; channelId: string; pressed?: string },
): string {
  const path = `/commands/${state.team.id}/${state.serial()}/${randomUUID()}`;
  state.responseUrls.set(path, { userId, channelId, pressed, madeAt: state.now(), uses: 0 });
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
  if (state.now() - url.madeAt >= USABLE_MS)
    return { status: 404, body: '{"ok":false,"error":"expired_url"}' };
  if (url.uses >= MAX_USES) return { status: 404, body: '{"ok":false,"error":"used_url"}' };
  url.uses += 1;
  const shown = showAnswer({ state, isChecked }, { ...url, via: 'response_url' }, body);
  if ('error' in shown) return { status: 200, body: JSON.stringify({ ok: false, error: shown.error }) };
  return { status: 200, body: 'ok' };
}

/** Shows an answer (from a request's own response or a `response_url`) to one user or to the whole channel. */
export function showAnswer(
  { state, isChecked }: { state: SlackState; isChecked: boolean },
  to: { userId: string; channelId: string; via: 'ack' | 'response_url'; pressed?: string | undefined },
  body: string,
): { error: string } | { ephemeral?: SeenEphemeral } {
  const subject = to.via === 'ack' ? 'an acknowledgement' : 'response_url';
  const answer = parseAnswer(body);
  if (!answer) {
    state.violations.push(`${subject}: not a JSON object`);
    return { error: 'invalid_payload' };
  }
  const unknown = Object.keys(answer).filter((key) => !ALLOWED_KEYS.has(key));
  if (unknown.length > 0) state.violations.push(`${subject}: unknown keys ${unknown.join(', ')}`);
  const read = readMessage(state, { channelId: to.channelId, subject, isChecked }, answer);
  if ('error' in read) return { error: read.error };
  // At the URL of a command, nothing is replaced, whatever Slack’s guide says: https://github.com/slackapi/bolt-js/issues/2287
  if (answer['replace_original'] === true && to.pressed)
    return replacePressed(state, to, { answer, seen: read.seen });
  if (answer['response_type'] === 'in_channel') {
    keepMessage(state, read.seen);
    return {};
  }
  const ephemeral = { ...read.seen, userId: to.userId, via: to.via };
  state.ephemerals.push(ephemeral);
  return { ephemeral };
}

/** The message stays where it stood, and is seen by whom it was. */
function replacePressed(
  state: SlackState,
  { channelId, pressed }: { channelId: string; pressed?: string | undefined },
  { answer, seen }: { answer: Record<string, unknown>; seen: SeenMessage },
): { error: string } | Record<string, never> {
  if ('response_type' in answer) state.violations.push('response_url: a message keeps its response_type');
  const shown = [...state.ephemerals, ...(state.messages.get(channelId) ?? [])];
  const original = shown.find(({ ts }) => ts === pressed);
  if (!original) {
    state.violations.push('response_url: there is no message to replace');
    return { error: 'message_not_found' };
  }
  replaceMessage(original, seen);
  original.mentions = seen.mentions;
  return {};
}

function parseAnswer(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
