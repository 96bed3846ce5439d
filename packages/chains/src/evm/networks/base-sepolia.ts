import { depositFactoryV1 } from '../deposit-contracts.generated.js';
import { defineNetwork } from '../network.js';

/** Base's test network, with Circle's test USDC. */
export const baseSepolia = defineNetwork({
  chainId: 84532,
  name: 'Base Sepolia',
  testnet: true,
  dev: false,
  confirmations: 5,
  blockTimeMs: 2_000,
  bloomReliable: true,
  explorer: {
    transaction: 'https://sepolia.basescan.org/tx/{transaction}',
    address: 'https://sepolia.basescan.org/address/{address}',
  },
  depositFactory: depositFactoryV1,
  native: { slip44: 60, symbol: 'ETH', name: 'Ether', decimals: 18, payDecimals: 8, minAmount: '0.000001' },
  tokens: [
    {
      address: '0x036CbD53842c5426634e7929541eC2318f3dCF7e',
      symbol: 'USDC',
      name: 'USD Coin',
      decimals: 6,
      payDecimals: 6,
      minAmount: '0.01',
      stable: 'USD',
    },
  ],
});
