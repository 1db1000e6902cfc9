// Reads a vector tile (Mapbox Vector Tile 2.1, which is protobuf). Only layers that are asked for are unpacked.
// Every length is checked against the bytes there are: a damaged tile throws and is not drawn.

class Reader {
  constructor(bytes, start = 0, end = bytes.length) { this.bytes = bytes; this.at = start; this.end = end; }
  get more() { return this.at < this.end; }
  number() {
    let value = 0, by = 1;
    for (let n = 0; n < 10; n++) {
      if (this.at >= this.end) throw new RangeError("cut off");
      const byte = this.bytes[this.at++];
      value += (byte & 127) * by;
      if (byte < 128) return value;
      by *= 128;
    }
    throw new RangeError("a number that does not end");
  }
  field() { const key = this.number(); return [Math.floor(key / 8), key % 8]; }
  part() {
    const length = this.number(), start = this.at;
    if (length > this.end - start) throw new RangeError("points beyond its end");
    this.at = start + length;
    return new Reader(this.bytes, start, this.at);
  }
  text() { const part = this.part(); return new TextDecoder().decode(this.bytes.subarray(part.at, part.end)); }
  fixed(size) {
    if (size > this.end - this.at) throw new RangeError("cut off");
    const view = new DataView(this.bytes.buffer, this.bytes.byteOffset + this.at, size);
    this.at += size;
    return size === 4 ? view.getFloat32(0, true) : view.getFloat64(0, true);
  }
  skip(wire) {
    if (wire === 0) this.number();
    else if (wire === 1) this.fixed(8);
    else if (wire === 2) this.part();
    else if (wire === 5) this.fixed(4);
    else throw new RangeError("a field of no known kind");
  }
}

const signed = (n) => (n % 2 ? -(n + 1) / 2 : n / 2);
const wholeSigned = (n) => (n >= 2 ** 63 ? n - 2 ** 64 : n);

// The layers of a tile: [{name, extent, features: [{kind, lines, told}]}], with `wanted(name)` those that are read.
export function decode(bytes, wanted) {
  const layers = [], tile = new Reader(bytes);
  while (tile.more) {
    const [field, wire] = tile.field();
    if (field === 3 && wire === 2) {
      const found = layerOf(tile.part(), wanted);
      if (found) layers.push(found);
    } else tile.skip(wire);
  }
  return layers;
}

function layerOf(reader, wanted) {
  const parts = [], keys = [], values = [];
  let name = "", extent = 4096;
  while (reader.more) {
    const [field, wire] = reader.field();
    if (field === 1 && wire === 2) name = reader.text();
    else if (field === 2 && wire === 2) parts.push(reader.part());
    else if (field === 3 && wire === 2) keys.push(reader.text());
    else if (field === 4 && wire === 2) values.push(valueOf(reader.part()));
    else if (field === 5 && wire === 0) extent = reader.number();
    else reader.skip(wire);
  }
  if (!wanted(name) || !(extent > 0)) return null;
  return { name, extent, features: parts.map((part) => featureOf(part, keys, values)) };
}

function valueOf(reader) {
  let value = null;
  while (reader.more) {
    const [field, wire] = reader.field();
    if (field === 1 && wire === 2) value = reader.text();
    else if (field === 2 && wire === 5) value = reader.fixed(4);
    else if (field === 3 && wire === 1) value = reader.fixed(8);
    else if (field === 4 && wire === 0) value = wholeSigned(reader.number());
    else if (field === 5 && wire === 0) value = reader.number();
    else if (field === 6 && wire === 0) value = signed(reader.number());
    else if (field === 7 && wire === 0) value = reader.number() !== 0;
    else reader.skip(wire);
  }
  return value;
}

// `kind`: 1 points, 2 lines, 3 areas. `lines`: of points, each a flat list x, y, x, y.
function featureOf(reader, keys, values) {
  const told = {};
  let kind = 0, lines = [];
  while (reader.more) {
    const [field, wire] = reader.field();
    if (field === 2 && wire === 2) {
      const tags = reader.part();
      while (tags.more) {
        const key = keys[tags.number()], value = tags.more ? values[tags.number()] : undefined;
        if (key !== undefined && value !== undefined) told[key] = value;
      }
    } else if (field === 3 && wire === 0) kind = reader.number();
    else if (field === 4 && wire === 2) lines = linesOf(reader.part());
    else reader.skip(wire);
  }
  return { kind, lines, told };
}

function linesOf(reader) {
  const lines = [];
  let line = null, x = 0, y = 0;
  while (reader.more) {
    const told = reader.number(), command = told % 8, count = Math.floor(told / 8);
    if (command === 7) { if (line && line.length > 1) line.push(line[0], line[1]); continue; }
    if (command !== 1 && command !== 2) throw new RangeError("a command that is none");
    for (let n = 0; n < count; n++) {
      x += signed(reader.number()); y += signed(reader.number());
      if (command === 1) { line = [x, y]; lines.push(line); } else if (line) line.push(x, y);
    }
  }
  return lines;
}
