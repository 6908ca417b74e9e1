import { BrandMark } from '#src/web/pages/brand-mark.tsx';
import { Avatar } from './avatar.tsx';
import { CardBox } from './card.tsx';
import type { MessageView } from '#src/ports/playground.ts';
import { TimeOfDay } from './time-of-day.tsx';

/** One message in the channel or in the direct messages. */
export function MessageBox({ message }: { message: MessageView }) {
  const { author, body, isPrivate, mentions } = message;
  const inChannel = message.place === 'channel';
  return (
    <li class={isPrivate && inChannel ? 'message private' : 'message'} data-id={message.id} tabindex={-1}>
      {author ? <Avatar person={author} /> : <BrandMark />}
      <div class="body">
        <p class="byline">
          <strong>{author?.name ?? 'Largesse'}</strong>
          {!author && <span class="badge">app</span>}
          <TimeOfDay at={message.at} />
          {isPrivate && inChannel && <span class="only-you">only you see this</span>}
        </p>
        {mentions && <p class="mention">@{mentions}</p>}
        {body.kind === 'text' ? (
          <p class="said">{body.text}</p>
        ) : (
          <CardBox card={body.card} messageId={message.id} />
        )}
      </div>
    </li>
  );
}
