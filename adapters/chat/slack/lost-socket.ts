import type { Trouble } from '#src/domain/kit/trouble.ts';

/** What ended a socket without a word from Slack. */
export function lostSilently(reason: string): Trouble {
  return {
    reason,
    advice: 'Nothing, if it passes; otherwise check the network and proxies',
    needsPerson: false,
  };
}

/** What ended a socket, by the reason in Slack's `disconnect` frame. */
export function lostBy(reason: string): Trouble {
  if (reason === 'link_disabled') {
    return {
      reason: 'Socket Mode is switched off for the Slack app',
      advice: 'Switch it on in the app’s settings, or remove SLACK_APP_TOKEN and set SLACK_SIGNING_SECRET',
      setting: 'SLACK_APP_TOKEN',
      needsPerson: true,
    };
  }
  if (reason === 'too_many_websockets') {
    return {
      reason: 'The Slack app has as many sockets open as Slack allows (10)',
      advice: 'Run fewer processes with the chat role, or give other installations an app of their own',
      setting: 'SLACK_APP_TOKEN',
      needsPerson: false,
    };
  }
  return lostSilently(`Slack asked for a new socket (${reason})`);
}
