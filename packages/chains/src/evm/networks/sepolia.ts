import { depositFactoryV1 } from '../deposit-contracts.generated.js';
import { defineNetwork } from '../network.js';

/** Ethereum's test network, with Circle's test USDC. */
export const sepolia = defineNetwork({
  chainId: 11_155_111,
  name: 'Sepolia',
  testnet: true,
  dev: false,
  confirmations: 3,
  blockTimeMs: 12_000,
  bloomReliable: true,
  explorer: {
    transaction: 'https://sepolia.etherscan.io/tx/{transaction}',
    address: 'https://sepolia.etherscan.io/address/{address}',
  },
  depositFactory: depositFactoryV1,
  native: { slip44: 60, symbol: 'ETH', name: 'Ether', decimals: 18, payDecimals: 8, minAmount: '0.000001' },
  tokens: [
    {
      address: '0x1c7D4B196Cb0C7B01d743Fbc6116a902379C7238',
      symbol: 'USDC',
      name: 'USD Coin',
      decimals: 6,
      payDecimals: 6,
      minAmount: '0.01',
      stable: 'USD',
    },
  ],
});
