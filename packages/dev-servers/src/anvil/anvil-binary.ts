import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const PLATFORMS: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'linux',
  darwin: 'darwin',
  win32: 'win32',
};
const ARCHITECTURES: Partial<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/**
 * The program itself, in the platform's own package: the `anvil` that npm puts on the path is a script round it, and ending
 * that by SIGKILL would leave the real one alive. Throws when there is none for this machine.
 */
export function anvilBinary(): string {
  const name = `@foundry-rs/anvil-${PLATFORMS[process.platform]}-${ARCHITECTURES[process.arch]}`;
  // It is a dependency of @foundry-rs/anvil, not ours, so it is looked up from there.
  const wrapper = createRequire(import.meta.url).resolve('@foundry-rs/anvil/package.json');
  try {
    const packageFile = createRequire(wrapper).resolve(`${name}/package.json`);
    return join(dirname(packageFile), 'bin', process.platform === 'win32' ? 'anvil.exe' : 'anvil');
  } catch (cause) {
    throw new Error(`there is no dev chain for this machine (${name}): give EVM_RPC_URL of one that runs`, {
      cause,
    });
  }
}
