import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/**
 * A build whose JavaScript is larger than `maxGzippedBytes` in all fails: a payer on a slow line waits for every byte
 * before the address shows.
 */
export function scriptBudget(maxGzippedBytes: number): Plugin {
  return {
    name: 'sixpence-script-budget',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
      const bytes = chunks.reduce((sum, chunk) => sum + gzipSync(chunk.code, { level: 9 }).length, 0);
      if (bytes > maxGzippedBytes) {
        this.error(
          `The page's JavaScript is ${bytes} bytes gzipped; at most ${maxGzippedBytes} are allowed.`,
        );
      }
      this.info(`JavaScript: ${bytes} of at most ${maxGzippedBytes} bytes gzipped`);
    },
  };
}
