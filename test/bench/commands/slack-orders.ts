/** What the pretended Slack is asked to do with the app at `appUrl`. */
export type SlackOrder =
  /** Types that many commands, `atOnce` at a time, and waits until every recipient has the message. */
  | { kind: 'burst'; appUrl: string; commands: number; atOnce: number }
  /** Keeps so many commands without their message under way, and looks at what comes once that has settled. */
  | { kind: 'sustain'; appUrl: string; underWay: number; settleMs: number; forMs: number }
  /** Types commands at a fixed pace, whether or not the app keeps up, and waits for their acknowledgements. */
  | { kind: 'pace'; appUrl: string; perSecond: number; forMs: number };

export type SlackReport = {
  /** From the first command typed to the last message received; without the time to settle. */
  tookMs: number;
  /** Recipients' messages received within it. */
  messages: number;
  /** From the moment a command was due to be typed to its acknowledgement, one for each command. */
  ackMs: number[];
  /** What Slack would have shown instead, one for each command that was not acknowledged. */
  lost: ('operation_timeout' | 'dispatch_failed')[];
};

/** What the process needs to know of it once it runs. */
export type SlackReady = { apiUrl: string; botToken: string; signingSecret: string };
