/** One DataView per buffer: four bytes are read through it as fast as one (see formats/json-syntax.ts). */
const views = new WeakMap<Buffer, DataView>();

export function viewOf(buffer: Buffer): DataView {
  let view = views.get(buffer);
  if (view === undefined) {
    view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
    views.set(buffer, view);
  }
  return view;
}
