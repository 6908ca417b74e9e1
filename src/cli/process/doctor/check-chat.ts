import { createConfiguredPlatforms } from '#adapters/registry.ts';
import { commandSpecs } from '#src/chat/command-specs.ts';
import type { Config } from '#src/config.ts';
import { isLoopback } from '#src/domain/kit/loopback.ts';
import type { Finding } from '#src/ports/doctor.ts';
import type { Log } from '#src/ports/log.ts';
import { createWords } from '#src/words/words.ts';
import { guard } from './guard.ts';

/** What each configured chat platform says about its setup, and why the playground is on or off. */
export async function checkChat(config: Config, log: Log): Promise<Finding[]> {
  const clock = { now: () => new Date() };
  const platforms = await createConfiguredPlatforms(config, {
    log,
    clock,
    commands: commandSpecs(createWords()),
  });
  const found = await Promise.all(platforms.map((platform) => guard(platform.id, () => platform.check())));
  return [...found.flat(), judgePlayground(config)];
}

function judgePlayground({ hasPlayground, slack, discord, web }: Config): Finding {
  const subject = 'Playground';
  if (hasPlayground) {
    return {
      subject,
      level: 'ok',
      message: 'on: no chat platform is configured, and only this machine can reach it',
    };
  }
  const configured = [slack && 'Slack', discord && 'Discord'].filter((name) => name !== undefined);
  if (configured.length > 0) {
    return { subject, level: 'ok', message: `off: ${configured.join(' and ')} is configured` };
  }
  const [setting, value] = isLoopback(web.host) ? ['PUBLIC_URL', web.publicUrl] : ['HOST', web.host];
  const message = `off, because ${setting} is ${value}, and no chat platform is configured: there is no way to give`;
  const fix = `Configure Slack or Discord, or leave ${setting} out to try Largesse on this machine`;
  return { subject, level: 'warning', message, fix };
}
