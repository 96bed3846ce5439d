import { depositFactoryV1 } from '../deposit-contracts.generated.js';
import { defineNetwork } from '../network.js';

/** Base. Depth is the sequencer's word only. */
export const base = defineNetwork({
  chainId: 8453,
  name: 'Base',
  testnet: false,
  dev: false,
  confirmations: 10,
  blockTimeMs: 2_000,
  bloomReliable: true,
  explorer: {
    transaction: 'https://basescan.org/tx/{transaction}',
    address: 'https://basescan.org/address/{address}',
  },
  depositFactory: depositFactoryV1,
  native: { slip44: 60, symbol: 'ETH', name: 'Ether', decimals: 18, payDecimals: 8, minAmount: '0.000001' },
  tokens: [
    {
      address: '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913',
      symbol: 'USDC',
      name: 'USD Coin',
      decimals: 6,
      payDecimals: 6,
      minAmount: '0.01',
      stable: 'USD',
    },
  ],
});
