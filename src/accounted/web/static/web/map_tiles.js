// Tiles under the things of the map: pictures as they are, vector tiles drawn in a plain style of our own. What a
// layer is called depends on who made the file; those of Protomaps, OpenMapTiles and Shortbread are known.
import { decode } from "./vector_tile.js";

const SIDE = 512; // of a drawn vector tile, in points of the page
const FURTHER = 4; // levels that a nearer tile is drawn from a further one while it waits
const AT_ONCE = 2; // vector tiles drawn in one frame: more would be felt
const LABELS = 70;

export function tilesOf(told, again) {
  return told && told.address ? new (told.form === "vector" ? VectorTiles : PictureTiles)(told, again) : null;
}

class Tiles {
  constructor(told, again) {
    Object.assign(this, { told, again });
    this.kept = new Map();
  }

  keep(key, make, most) {
    let found = this.kept.get(key);
    if (found) this.kept.delete(key); else found = make();
    this.kept.set(key, found);
    if (this.kept.size > most) this.kept.delete(this.kept.keys().next().value);
    return found;
  }

  address(z, x, y) { return this.told.address.replace("{z}", z).replace("{x}", x).replace("{y}", y); }

  // Where the picture's tiles of one level lie: [level, x around the world, y, place on the page, side].
  * seen(view, side, most) {
    const z = Math.max(0, Math.min(most, Math.round(Math.log2(view.scale / side)))), n = 2 ** z, wide = view.scale / n;
    if (z < this.told.least) return;
    const [x0, y0] = view.world([0, 0]), [x1, y1] = view.world([view.width, view.height]);
    for (let x = Math.floor(x0 * n); x <= x1 * n; x++) for (let y = Math.max(0, Math.floor(y0 * n)); y <= Math.min(n - 1, y1 * n); y++) {
      const [px, py] = view.screen(x / n, y / n);
      yield [z, ((x % n) + n) % n, y, px, py, wide];
    }
  }

  draw(c, view) {
    this.left = AT_ONCE;
    for (const [z, x, y, px, py, wide] of this.seen(view, this.side, this.nearest)) {
      for (let up = 0; up <= Math.min(FURTHER, z); up++) {
        const of = 2 ** up, ready = this.ready(z - up, x >> up, y >> up, view, up === 0);
        if (!ready) continue;
        const side = ready.width / of;
        c.drawImage(ready, (x % of) * side, (y % of) * side, side, side, px, py, wide + 0.5, wide + 0.5);
        break;
      }
    }
  }

  labels() {}
}

class PictureTiles extends Tiles {
  side = 256;
  get nearest() { return this.told.most; }

  // Of the levels further away only those that came already.
  ready(z, x, y, view, ask) {
    const key = `${z}/${x}/${y}`;
    if (!ask && !this.kept.has(key)) return null;
    const image = this.keep(key, () => {
      const made = new Image();
      made.onload = () => this.again();
      made.src = this.address(z, x, y);
      return made;
    }, 400);
    return image.complete && image.naturalWidth ? image : null;
  }
}

class VectorTiles extends Tiles {
  side = SIDE;
  nearest = 22; // beyond its last level, the last level's shapes are drawn larger
  data = new Map();
  widths = new Map();

  ready(z, x, y, view, ask) {
    const key = `${z}/${x}/${y}/${view.ratio}/${view.look.dark}`;
    if (this.kept.has(key)) return this.keep(key, null, 96);
    if (!ask) return null;
    const found = this.of(z, x, y);
    if (!found.layers) return null;
    if (this.left-- <= 0) { this.again(); return null; }
    return this.keep(key, () => drawn(found.layers, z - found.z, x, y, view), view.ratio > 1 ? 48 : 96);
  }

  // The unpacked tile that holds the tile asked for: itself, or the one of the last level that contains it.
  of(z, x, y) {
    const up = Math.max(0, z - this.told.most), of = [z - up, x >> up, y >> up], key = of.join("/");
    let found = this.data.get(key);
    if (!found) {
      found = { z: of[0], x: of[1], y: of[2], layers: null };
      this.data.set(key, found);
      if (this.data.size > 128) this.data.delete(this.data.keys().next().value);
      this.read(found);
    }
    return found;
  }

  async read(found) {
    try {
      const answer = await fetch(this.address(found.z, found.x, found.y));
      const bytes = answer.status === 200 ? new Uint8Array(await answer.arrayBuffer()) : null;
      found.layers = bytes ? decode(bytes, (name) => name in ROLES) : null;
    } catch { found.layers = null; }
    if (found.layers) { found.names = namesIn(found); this.again(); }
  }

  // Names of places over everything that is drawn below: the greater first, none over another.
  labels(c, view, taken) {
    const names = new Map();
    for (const [z, x, y] of this.seen(view, SIDE, Math.min(this.nearest, this.told.most))) for (const one of this.of(z, x, y).names || []) {
      const known = names.get(one.text);
      if (!known || Math.hypot(known.x - one.x, known.y - one.y) * view.scale > 120) names.set(known ? `${one.text}${one.x}` : one.text, one);
    }
    let set = 0;
    c.textAlign = "center"; c.textBaseline = "middle"; c.lineJoin = "round"; c.lineWidth = 3;
    for (const one of [...names.values()].sort((a, b) => a.rank - b.rank || b.people - a.people)) {
      if (set >= LABELS) break;
      const [px, py] = view.screen(one.x, one.y), font = one.rank < 3 ? "600 14px system-ui, sans-serif" : one.rank < 5 ? "600 12px system-ui, sans-serif" : "12px system-ui, sans-serif";
      if (px < 0 || py < 0 || px > view.width || py > view.height) continue;
      const key = font + one.text;
      c.font = font;
      if (!this.widths.has(key)) this.widths.set(key, c.measureText(one.text).width);
      const half = this.widths.get(key) / 2 + 4, box = [px - half, py - 9, px + half, py + 9];
      if (taken.some((b) => b[0] < box[2] && b[2] > box[0] && b[1] < box[3] && b[3] > box[1])) continue;
      taken.push(box);
      c.strokeStyle = view.look.panel; c.strokeText(one.text, px, py);
      c.fillStyle = one.rank < 5 ? view.look.ink : view.look.soft; c.fillText(one.text, px, py);
      set++;
    }
  }
}

// ---- what the layers are

const always = (role) => () => role;
const GREEN = new Set(["park", "national_park", "nature_reserve", "wood", "forest", "grass", "grassland", "meadow", "scrub", "heath", "orchard", "vineyard", "farmland",
  "cemetery", "grave_yard", "garden", "village_green", "recreation_ground", "allotments", "wetland"]);
const MAJOR = new Set(["motorway", "trunk", "primary", "secondary", "highway", "major_road"]);
const MINOR = new Set(["tertiary", "minor", "minor_road", "residential", "unclassified", "street", "service", "living_street", "medium_road"]);
const kindOf = (told) => told.kind || told.class || told.subclass || told["pmap:kind"] || "";
const land = (told) => (GREEN.has(kindOf(told)) ? "green" : ["residential", "urban_area", "suburb", "industrial", "commercial"].includes(kindOf(told)) ? "built" : null);
const road = (told) => { const kind = String(kindOf(told)).replace(/_link$/, ""); return MAJOR.has(kind) ? "major" : MINOR.has(kind) ? "minor" : kind === "rail" ? "rail" : null; };
const border = (told) => {
  const level = Number(told.admin_level ?? told["pmap:min_admin_level"] ?? told.kind_detail ?? { country: 2, region: 4 }[told.kind] ?? 9);
  return Number(told.maritime || 0) || told.maritime === true ? null : level <= 2 ? "country" : level <= 4 ? "region" : level <= 6 ? "district" : null;
};
const ROLES = {
  earth: always("land"), land: land, landuse: land, landcover: land, park: always("green"), sites: land,
  water: always("water"), ocean: always("water"), water_polygons: always("water"), waterway: always("water"), water_lines: always("water"),
  building: always("building"), buildings: always("building"),
  roads: road, transportation: road, streets: road,
  boundary: border, boundaries: border,
  place: always("name"), places: always("name"), place_labels: always("name"),
};
const ORDER = ["land", "built", "green", "water", "building", "minor", "major", "rail", "district", "region", "country"];
const WIDTHS = { minor: 1, major: 2.2, rail: 1, district: 0.8, region: 1.1, country: 1.8, water: 1.3 };
const DASHES = { rail: [5, 3], district: [2, 3], region: [5, 3] };

// A tile as a picture: `deeper` levels beyond the shapes it is drawn from.
function drawn(layers, deeper, x, y, view) {
  const canvas = document.createElement("canvas"), side = Math.round(SIDE * view.ratio), look = view.look, of = 2 ** deeper;
  canvas.width = canvas.height = side;
  const c = canvas.getContext("2d");
  c.fillStyle = look.land; c.fillRect(0, 0, side, side);
  const areas = {}, lines = {};
  for (const layer of layers) {
    const scale = side * of / layer.extent, left = -(x % of) * side, top = -(y % of) * side;
    for (const one of layer.features) {
      const role = one.kind > 1 ? ROLES[layer.name](one.told) : null;
      if (!role || role === "name") continue;
      const into = one.kind === 3 && !(role in DASHES) && role !== "country" ? areas : lines;
      const path = (into[role] ||= new Path2D());
      for (const line of one.lines) {
        path.moveTo(line[0] * scale + left, line[1] * scale + top);
        for (let n = 2; n < line.length; n += 2) path.lineTo(line[n] * scale + left, line[n + 1] * scale + top);
      }
    }
  }
  for (const role of ORDER) {
    if (areas[role]) { c.fillStyle = look[role] || look.land; c.fill(areas[role]); }
    if (!lines[role]) continue;
    c.strokeStyle = look[role] || look.line; c.lineWidth = (WIDTHS[role] || 1) * view.ratio; c.lineJoin = "round";
    c.setLineDash((DASHES[role] || []).map((n) => n * view.ratio)); c.stroke(lines[role]); c.setLineDash([]);
  }
  return canvas;
}

const RANKS = { continent: 0, ocean: 0, country: 1, region: 2, state: 2, province: 2, city: 3, locality: 4, town: 4, village: 5, hamlet: 6, suburb: 6, neighbourhood: 6, quarter: 6 };

function namesIn(found) {
  const language = document.documentElement.lang || "en", n = 2 ** found.z, names = [];
  for (const layer of found.layers) for (const one of layer.features) {
    if (one.kind !== 1 || !one.lines.length || ROLES[layer.name](one.told) !== "name") continue;
    const told = one.told, text = told[`name:${language}`] || told[`name_${language}`] || told.name;
    if (!text) continue;
    const [x, y] = one.lines[0], kind = String(told.kind_detail || kindOf(told));
    names.push({ text: String(text), rank: RANKS[kind] ?? RANKS[String(kindOf(told))] ?? 7, people: Number(told.population || told.population_rank || 0),
      x: (found.x + x / layer.extent) / n, y: (found.y + y / layer.extent) / n });
  }
  return names;
}
