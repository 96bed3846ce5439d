import {
  concatHex,
  getAddress,
  getContractAddress,
  keccak256,
  pad,
  parseEther,
  toHex,
  zeroAddress,
} from 'viem';
import type { Address, Hex } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { artefact, startChain } from './chain.js';

type Chain = Awaited<ReturnType<typeof startChain>>;
type Contract = Awaited<ReturnType<Chain['deploy']>>;

const factoryArtefact = artefact('DepositFactory');
const manners = [
  'Reverts',
  'ReturnsFalse',
  'ReturnsHuge',
  'RevertsHuge',
  'BurnsAllGas',
  'BalanceReverts',
  'BalanceShort',
  'BalanceHuge',
  'BalanceBurnsAllGas',
];

let chain: Chain;
let factory: Contract;
let token: Contract;

beforeAll(async () => {
  chain = await startChain();
  const { deployment, bytecode, abi } = factoryArtefact;
  if (!deployment) throw new Error('the factory has no deployment');
  await chain.mined(
    await chain.client.sendTransaction({
      to: deployment.deployer,
      data: concatHex([deployment.salt, bytecode]),
    }),
  );
  factory = { abi, address: deployment.address };
  token = await chain.deploy('test-tokens/ReturnsNothing');
});
afterAll(async () => chain.close());

let used = 0;
const freshSalt = (): Hex => pad(toHex(++used), { size: 32 });
const freshAddress = (): Address => privateKeyToAccount(generatePrivateKey()).address;

const depositAddress = async (treasury: Address, salt: Hex) =>
  (await chain.client.readContract({
    ...factory,
    functionName: 'depositAddress',
    args: [treasury, salt],
  })) as Address;
const native = async (address: Address) => chain.client.getBalance({ address });
const balance = async (of: Contract, address: Address) =>
  (await chain.client.readContract({ ...of, functionName: 'balanceOf', args: [address] })) as bigint;

const fund = async (to: Address, value: bigint, gas = 21_000n) =>
  chain.mined(await chain.client.sendTransaction({ to, value, gas }));
const mint = async (of: Contract, to: Address, amount: bigint) =>
  chain.mined(await chain.client.writeContract({ ...of, functionName: 'mint', args: [to, amount] }));
const sweep = async (treasury: Address, salts: Hex[], tokens: Address[], gas?: bigint) =>
  chain.mined(
    await chain.client.writeContract({
      ...factory,
      functionName: 'sweep',
      args: [treasury, salts, tokens],
      gas,
    }),
  );

describe('the address', () => {
  test('the factory lies at its constant address with the committed code', async () => {
    const code = await chain.client.getCode({ address: factory.address });
    expect(keccak256(code ?? '0x')).toBe(factoryArtefact.deployedBytecodeHash);
    expect(await chain.client.readContract({ ...factory, functionName: 'initCodeHash' })).toBe(
      artefact('Deposit').bytecodeHash,
    );
  });

  test('is a function of factory, treasury and salt only', async () => {
    for (let i = 0; i < 20; i++) {
      const treasury = freshAddress();
      const salt = keccak256(treasury);
      const create2Salt = keccak256(concatHex([pad(treasury, { size: 32 }), salt]));
      const expected = getContractAddress({
        opcode: 'CREATE2',
        from: factory.address,
        salt: create2Salt,
        bytecodeHash: artefact('Deposit').bytecodeHash,
      });
      expect(await depositAddress(treasury, salt)).toBe(getAddress(expected));
    }
  });
});

describe('sweep', () => {
  test('pays native coin and tokens to the treasury, whoever calls', async () => {
    const treasury = freshAddress();
    const stranger = privateKeyToAccount(generatePrivateKey());
    await fund(stranger.address, parseEther('1'));
    const [one, two] = [freshSalt(), freshSalt()];
    const [first, second] = [await depositAddress(treasury, one), await depositAddress(treasury, two)];
    await fund(first, 5n);
    await mint(token, first, 7n);
    await mint(token, second, 11n);
    const strangerTokens = await balance(token, stranger.address);

    const { abi, address } = factory;
    const args = [treasury, [one, two], [zeroAddress, token.address]];
    await chain.mined(
      await chain.client.writeContract({ account: stranger, abi, address, functionName: 'sweep', args }),
    );

    expect(await native(treasury)).toBe(5n);
    expect(await balance(token, treasury)).toBe(18n);
    expect(await balance(token, stranger.address)).toBe(strangerTokens);
    expect(await native(factory.address)).toBe(0n);
    for (const deposit of [first, second]) {
      expect(await native(deposit)).toBe(0n);
      expect(await balance(token, deposit)).toBe(0n);
    }
  });

  test('another treasury cannot reach the deposit', async () => {
    const [treasury, thief, salt] = [freshAddress(), freshAddress(), freshSalt()];
    const deposit = await depositAddress(treasury, salt);
    await fund(deposit, 5n);
    await sweep(thief, [salt], [zeroAddress]);
    expect([await native(thief), await native(deposit)]).toEqual([0n, 5n]);
  });

  test('afterwards the address takes a transfer of exactly 21,000 gas and can be swept again, and again', async () => {
    const [treasury, salt] = [freshAddress(), freshSalt()];
    const deposit = await depositAddress(treasury, salt);
    for (let round = 1n; round <= 3n; round++) {
      const { status, gasUsed } = await fund(deposit, 3n, 21_000n);
      expect([status, gasUsed]).toEqual(['success', 21_000n]);
      await mint(token, deposit, 4n);
      await sweep(treasury, [salt], [zeroAddress, token.address]);
      expect(await chain.client.getCode({ address: deposit })).toBeUndefined();
      expect(await native(treasury)).toBe(3n * round);
      expect(await balance(token, treasury)).toBe(4n * round);
    }
  });

  test('native coin goes along with a token, and leaves an event that says how much', async () => {
    const [treasury, salt] = [freshAddress(), freshSalt()];
    const deposit = await depositAddress(treasury, salt);
    await fund(deposit, 9n);
    await mint(token, deposit, 1n);
    const { logs } = await sweep(treasury, [salt], [token.address]);
    expect(await native(treasury)).toBe(9n);
    const forwarded = logs.filter((log) => log.address === deposit.toLowerCase());
    expect(forwarded.map((log) => [log.topics[1], log.data])).toEqual([
      [pad(treasury.toLowerCase() as Address), pad(toHex(9n))],
    ]);
  });

  test('empty deposits, duplicate salts and empty lists are no-ops', async () => {
    const treasury = freshAddress();
    const [full, empty] = [freshSalt(), freshSalt()];
    await fund(await depositAddress(treasury, full), 5n);
    const salts = [empty, full, full, empty, full];
    const { status } = await sweep(treasury, salts, [zeroAddress, token.address]);
    expect([status, await native(treasury)]).toEqual(['success', 5n]);
    for (const [noSalts, noTokens] of [
      [[], [zeroAddress]],
      [[full], []],
      [[], []],
    ] as [Hex[], Address[]][]) {
      expect(await sweep(treasury, noSalts, noTokens)).toMatchObject({ status: 'success', logs: [] });
    }
  });

  test('a second sweep within the transaction is a no-op, and takes no gas away', async () => {
    const batch = await chain.deploy('test-tokens/Batch');
    const [treasury, salt] = [freshAddress(), freshSalt()];
    await fund(await depositAddress(treasury, salt), 5n);
    const once = { treasury, salts: [salt], tokens: [zeroAddress] };
    const hash = await chain.client.writeContract({
      ...batch,
      functionName: 'run',
      args: [factory.address, [once, once]],
    });
    const { status, gasUsed } = await chain.mined(hash);
    expect([status, gasUsed < 150_000n, await native(treasury)]).toEqual(['success', true, 5n]);
  });

  test('a fee-on-transfer token arrives less its fee', async () => {
    const feeToken = await chain.deploy('test-tokens/FeeOnTransfer');
    const [treasury, salt] = [freshAddress(), freshSalt()];
    await mint(feeToken, await depositAddress(treasury, salt), 100n);
    await sweep(treasury, [salt], [feeToken.address]);
    expect(await balance(feeToken, treasury)).toBe(90n);
  });

  test('a treasury that refuses native coin holds no token up, and gets the coin all the same', async () => {
    const { address: treasury } = await chain.deploy('test-tokens/RefusesNative');
    const salt = freshSalt();
    const deposit = await depositAddress(treasury, salt);
    await fund(deposit, 5n);
    await mint(token, deposit, 7n);
    await sweep(treasury, [salt], [zeroAddress, token.address]);
    expect([await native(treasury), await balance(token, treasury)]).toEqual([5n, 7n]);
  });

  test('the zero treasury is refused', async () => {
    await expect(sweep(zeroAddress, [freshSalt()], [zeroAddress])).rejects.toThrow('ZeroTreasury');
  });

  test('a treasury that is a deposit swept in this transaction is refused: its coin would be destroyed', async () => {
    const batch = await chain.deploy('test-tokens/Batch');
    const [owner, outer, inner] = [freshAddress(), freshSalt(), freshSalt()];
    const treasury = await depositAddress(owner, outer);
    const deposit = await depositAddress(treasury, inner);
    await fund(treasury, 1n);
    await fund(deposit, 5n);
    const sweeps = [
      { treasury: owner, salts: [outer], tokens: [zeroAddress] },
      { treasury, salts: [inner], tokens: [zeroAddress] },
    ];
    const run = async (order: typeof sweeps) =>
      chain.mined(
        await chain.client.writeContract({
          ...batch,
          functionName: 'run',
          args: [factory.address, order],
          gas: 1_000_000n,
        }),
      );
    expect((await run(sweeps)).status).toBe('reverted');
    expect([await native(treasury), await native(deposit)]).toEqual([1n, 5n]);
    expect((await run(sweeps.reverse())).status).toBe('success');
    expect(await native(owner)).toBe(6n);
  });
});

describe('a hostile token', () => {
  test.each(manners.map((name, manner) => ({ name, manner })))(
    '$name: holds nothing else up',
    async ({ manner }) => {
      const hostile = await chain.deploy('test-tokens/Hostile', [manner]);
      const treasury = freshAddress();
      const salts = [freshSalt(), freshSalt()];
      for (const salt of salts) {
        const deposit = await depositAddress(treasury, salt);
        await fund(deposit, 5n);
        await mint(token, deposit, 7n);
      }
      const { status, gasUsed } = await sweep(treasury, salts, [hostile.address, token.address, zeroAddress]);
      expect(status).toBe('success');
      expect([await native(treasury), await balance(token, treasury)]).toEqual([10n, 14n]);
      // Two deposits, and at most one call of TOKEN_GAS wasted on each.
      expect(gasUsed).toBeLessThan(2_200_000n);
    },
  );

  test('an address without code is not a token', async () => {
    const [treasury, salt] = [freshAddress(), freshSalt()];
    await fund(await depositAddress(treasury, salt), 5n);
    await sweep(treasury, [salt], [freshAddress(), zeroAddress]);
    expect(await native(treasury)).toBe(5n);
  });

  test('that calls back into sweep gets nothing, for itself or another', async () => {
    const thief = freshAddress();
    const reentrant = await chain.deploy('test-tokens/Reentrant', [factory.address, thief]);
    const treasury = freshAddress();
    const [first, second, thiefs] = [freshSalt(), freshSalt(), freshSalt()];
    for (const salt of [first, second]) {
      const deposit = await depositAddress(treasury, salt);
      await fund(deposit, 5n);
      await mint(reentrant, deposit, 3n);
    }
    await fund(await depositAddress(thief, thiefs), 1n);
    const aimed = [
      [first, second, thiefs],
      [zeroAddress, reentrant.address],
    ];
    await chain.mined(await chain.client.writeContract({ ...reentrant, functionName: 'aim', args: aimed }));

    await sweep(treasury, [first, second], [reentrant.address, zeroAddress]);

    expect(await chain.client.readContract({ ...reentrant, functionName: 'attempts' })).toBe(2n);
    expect(await chain.client.readContract({ ...reentrant, functionName: 'gotThrough' })).toBe(false);
    expect([await native(treasury), await balance(reentrant, treasury)]).toEqual([10n, 6n]);
    expect(await native(thief)).toBe(0n);
  });
});

describe('gas', () => {
  test('too little is an error, never a token passed over', async () => {
    const [treasury, salt] = [freshAddress(), freshSalt()];
    const deposit = await depositAddress(treasury, salt);
    await mint(token, deposit, 7n);
    let gas = 40_000n;
    while ((await sweep(treasury, [salt], [token.address], gas)).status === 'reverted') {
      expect(await balance(token, deposit)).toBe(7n);
      gas += 4_000n;
    }
    expect(await balance(token, treasury)).toBe(7n);
  });

  test('an estimate is enough for honest tokens, and asks for no reserve on their account', async () => {
    const [treasury, salt] = [freshAddress(), freshSalt()];
    await mint(token, await depositAddress(treasury, salt), 7n);
    const args = [treasury, [salt], [token.address]];
    const gas = await chain.client.estimateContractGas({ ...factory, functionName: 'sweep', args });
    expect(gas).toBeLessThan(150_000n);
    await sweep(treasury, [salt], [token.address], gas);
    expect(await balance(token, treasury)).toBe(7n);
  });

  test('twenty token deposits cost less than 60,000 gas each', async () => {
    const treasury = freshAddress();
    const salts = Array.from({ length: 20 }, freshSalt);
    for (const salt of salts) await mint(token, await depositAddress(treasury, salt), 1n);
    const { gasUsed } = await sweep(treasury, salts, [token.address]);
    expect(gasUsed / 20n).toBeLessThan(60_000n);
    expect(await balance(token, treasury)).toBe(20n);
  });
});
