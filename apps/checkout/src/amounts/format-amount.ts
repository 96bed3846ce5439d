/** The page speaks English, so its numbers do too, whatever the browser's language. */
const LOCALE = 'en';

/** Whether a decimal string is zero: '0', '0.00'. */
export function isZero(amount: string): boolean {
  return /^0*(\.0*)?$/.test(amount);
}

/**
 * An amount of a currency as people read it: ('1250.50', 'USD') is '$1,250.50'. The text is formatted digit by digit,
 * never by way of a floating point number.
 */
export function formatCurrency(amount: string, currency: string): string {
  const decimals = decimalsOf(amount);
  const format = new Intl.NumberFormat(LOCALE, {
    style: 'currency',
    currency,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return format.format(amount as Intl.StringNumericLiteral);
}

/** An amount of an asset as people read and type it: '0.0125 ETH'. No thousands separators: wallets refuse them. */
export function formatAsset(amount: string, symbol: string): string {
  return `${amount}\u00a0${symbol}`;
}

/** The locked rate in words: ('2500', 'ETH', 'USD') is '1 ETH = $2,500.00'. Small rates keep all their decimals. */
export function formatRate(rate: string, symbol: string, currency: string): string {
  const [whole = '0', fraction = ''] = rate.split('.');
  const shown = fraction.replace(/0+$/, '').padEnd(2, '0');
  return `1\u00a0${symbol} = ${formatCurrency(`${whole}.${shown}`, currency)}`;
}

function decimalsOf(amount: string): number {
  return amount.split('.')[1]?.length ?? 0;
}
