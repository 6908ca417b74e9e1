import type { Context } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import type { Log } from '#src/ports/log.ts';
import { type Waker, createWaker } from './waker.ts';
import type { ReceivedMail } from '#src/ports/mail.ts';
import type { MessageView, PlaygroundPerson } from '#src/ports/playground.ts';
import type { PlaygroundDeps } from './deps.ts';
import { MailItem } from './mail-item.tsx';
import { isMailTo, latestMails } from './mail-routes.ts';
import { MessageBox } from './message.tsx';
import { toHtml } from '../to-html.ts';

/** One list entry on the page: the browser adds, changes or removes it by its id. */
type Item = { id: string; html: string };

export type LiveDeps = PlaygroundDeps & { log: Log };

const PING_EVERY_MS = 15_000;
const MAX_MAILS_SHOWN = 50;

/**
 * Server-sent events for one person's page: `room`, with all three panes, after every change this person can see, and
 * `unread`, with the user id of a colleague who just got a direct message or a mail.
 */
export function streamLiveEvents(c: Context, deps: LiveDeps, me: PlaygroundPerson): Response {
  c.header('cache-control', 'no-store');
  return streamSSE(
    c,
    async (stream) => {
      const pending: PendingUpdates = { waker: createWaker(), directTo: new Set(), mails: [] };
      const stopListening = listen(deps, pending);
      stream.onAbort(() => pending.waker.wakeUp());
      try {
        await stream.writeSSE({ event: 'room', data: await roomFor(deps, me), retry: 1000 });
        while (!stream.aborted && !stream.closed) {
          await sendNext(stream, { deps, me, pending });
        }
      } finally {
        stopListening();
      }
    },
    async (err) => deps.log.warn({ err }, 'Playground page lost its live updates'),
  );
}

/** What happened since the page was last updated: who got direct messages, and the new mails. */
type PendingUpdates = { waker: Waker; directTo: Set<string>; mails: ReceivedMail[] };

function listen({ room, mailbox }: PlaygroundDeps, pending: PendingUpdates): () => void {
  const stopRoom = room.subscribe(({ place, reader }) => {
    if (place === 'direct' && reader !== null) pending.directTo.add(reader);
    pending.waker.wakeUp();
  });
  const stopMail = mailbox?.onMail((mail) => {
    pending.mails.push(mail);
    pending.waker.wakeUp();
  });
  return () => {
    stopRoom();
    stopMail?.();
  };
}

async function sendNext(
  stream: SSEStreamingApi,
  { deps, me, pending }: { deps: LiveDeps; me: PlaygroundPerson; pending: PendingUpdates },
): Promise<void> {
  const wasWoken = await pending.waker.wait(PING_EVERY_MS);
  if (stream.aborted) return;
  if (!wasWoken) return stream.writeSSE({ event: 'ping', data: '' });

  const colleagues = (await deps.room.people()).filter(({ userId }) => userId !== me.userId);
  const reached = colleagues.filter(
    (person) => pending.directTo.has(person.userId) || pending.mails.some((mail) => isMailTo(mail, person)),
  );
  pending.directTo.clear();
  pending.mails.length = 0;
  await stream.writeSSE({ event: 'room', data: await roomFor(deps, me) });
  for (const { userId } of reached) await stream.writeSSE({ event: 'unread', data: userId });
}

async function roomFor(deps: PlaygroundDeps, me: PlaygroundPerson): Promise<string> {
  const view = await deps.room.view(me.userId);
  const mails = latestMails(deps.mailbox).slice(0, MAX_MAILS_SHOWN);
  return JSON.stringify({
    channel: await Promise.all(view.channel.map(messageItem)),
    direct: await Promise.all(view.direct.map(messageItem)),
    mail: await Promise.all(mails.filter((mail) => isMailTo(mail, me)).map(mailItem)),
    everyMail: await Promise.all(mails.map(mailItem)),
    takesDirectMessages: view.takesDirectMessages,
    prefersEmail: (await deps.preferences?.prefersEmail(me.userId)) ?? false,
  });
}

async function messageItem(message: MessageView): Promise<Item> {
  return { id: message.id, html: await toHtml(<MessageBox message={message} />) };
}

async function mailItem(mail: ReceivedMail): Promise<Item> {
  return { id: mail.messageId, html: await toHtml(<MailItem mail={mail} />) };
}
