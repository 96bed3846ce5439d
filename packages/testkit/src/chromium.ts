import { access, constants } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { requirement } from './requirement.js';

const ARGUMENTS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--no-first-run',
];

/** CHROMIUM_PATH, or where Debian puts it. */
function chromiumPath(): string {
  return process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
}

/** Whether there is a Chromium to test with; see `requirement`. */
export function chromiumHere(): Promise<boolean> {
  const runnable = () => access(chromiumPath(), constants.X_OK).then(() => true);
  return requirement('Chromium (/usr/bin/chromium, or CHROMIUM_PATH)', runnable);
}

/** A headless browser of the system; the caller closes it. */
export function launchChromium(): Promise<Browser> {
  // Chromium's sandbox refuses root.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: chromiumPath(), headless: true, args: [...ARGUMENTS, ...asRoot] });
}
