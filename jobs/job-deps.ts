import type { App, DueJob } from '#src/app.ts';
import type { SpendMailing } from '#src/domain/report/spend-mailing.ts';
import type { ChatPlatform } from '#src/ports/chat.ts';
import type { Log } from '#src/ports/log.ts';
import type { HeadKeeper } from '#src/ports/head-keeper.ts';
import type { Mailer } from '#src/ports/mail.ts';
import type { DrawPicture } from '#src/ports/picture.ts';
import type { MessageFile } from '#src/ports/message.ts';
import type { PeopleFeed } from '#src/ports/people-source.ts';
import type { WebhookSender } from '#src/ports/webhooks.ts';
import type { Words } from '#src/words/words.ts';
import type { Pace } from '#src/kit/pace.ts';
import type { ClosedAccounts } from './closed-accounts.ts';

export type JobDeps = {
  app: App;
  platforms: ReadonlyMap<string, ChatPlatform>;
  /** Undefined where no mail can be sent. */
  mailer: Mailer | undefined;
  /** Calls the webhooks. */
  webhooks: Pick<WebhookSender, 'call'>;
  pace: Pace;
  closedAccounts: ClosedAccounts;
  /** The places outside that keep the heads of the sealed books. */
  headKeepers: readonly HeadKeeper[];
  /** Where a company keeps its people; undefined where nothing is read by the clock. */
  peopleSync?: { organizationId: string; source: PeopleFeed } | undefined;
  words: Words;
  /** Writes what somebody may see of the spend of a month; undefined where they get none any more. */
  writeSpend?: (
    reader: { organizationId: string; personId: string },
    asked: SpendMailing & { month: string },
  ) => Promise<MessageFile | 'too-large' | undefined>;
  /** Undefined where no pictures are drawn. */
  draw?: DrawPicture;
  log: Log;
  /** The jobs that work on rows; the sweep uses them. */
  dueJobs: readonly DueJob[];
};

/** A platform that this process is connected to. Throws when it is not configured here. */
export function getPlatform({ platforms }: JobDeps, id: string): ChatPlatform {
  const platform = platforms.get(id);
  if (!platform) throw new Error(`the chat platform ${id} is not configured in this process`);
  return platform;
}
