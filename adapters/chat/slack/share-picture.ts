import type { SendOutcome, Unsent } from '#src/ports/message.ts';
import type { Picture } from '#src/ports/picture.ts';
import { isSlackUrl } from './answer.ts';
import { httpFetch } from './http-fetch.ts';
import type { SendDeps } from './send.ts';
import { outcomeOfError, outcomeOfStatus } from './send-outcome.ts';

/** Slack takes no longer description of a picture. */
const MOST_ALT = 1_000;
const AGAIN_MS = 1_000;

/**
 * Shares a picture with one user, in their direct messages with the bot. A file cannot be part of a message that only one person sees in a
 * channel: shared there, all would see it, and not shared, nobody would.
 * @see https://github.com/slackapi/node-slack-sdk/issues/1790
 * @see https://docs.slack.dev/reference/methods/files.getUploadURLExternal
 */
export async function sharePicture(
  { client, apiUrl }: SendDeps & { apiUrl?: string },
  userId: string,
  { name, png, alt }: Picture,
): Promise<SendOutcome> {
  const bytes = Buffer.from(png, 'base64');
  const begun = await beginUpload(
    { client },
    { filename: name, length: bytes.length, alt_txt: alt.slice(0, MOST_ALT) },
  );
  if ('status' in begun) return begun;
  if (!isSlackUrl(begun.url, apiUrl))
    return { status: 'failed', reason: 'the address to upload to is not Slack’s' };
  const unsent = await upload(begun.url, bytes);
  if (unsent) return unsent;
  try {
    // The SDK’s own method takes no user to share it with.
    await client.apiCall('files.completeUploadExternal', {
      files: [{ id: begun.fileId, title: name }],
      channels: userId,
    });
    return { status: 'sent', messageId: begun.fileId };
  } catch (error) {
    return outcomeOfError(error);
  }
}

async function beginUpload(
  { client }: SendDeps,
  file: { filename: string; length: number; alt_txt: string },
): Promise<{ url: string; fileId: string } | Unsent> {
  try {
    const { upload_url: url, file_id: fileId } = await client.files.getUploadURLExternal(file);
    return url && fileId ? { url, fileId } : { status: 'failed', reason: 'Slack’s answer could not be read' };
  } catch (error) {
    return unshared(outcomeOfError(error));
  }
}

async function upload(url: string, bytes: Buffer): Promise<Unsent | undefined> {
  try {
    const { ok, status, headers } = await httpFetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', 'content-length': String(bytes.length) },
      body: bytes,
    });
    return ok ? undefined : unshared(outcomeOfStatus(status, headers.get('retry-after')));
  } catch (error) {
    return unshared(outcomeOfError(error));
  }
}

/** Nobody sees a file before it is shared, so what was lost until then may be tried again. */
function unshared(outcome: Unsent): Unsent {
  return outcome.status === 'unknown'
    ? { status: 'later', retryAfterMs: AGAIN_MS, reason: outcome.reason }
    : outcome;
}
