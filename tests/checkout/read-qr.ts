import jsqr from 'jsqr';
import type { Locator } from 'playwright-core';
import { PNG } from 'pngjs';

/** What a camera reads from a part of the page. */
export async function readQr(place: Locator): Promise<string | undefined> {
  const { width, height, data } = PNG.sync.read(await place.screenshot());
  return jsqr.default(new Uint8ClampedArray(data), width, height)?.data;
}
