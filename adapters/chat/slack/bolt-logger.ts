import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '#src/ports/log.ts';

/** Routes the SDK's log into ours. Its debug lines are dropped: they contain whole messages, and so codes. */
export function boltLogger(log: Log): Logger {
  return {
    debug() {},
    info(...words) {
      log.info({ sdk: say(words) }, 'Slack SDK says');
    },
    warn(...words) {
      log.warn({ sdk: say(words) }, 'Slack SDK warns');
    },
    error(...words) {
      log.warn({ sdk: say(words) }, 'Slack SDK reported an error');
    },
    setLevel() {},
    getLevel: () => LogLevel.INFO,
    setName() {},
  };
}

function say(words: unknown[]): string {
  return words.map((word) => (word instanceof Error ? word.message : String(word))).join(' ');
}
