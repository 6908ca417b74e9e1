/** What keeps us from a chat platform, in words for whoever runs Largesse. */
export type Trouble = {
  /** What happened, naming the platform. */
  reason: string;
  /** What to do about it. */
  advice: string;
  /** The setting to look at, such as `SLACK_BOT_TOKEN`. */
  setting?: string;
  /** How long the platform asked us to wait, in milliseconds. */
  retryAfterMs?: number;
  /** Whether it lasts until a person acts. It is tried now and then all the same: valid tokens were refused in outages. */
  needsPerson: boolean;
};

/** A connection that did not come about. */
export class NotConnected extends Error {
  override readonly name = 'NotConnected';
  readonly trouble: Trouble;

  constructor(trouble: Trouble, cause?: unknown) {
    super(`${trouble.reason}. ${trouble.advice}`, { cause });
    this.trouble = trouble;
  }
}
