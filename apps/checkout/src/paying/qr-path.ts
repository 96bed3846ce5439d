import { encode } from 'uqr';

/** Modules of white around the code; ISO/IEC 18004 asks for four. */
const QUIET_MODULES = 4;

/** A QR code as one SVG path over `size` by `size` modules, its quiet zone included. */
export interface QrPath {
  size: number;
  path: string;
}

/**
 * The QR code of a text (ISO/IEC 18004): the smallest that holds it, since large modules scan better from a screen, with
 * as much error correction as that size has room for.
 */
export function qrPath(text: string): QrPath {
  const { data, size } = encode(text, { ecc: 'L', boostEcc: true, border: QUIET_MODULES });
  return { size, path: data.map((row, y) => rowPath(row, y)).join('') };
}

/** One rectangle for each run of dark modules: fewer seams than one for each module. */
function rowPath(row: boolean[], y: number): string {
  let path = '';
  for (let x = 0; x < row.length; x += 1) {
    if (!row[x]) continue;
    const start = x;
    while (row[x + 1]) x += 1;
    path += `M${start} ${y}h${x - start + 1}v1H${start}z`;
  }
  return path;
}
