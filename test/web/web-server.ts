import { createPlaygroundPlatform } from '#adapters/chat/playground/platform.ts';
import type { ChatHost } from '#src/ports/chat.ts';
import { createWebApp } from '#src/web/create-web-app.tsx';
import type { ApprovalDeps } from '#src/web/pages/approval/routes.tsx';
import type { ClaimDeps } from '#src/web/pages/claim/routes.tsx';
import type { ReceivedMail } from '#src/ports/mail.ts';
import type { PlaygroundRoom } from '#src/ports/playground.ts';
import type { PlaygroundDeps } from '#src/web/pages/playground/deps.ts';
import { serveWeb } from '#src/web/serve-web.ts';
import { createRecordingLog } from '#test/helpers/recording-log.ts';
import { newId } from '#src/kit/new-id.ts';
import { people, standInHost } from '#test/adapters/playground/sample-company.ts';

/** A mailbox into which a test puts mails by hand. */
function handFilledMailbox() {
  const mails: ReceivedMail[] = [];
  const listeners = new Set<(mail: ReceivedMail) => void>();
  return {
    mails: () => mails,
    onMail(listener: (mail: ReceivedMail) => void) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    put(mail: ReceivedMail) {
      mails.push(mail);
      for (const listener of listeners) listener(mail);
    },
  };
}

/** The playground with the stand-in bot behind it, for an app that nobody listens to. */
export async function playgroundDepsOf(): Promise<PlaygroundDeps> {
  const platform = createPlaygroundPlatform({ people, clock: { now: () => new Date() } });
  await platform.start(standInHost());
  return { room: platform.room, mailbox: handFilledMailbox() };
}

/** The playground on a free port with the stand-in bot behind it. */
export async function servePlayground(
  overrides: Partial<ChatHost> = {},
  {
    hasMailbox = true,
    approvals,
    claims,
  }: { hasMailbox?: boolean; approvals?: ApprovalDeps; claims?: ClaimDeps } = {},
) {
  const platform = createPlaygroundPlatform({ people, clock: { now: () => new Date() } });
  const host = standInHost(overrides);
  await platform.start(host);
  const mailbox = handFilledMailbox();
  const preferEmail = new Set<string>();
  const preferences = {
    prefersEmail: async (userId: string) => preferEmail.has(userId),
    setPrefersEmail: async ({ userId, prefersEmail }: { userId: string; prefersEmail: boolean }) => {
      if (prefersEmail) preferEmail.add(userId);
      else preferEmail.delete(userId);
    },
  };
  const log = createRecordingLog();
  let listening = 0;
  const room: PlaygroundRoom = {
    ...platform.room,
    subscribe(listener) {
      const stop = platform.room.subscribe(listener);
      listening += 1;
      return () => {
        stop();
        listening -= 1;
      };
    },
  };
  const playground = { room, preferences, mailbox: hasMailbox ? mailbox : undefined };
  const app = createWebApp({ log, newId, checks: {}, playground, approvals, claims });
  const web = await serveWeb({ app, webhooks: [], host: '127.0.0.1', port: 0 });
  return { ...web, listening: () => listening, platform, host, mailbox, preferEmail, log };
}
