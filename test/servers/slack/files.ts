import { directChannelOf, type SlackFile, type SlackState } from './slack-state.ts';

type FileContext = { state: SlackState; baseUrl: () => string };
type Args = Record<string, string>;
type FileAnswer = { ok: boolean; error?: string; [key: string]: unknown };

const MOST_ALT = 1_000;

export function beginUpload({ state, baseUrl }: FileContext, args: Args): FileAnswer {
  const { filename = '', length = '', alt_txt: alt = '' } = args;
  if (alt.length > MOST_ALT) return { ok: false, error: 'alt_txt_too_large' };
  const id = `F0${state.serial()}`;
  state.files.set(id, { id, filename, length: Number(length), alt, bytes: undefined, sharedWith: [] });
  return { ok: true, file_id: id, upload_url: `${baseUrl()}/upload/v1/${id}` };
}

/** Takes the bytes of a file; what is wrong with them is said, as Slack does by a status. */
export function takeUpload(state: SlackState, path: string, bytes: Buffer): { status: number; body: string } {
  const file = state.files.get(path.slice('/upload/v1/'.length));
  if (!file) return { status: 404, body: 'not found' };
  if (bytes.length !== file.length) {
    state.violations.push(`upload: ${bytes.length} bytes instead of ${file.length}`);
    return { status: 400, body: 'wrong length' };
  }
  file.bytes = bytes;
  return { status: 200, body: `OK - ${bytes.length}` };
}

/** Without a place to share it with, only the bot sees the file. */
export function completeUpload({ state }: FileContext, args: Args): FileAnswer {
  const asked = JSON.parse(args['files'] ?? '[]') as { id: string }[];
  const files = asked
    .map(({ id }) => state.files.get(id))
    .filter((file): file is SlackFile => file !== undefined);
  if (files.length < asked.length || files.some(({ bytes }) => !bytes))
    return { ok: false, error: 'file_not_found' };
  const places = [args['channels'], args['channel_id']].flatMap((text) => text?.split(',') ?? []);
  const known = places.filter((place) => state.users.has(place) || state.channels.has(place));
  if (known.length < places.length) return { ok: false, error: 'channel_not_found' };
  for (const place of places) {
    const closed = state.users.get(place)?.directMessageError;
    if (closed) return { ok: false, error: closed };
  }
  for (const file of files) {
    const shared = places.map((place) => (state.users.has(place) ? directChannelOf(place) : place));
    file.sharedWith.push(...shared);
  }
  return { ok: true, files: files.map(({ id, filename }) => ({ id, title: filename })) };
}
