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
    commands: commandSpecs(createWords(undefined, config.commandNames)),
  });
  const found = await Promise.all(platforms.map((platform) => guard(platform.id, () => platform.check())));
  return [...found.flat(), judgePlayground(config)];
}

function judgePlayground(config: Config): Finding {
  const { hasPlayground, slack, discord, misconfigured, web, database, mail } = config;
  const subject = 'Playground';
  if (hasPlayground) {
    return {
      subject,
      level: 'ok',
      message: 'on: no chat platform is configured, and only this machine can reach it',
    };
  }
  function isSet(id: 'slack' | 'discord'): boolean {
    return misconfigured.some(({ platform }) => platform === id);
  }
  const configured = [
    (slack ?? isSet('slack')) && 'Slack',
    (discord ?? isSet('discord')) && 'Discord',
  ].filter((name) => typeof name === 'string');
  if (configured.length > 0) {
    return { subject, level: 'ok', message: `off: ${configured.join(' and ')} is configured` };
  }
  const why = [
    !isLoopback(web.host) && `HOST is ${web.host}`,
    web.publicUrl && !isLoopback(new URL(web.publicUrl).hostname) && `PUBLIC_URL is ${web.publicUrl}`,
    database.kind === 'server' && 'DATABASE_URL is set',
    mail.kind === 'smtp' && 'SMTP_URL is set',
  ].filter((reason) => typeof reason === 'string');
  const reason = why.length > 0 ? why.join(' and ') : 'LARGESSE_PLAYGROUND is off';
  const only =
    mail.kind === 'smtp' ? 'gifts are given from the shell and go by mail' : 'gifts cannot reach anybody';
  return {
    subject,
    level: 'warning',
    message: `off, because ${reason}; no chat platform is configured, so ${only}`,
    fix: 'Configure Slack or Discord. To try Largesse on this machine, set LARGESSE_PLAYGROUND=on, or leave these settings out',
  };
}
