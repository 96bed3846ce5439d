// Measures the two deposit contracts that docs/decisions/0002-deposit-contract.md compares, on a fresh anvil, with the
// committed artefacts: node contracts/comparison/measure.mjs
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createWalletClient, http, pad, publicActions, toHex, zeroAddress } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { foundry } from 'viem/chains';

const artefact = (name) =>
  JSON.parse(readFileSync(new URL(`../artifacts/${name}.json`, import.meta.url), 'utf8'));
const binary = createRequire(import.meta.url).resolve(
  `@foundry-rs/anvil-${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}/bin/anvil`,
);
const port = 18_500 + (process.pid % 1_000);
const anvil = spawn(binary, ['--port', String(port), '--hardfork', 'cancun', '--silent'], {
  stdio: 'ignore',
});

const account = mnemonicToAccount('test test test test test test test test test test test junk');
const chain = createWalletClient({
  account,
  chain: foundry,
  pollingInterval: 20,
  transport: http(`http://127.0.0.1:${port}`, { retryCount: 20 }),
}).extend(publicActions);
const mined = async (hash) => chain.waitForTransactionReceipt({ hash });
const deploy = async (name) => {
  const { abi, bytecode } = artefact(name);
  const { contractAddress } = await mined(await chain.deployContract({ abi, bytecode }));
  return { abi, address: contractAddress };
};

/** Gas of one sweep of `count` fresh deposits that each hold the tokens, and of the same sweep a second time. */
async function measure(factory, usdc, { first, count, tokens }) {
  const treasury = account.address;
  const salts = Array.from({ length: count }, (_, i) => pad(toHex(first + i), { size: 32 }));
  const once_ = async () => {
    for (const salt of salts) {
      const to = await chain.readContract({
        ...factory,
        functionName: 'depositAddress',
        args: [treasury, salt],
      });
      if (tokens.includes(zeroAddress))
        await mined(await chain.sendTransaction({ to, value: 1n, gas: 100_000n }));
      if (tokens.includes(usdc.address))
        await mined(await chain.writeContract({ ...usdc, functionName: 'transfer', args: [to, 5n] }));
    }
    const receipt = await mined(
      await chain.writeContract({ ...factory, functionName: 'sweep', args: [treasury, salts, tokens] }),
    );
    return Math.round(Number(receipt.gasUsed) / count);
  };
  return { first: await once_(), again: await once_() };
}

async function plainTransferAfterSweep(factory) {
  const salt = pad(toHex(1_000_000), { size: 32 });
  const to = await chain.readContract({
    ...factory,
    functionName: 'depositAddress',
    args: [account.address, salt],
  });
  await mined(await chain.sendTransaction({ to, value: 1n }));
  await mined(
    await chain.writeContract({
      ...factory,
      functionName: 'sweep',
      args: [account.address, [salt], [zeroAddress]],
    }),
  );
  const { status } = await mined(await chain.sendTransaction({ to, value: 1n, gas: 21_000n }));
  return status;
}

try {
  await chain.getChainId();
  const usdc = { ...(await deploy('TestUsdc')), abi: artefact('TestUsdc').abi };
  const rows = [];
  for (const [name, artefactName] of [
    ['construct, forward, selfdestruct', 'DepositFactory'],
    ['permanent clone (EIP-1167)', 'comparison/CloneFactory'],
  ]) {
    const factory = await deploy(artefactName);
    let first = 1;
    for (const [what, tokens] of [
      ['token', [usdc.address]],
      ['native', [zeroAddress]],
      ['both', [usdc.address, zeroAddress]],
    ]) {
      for (const count of [1, 20]) {
        rows.push({
          contract: name,
          what,
          deposits: count,
          ...(await measure(factory, usdc, { first, count, tokens })),
        });
        first += count;
      }
    }
    rows.push({ contract: name, what: '21,000 gas after', first: await plainTransferAfterSweep(factory) });
  }
  for (const row of rows) process.stdout.write(`${JSON.stringify(row)}\n`);
} finally {
  anvil.kill();
  await once(anvil, 'exit');
}
