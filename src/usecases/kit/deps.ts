import type { Db } from '#src/db/kit/schema.ts';
import type { ChatGroup, ChatUser, GroupMembers } from '#src/ports/chat.ts';
import type { ErasedList } from '#src/ports/erased-list.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { KeyRing } from '#src/ports/keys.ts';
import type { Log } from '#src/ports/log.ts';
import type { RewardProvider } from '#src/ports/rewards.ts';
import type { PaymentMethod } from '#src/ports/payment-method.ts';
import type { Queue } from '#src/ports/queue.ts';
import type { WebhookSender } from '#src/ports/webhooks.ts';
import type { ChatProfile } from '#src/domain/people/person-ref.ts';

/** Everything a use case may need; each one picks the parts it uses. */
export type Deps = {
  db: Db;
  clock: Clock;
  /** A new UUID v7: ids sort by the time they were made. */
  newId: () => string;
  keys: KeyRing;
  queue: Queue;
  log: Log;
  /** In words, who runs the command; undefined in a running Largesse. Each activity keeps it. */
  operator?: string | undefined;
  /** Asks a chat platform who a user is; undefined when it does not know. */
  findChatUser: (user: ChatUser) => Promise<ChatProfile | undefined>;
  /** Asks a chat platform who is in a group, `most` people at most; undefined when it shows no such group. */
  findChatGroup: (group: ChatGroup, most?: number) => Promise<GroupMembers | undefined>;
  /** The configured providers of rewards, by name. */
  rewardProviders: ReadonlyMap<string, RewardProvider>;
  /** The other payment method at checkout; missing where none is configured. */
  payment?: PaymentMethod | undefined;
  /** Says what keeps an address from being a webhook's. */
  webhooks: Pick<WebhookSender, 'check'>;
  /** Where the ids of erased people are kept outside of the database; missing where nowhere is. */
  erasedList?: Pick<ErasedList, 'add'> | undefined;
  /** What this deployment can reach people with. */
  reachable: {
    platforms: readonly string[];
    mail: boolean;
    /** The address of the web pages, without a trailing slash; undefined when people's browsers cannot reach them. */
    web?: string | undefined;
  };
};
