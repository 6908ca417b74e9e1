import { isLoopback } from '#src/domain/kit/loopback.ts';
import { ConfigError } from './config-error.ts';
import type { Env } from './env.ts';
import { urlFrom } from './read-urls.ts';
import type { Config } from './shape.ts';

type ProviderUrl = 'AMAZON_INCENTIVES_API_URL' | 'TREMENDOUS_API_URL' | 'STRIPE_API_URL';

export function amazonFrom(env: Env): Pick<Config, 'amazonIncentives'> {
  const partnerId = env.AMAZON_INCENTIVES_PARTNER_ID;
  const accessKey = env.AMAZON_INCENTIVES_ACCESS_KEY;
  const secretKey = env.AMAZON_INCENTIVES_SECRET_KEY;
  const country = env.AMAZON_INCENTIVES_COUNTRY?.toUpperCase();
  const given = [partnerId, accessKey, secretKey, country];
  if (given.every((value) => value === undefined)) return {};
  if (!partnerId || !accessKey || !secretKey || !country) {
    throw new ConfigError(
      'Amazon’s gift cards need all four of AMAZON_INCENTIVES_PARTNER_ID, AMAZON_INCENTIVES_ACCESS_KEY, AMAZON_INCENTIVES_SECRET_KEY and AMAZON_INCENTIVES_COUNTRY',
      'AMAZON_INCENTIVES_PARTNER_ID',
      'AMAZON_INCENTIVES_ACCESS_KEY',
      'AMAZON_INCENTIVES_SECRET_KEY',
      'AMAZON_INCENTIVES_COUNTRY',
    );
  }
  if (!/^[A-Za-z0-9]{5}$/u.test(partnerId)) {
    throw new ConfigError(
      'AMAZON_INCENTIVES_PARTNER_ID is not five letters or digits. Copy it as Amazon writes it',
      'AMAZON_INCENTIVES_PARTNER_ID',
      'AMAZON_INCENTIVES_ACCESS_KEY',
      'AMAZON_INCENTIVES_SECRET_KEY',
      'AMAZON_INCENTIVES_COUNTRY',
    );
  }
  const keys = { partnerId, accessKey, secretKey, country };
  return { amazonIncentives: { ...keys, ...apiUrlFrom(env, 'AMAZON_INCENTIVES_API_URL') } };
}

export function tremendousFrom(env: Env): Pick<Config, 'tremendous'> {
  const { TREMENDOUS_API_KEY: apiKey, TREMENDOUS_WEBHOOK_KEY: webhookKey } = env;
  if (!apiKey) {
    if (!webhookKey) return {};
    const message =
      'TREMENDOUS_API_KEY is missing, but TREMENDOUS_WEBHOOK_KEY is set. Create one in Tremendous’s dashboard';
    throw new ConfigError(message, 'TREMENDOUS_WEBHOOK_KEY');
  }
  return {
    tremendous: {
      apiKey,
      fundingSourceId: env.TREMENDOUS_FUNDING_SOURCE ?? 'balance',
      ...(webhookKey ? { webhookKey } : {}),
      ...apiUrlFrom(env, 'TREMENDOUS_API_URL'),
    },
  };
}

export function stripeFrom(env: Env): Pick<Config, 'stripe'> {
  const { STRIPE_SECRET_KEY: secretKey } = env;
  if (!secretKey) return {};
  if (!/^[sr]k_/u.test(secretKey)) {
    const message =
      'STRIPE_SECRET_KEY does not begin with sk_ or rk_. The publishable key, pk_, does not work here';
    throw new ConfigError(message, 'STRIPE_SECRET_KEY');
  }
  return { stripe: { secretKey, ...apiUrlFrom(env, 'STRIPE_API_URL') } };
}

/** Keys that move money travel with every call, so nobody on the way may read them. */
function apiUrlFrom(env: Env, name: ProviderUrl): { apiUrl?: string } {
  const value = env[name];
  if (!value) return {};
  const url = urlFrom(name, value, ['https:', 'http:']).replace(/\/+$/u, '');
  if (url.startsWith('https:') || isLoopback(new URL(url).hostname)) return { apiUrl: url };
  throw new ConfigError(`${name} is not encrypted. Write https://, or an address on this machine`, name);
}
