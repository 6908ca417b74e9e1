import { configuredPlatforms } from '#adapters/registry.ts';
import type { Config } from '#src/config.ts';
import type { SetupSettings } from '#src/domain/people/setup.ts';

/** What the settings say of how far the set-up has come. */
export function setupSettingsOf(config: Config): SetupSettings {
  return {
    platforms: configuredPlatforms(config),
    misconfigured: config.misconfigured.map(({ platform }) => platform),
    hasMailServer: config.mail.kind === 'smtp',
    publicUrl: config.web.publicUrl,
    hasOidc: config.oidc !== undefined,
  };
}
