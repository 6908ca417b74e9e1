import type { PostToSend } from '#src/app.ts';
import { postCard, thanksPostCard } from '#src/chat/cards/post-card.ts';
import type { Card, SendOutcome } from '#src/ports/message.ts';
import type { Job } from './job.ts';
import type { JobDeps } from './job-deps.ts';
import { atPace, laneOf, sendingJob } from './sending.ts';

/** Posts what others are to read of a recognition, and what its recipients say to it. */
export const postRecognitionJob: Job<'post-recognition'> = {
  name: 'post-recognition',
  due: 'posts',
  ...sendingJob<PostToSend>({
    lease: (app, postIds) => app.recognition.leasePosts(postIds),
    cardOf: ({ words }, toSend) =>
      toSend.kind === 'recognition' ? postCard(words, toSend.post) : thanksPostCard(words, toSend.thanks),
    send,
    record: (app, attempts) => app.recognition.recordPosts(attempts),
  }),
};

function send(deps: JobDeps, toSend: PostToSend, card: Card): Promise<SendOutcome> {
  const { id, platform, workspaceId, channelId } = toSend.leased;
  const more =
    toSend.kind === 'thanks' ? { mentions: [], under: toSend.under } : { mentions: toSend.post.userIds };
  const message = { card, key: `post-${id}` };
  return atPace(deps, laneOf({ platform, workspaceId, userId: '' }, 'message'), (chat) =>
    chat.postForAll({ channelId, ...more }, message),
  );
}
