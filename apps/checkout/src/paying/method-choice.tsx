import './method-choice.css';
import type { CheckoutMethod } from '@sixpence/sdk';
import { formatAsset } from '../amounts/format-amount.js';
import { CheckIcon } from '../design/icons.js';
import { AssetMark } from './asset-mark.js';

interface MethodChoiceProps {
  methods: CheckoutMethod[];
  chosenId: string;
  onChoose: (methodId: string) => void;
}

/** The choice of an asset: radio buttons that look like cards, so that arrow keys and screen readers know them. */
export function MethodChoice({ methods, chosenId, onChoose }: MethodChoiceProps) {
  return (
    <fieldset className="method-choice">
      <legend>Pay with</legend>
      {methods.map((method) => (
        <label className="method" key={method.id}>
          <input
            className="method-input"
            type="radio"
            name="method"
            value={method.id}
            checked={method.id === chosenId}
            onChange={() => onChoose(method.id)}
          />
          <AssetMark symbol={method.symbol} />
          <span className="method-names">
            <span className="method-symbol">{method.symbol}</span>
            <span className="method-network">{method.network}</span>
          </span>
          <span className="method-amount">{formatAsset(method.due, method.symbol)}</span>
          <CheckIcon />
        </label>
      ))}
    </fieldset>
  );
}
