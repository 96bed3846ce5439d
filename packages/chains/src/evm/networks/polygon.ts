import { depositFactoryV1 } from '../deposit-contracts.generated.js';
import { defineNetwork } from '../network.js';

/** Polygon PoS. Its USDC is the one that Circle issues there, not the bridged USDC.e. */
export const polygon = defineNetwork({
  chainId: 137,
  name: 'Polygon',
  testnet: false,
  dev: false,
  confirmations: 127,
  blockTimeMs: 2_000,
  bloomReliable: false,
  explorer: {
    transaction: 'https://polygonscan.com/tx/{transaction}',
    address: 'https://polygonscan.com/address/{address}',
  },
  depositFactory: depositFactoryV1,
  native: { slip44: 966, symbol: 'POL', name: 'POL', decimals: 18, payDecimals: 8, minAmount: '0.01' },
  tokens: [
    {
      address: '0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359',
      symbol: 'USDC',
      name: 'USD Coin',
      decimals: 6,
      payDecimals: 6,
      minAmount: '0.01',
      stable: 'USD',
    },
    {
      address: '0xc2132D05D31c914a87C6611C10748AEb04B58e8F',
      symbol: 'USDT',
      name: 'Tether USD',
      decimals: 6,
      payDecimals: 6,
      minAmount: '0.01',
      stable: 'USD',
    },
  ],
});
