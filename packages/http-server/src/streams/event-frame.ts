/** One server-sent event. `data` is sent as JSON. */
export interface EventFrame {
  readonly id?: string;
  readonly event?: string;
  readonly data: unknown;
}

const singleLine = (text: string): string => text.replace(/[\r\n\0]/g, '');

/** The frame as the wire has it (WHATWG HTML, section 9.2.5): JSON has no line breaks, so `data` is one line. */
export function encodeEventFrame(frame: EventFrame): string {
  const id = frame.id === undefined ? '' : `id: ${singleLine(frame.id)}\n`;
  const event = frame.event === undefined ? '' : `event: ${singleLine(frame.event)}\n`;
  return `${id}${event}data: ${JSON.stringify(frame.data)}\n\n`;
}
