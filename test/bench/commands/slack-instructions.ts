/** What the pretended Slack is asked to do with the app at `appUrl`. */
export type SlackInstruction =
  /** Keeps so many commands without their message under way, and looks at what comes once that has settled. */
  | { kind: 'sustain'; appUrl: string; underWay: number; settleMs: number; forMs: number }
  /** Types commands at a fixed pace, whether or not the app keeps up, and waits for their acknowledgements. */
  | { kind: 'pace'; appUrl: string; perSecond: number; forMs: number };

export type SlackReport = {
  /** The time that was looked at, without what it took to settle. */
  tookMs: number;
  /** Recipients' messages received within it. */
  messages: number;
  /** From the moment a command was due to be typed to its acknowledgement, one for each command of that time. */
  ackMs: number[];
  /** What Slack would have shown instead, one for each command that was not acknowledged. */
  lost: ('operation_timeout' | 'dispatch_failed')[];
  /** Commands typed from the beginning to the end, and the messages that came of them, once all had come. */
  typed: number;
  delivered: number;
  /** How many different gifts those messages were about; of an app without gifts, the messages. */
  gifts: number;
};

/** What the process needs to know of it once it runs. */
export type SlackReady = { apiUrl: string; botToken: string; signingSecret: string };
