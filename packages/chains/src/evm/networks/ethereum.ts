import { depositFactoryV1 } from '../deposit-contracts.generated.js';
import { defineNetwork } from '../network.js';

/** Ethereum. Twelve blocks are about two and a half minutes. */
export const ethereum = defineNetwork({
  chainId: 1,
  name: 'Ethereum',
  testnet: false,
  dev: false,
  confirmations: 12,
  blockTimeMs: 12_000,
  bloomReliable: true,
  explorer: {
    transaction: 'https://etherscan.io/tx/{transaction}',
    address: 'https://etherscan.io/address/{address}',
  },
  depositFactory: depositFactoryV1,
  native: { slip44: 60, symbol: 'ETH', name: 'Ether', decimals: 18, payDecimals: 8, minAmount: '0.000001' },
  tokens: [
    {
      address: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48',
      symbol: 'USDC',
      name: 'USD Coin',
      decimals: 6,
      payDecimals: 6,
      minAmount: '0.01',
      stable: 'USD',
    },
    {
      address: '0xdAC17F958D2ee523a2206206994597C13D831ec7',
      symbol: 'USDT',
      name: 'Tether USD',
      decimals: 6,
      payDecimals: 6,
      minAmount: '0.01',
      stable: 'USD',
    },
  ],
});
