import { webApi } from '@slack/bolt';
import type { Finding } from '#src/ports/doctor.ts';
import { BOT_SCOPES } from './manifest.ts';
import { isOrgInstall, ORG_INSTALL } from './sign-in.ts';
import { outcomeOfError } from './send-outcome.ts';
import type { SlackConfig } from './slack-config.ts';

export type CheckDeps = {
  client: webApi.WebClient;
  /** Carries the app-level token. */
  appClient: webApi.WebClient;
};

/** Checks everything that can be checked without posting. */
export async function check(deps: CheckDeps, config: SlackConfig): Promise<Finding[]> {
  const [token, receiving] = await Promise.all([
    checkToken(deps.client),
    checkReceiving(deps.appClient, config),
  ]);
  return [...token, ...receiving];
}

async function checkToken(client: webApi.WebClient): Promise<Finding[]> {
  const subject = 'Slack bot token';
  try {
    const identity = await client.auth.test();
    const scopes = checkScopes(identity.response_metadata?.scopes);
    if (isOrgInstall(identity)) {
      const { reason, advice } = ORG_INSTALL;
      return [{ subject, level: 'problem', message: reason, fix: advice }, ...scopes];
    }
    if (!identity.bot_id) {
      const message = 'SLACK_BOT_TOKEN belongs to a person, not to a bot';
      return [
        { subject, level: 'problem', message, fix: 'use the Bot User OAuth Token (xoxb-…)' },
        ...scopes,
      ];
    }
    return [
      { subject, level: 'ok', message: `signed in to ${identity.team} as ${identity.user}` },
      ...scopes,
    ];
  } catch (error) {
    return [problemOf(subject, error, 'set SLACK_BOT_TOKEN to the Bot User OAuth Token (xoxb-…)')];
  }
}

function checkScopes(granted: string[] | undefined): Finding[] {
  const subject = 'Slack scopes';
  if (!granted) return [{ subject, level: 'warning', message: 'Slack did not say what the token may do' }];
  const missing = BOT_SCOPES.filter((scope) => !granted.includes(scope));
  if (missing.length === 0) return [{ subject, level: 'ok', message: 'the token has every scope it needs' }];
  const fix =
    'add them under OAuth & Permissions, or paste `largesse slack manifest`, and install the app again';
  return [{ subject, level: 'problem', message: `the token lacks ${missing.join(', ')}`, fix }];
}

async function checkReceiving(appClient: webApi.WebClient, config: SlackConfig): Promise<Finding[]> {
  if (config.appToken) return [await checkSocket(appClient)];
  const subject = 'Slack requests';
  if (!config.signingSecret) {
    const message = 'nothing says how commands reach Largesse';
    const fix = 'set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP';
    return [{ subject, level: 'problem', message, fix }];
  }
  if (!/^[0-9a-f]{32}$/.test(config.signingSecret)) {
    const message = 'SLACK_SIGNING_SECRET does not look like a signing secret: 32 hexadecimal digits';
    const fix = 'copy the Signing Secret from Basic Information, not the Client Secret';
    return [{ subject, level: 'warning', message, fix }];
  }
  return [{ subject, level: 'ok', message: 'commands come over HTTP, signed' }];
}

/** Opening only asks for an address: the running bot keeps its connection. */
async function checkSocket(appClient: webApi.WebClient): Promise<Finding> {
  const subject = 'Slack Socket Mode';
  try {
    await appClient.apps.connections.open({});
    return { subject, level: 'ok', message: 'the app token can open a socket' };
  } catch (error) {
    const fix = 'set SLACK_APP_TOKEN to an app-level token (xapp-…) with the scope connections:write';
    return problemOf(subject, error, fix);
  }
}

/** An unreachable Slack is not the setting's fault. */
function problemOf(subject: string, error: unknown, fix: string): Finding {
  if (error instanceof webApi.WebAPIPlatformError) {
    return { subject, level: 'problem', message: `Slack refuses it: ${error.data.error}`, fix };
  }
  const { reason } = outcomeOfError(error);
  return { subject, level: 'problem', message: reason, fix: 'check that this machine reaches slack.com' };
}
