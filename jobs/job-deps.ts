import type { App, DueJob } from '#src/app.ts';
import type { ChatPlatform } from '#src/ports/chat.ts';
import type { Log } from '#src/ports/log.ts';
import type { Mailer } from '#src/ports/mail.ts';
import type { Words } from '#src/words/words.ts';
import type { Pace } from './pace.ts';

/** What jobs work with. */
export type JobDeps = {
  app: App;
  platforms: ReadonlyMap<string, ChatPlatform>;
  /** Undefined where no mail can be sent. */
  mailer: Mailer | undefined;
  pace: Pace;
  words: Words;
  log: Log;
  /** The jobs that work on rows, for the sweep. */
  dueJobs: readonly DueJob[];
};

/** A platform that this deployment speaks to. Throws when it is not configured here. */
export function getPlatform({ platforms }: JobDeps, id: string): ChatPlatform {
  const platform = platforms.get(id);
  if (!platform) throw new Error(`the chat platform ${id} is not configured in this process`);
  return platform;
}
