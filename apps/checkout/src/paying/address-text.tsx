import './address-text.css';

const GROUP = 4;

/**
 * An address in groups of four, its ends stronger, since those are what people compare. The gaps are drawn, not written:
 * whoever selects and copies it gets the address alone.
 */
export function AddressText({ address }: { address: string }) {
  const prefix = address.startsWith('0x') ? '0x' : '';
  const groups = address.slice(prefix.length).match(new RegExp(`.{1,${GROUP}}`, 'g')) ?? [];
  return (
    <code className="address-text" translate="no">
      {groups.map((group, index) => (
        <span
          className="address-group"
          data-end={index === 0 || index === groups.length - 1 || undefined}
          key={index}
        >
          {index === 0 ? prefix + group : group}
        </span>
      ))}
    </code>
  );
}
