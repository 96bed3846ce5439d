declare module 'pngjs' {
  /** What the tests use of pngjs, which brings no types of its own. */
  export const PNG: {
    sync: { read(png: Uint8Array): { width: number; height: number; data: Uint8Array } };
  };
}
