import { existsSync } from 'node:fs';
import { type BrowserContext, chromium } from 'playwright-core';

/** Where Debian keeps them. The one without a window takes half the time. */
const BROWSERS = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--in-process-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // A process for each page takes longer to start than most tests take.
  '--renderer-process-limit=1',
  '--disable-site-isolation-trials',
];

/**
 * A headless Chromium, the one of the operating system. Close it after the tests, and each page after its test: all share one
 * process and its few connections to a server. One that crashes as it starts, as it does now and then, is started once more.
 *
 * @throws when it is not installed, saying how to get it: a page that nobody looked at is not tested.
 */
export async function openBrowser(): Promise<BrowserContext> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? BROWSERS.find((path) => existsSync(path));
  if (executablePath === undefined || !existsSync(executablePath)) {
    throw new Error(
      `There is no browser at ${executablePath ?? BROWSERS.join(' or ')}. Install it ("apt-get install chromium" on Debian), ` +
        'or say where yours is with CHROMIUM_PATH.',
    );
  }
  return start(executablePath).catch(() => start(executablePath));
}

function start(executablePath: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext('', { executablePath, args: ARGS });
}
