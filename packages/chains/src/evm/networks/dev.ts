import { depositFactoryV1, testUsdcAddress } from '../deposit-contracts.generated.js';
import { defineNetwork } from '../network.js';

/** The chain of a development node (anvil). Three confirmations by depth, so that a payment settles in seconds. */
export const dev = defineNetwork({
  chainId: 31337,
  name: 'Dev chain',
  testnet: true,
  dev: true,
  confirmations: 3,
  blockTimeMs: 1_000,
  bloomReliable: true,
  depositFactory: depositFactoryV1,
  native: {
    slip44: 60,
    symbol: 'ETH',
    name: 'Ether',
    decimals: 18,
    payDecimals: 8,
    minAmount: '0.000000001',
  },
  tokens: [
    {
      address: testUsdcAddress,
      symbol: 'USDC',
      name: 'Test USDC',
      decimals: 6,
      payDecimals: 6,
      minAmount: '0.000001',
      stable: 'USD',
    },
  ],
});
