// The moving map: outlines, tiles and things on a canvas, no other host, no WebGL. Without it the still picture
// stays. Why not a library: docs/adr/0017. A thing known to a district is the whole district, not its middle.
import { Control } from "./map_control.js";
import { tilesOf } from "./map_tiles.js";

const CELL = 44; // things nearer than a finger's width are one circle with their number; none of them is moved
const CLOSE = 30;
const WIDE = 22; // from so many points on, what is uncertain is an area of its own
const MANY = 150; // areas; more of them at once are numbers like the rest, and the map says so
const DASHED = 1500; // points of the page: a wider area has an edge of one piece, which is quicker by far
const BEYOND = 0.5; // of the picture on every side, that the ground is drawn further than is seen
const EARTH = 40075016.7;

const frame = document.getElementById("map");
if (frame) start(frame);

async function start(frame) {
  const told = await read("/map.json" + location.search);
  const held = ((told || {}).held || []).filter((one) => one.lat !== null);
  if (!told || !(told.features || []).length && !held.length) return;
  const things = told.features.map((f) => ({
    ...f.properties, x: mercatorX(f.geometry.coordinates[0]), y: mercatorY(f.geometry.coordinates[1]),
    lat: f.geometry.coordinates[1], area: (told.areas || {})[f.properties.area] ? f.properties.area : null,
  }));
  for (const one of held) Object.assign(one, { x: mercatorX(one.lon), y: mercatorY(one.lat), metres: (one.radius_m || 0) / (EARTH * Math.cos(one.lat * Math.PI / 180)) });
  const box = boxOf([...told.features, ...held.map((one) => ({ geometry: { coordinates: [one.lon, one.lat] } }))]);
  const land = await read(`${frame.dataset.land}?box=${box.map((n) => n.toFixed(2)).join(",")}`);
  new MapView(frame, things, land ? land.features : [], box, told);
}

async function read(address) {
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    return answer.ok ? await answer.json() : null;
  } catch { return null; }
}

// The world is the unit square of Web Mercator.
function mercatorX(lon) { return (lon + 180) / 360; }
function mercatorY(lat) {
  const s = Math.sin(Math.max(-85.05, Math.min(85.05, lat)) * Math.PI / 180);
  return 0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI);
}
function boxOf(features) {
  const lons = features.map((f) => f.geometry.coordinates[0]), lats = features.map((f) => f.geometry.coordinates[1]);
  const low = (list) => list.reduce((a, b) => Math.min(a, b)), high = (list) => list.reduce((a, b) => Math.max(a, b));
  const air = 6;
  return [Math.max(-180, low(lons) - air), Math.max(-80, low(lats) - air), Math.min(180, high(lons) + air), Math.min(80, high(lats) + air)];
}

class MapView {
  constructor(frame, things, land, box, told) {
    Object.assign(this, { frame, box });
    this.areas = Object.fromEntries(Object.entries(told.areas || {}).map(([key, geometry]) => [key, pathOf(geometry)]));
    this.spots = spotsOf(things);
    this.control = new Control(told.held || [], this.areas, frame.dataset);
    this.still = frame.querySelector("svg");
    this.canvas = document.createElement("canvas");
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute("role", "application");
    this.canvas.setAttribute("aria-label", frame.dataset.label);
    this.told = document.createElement("div");
    this.told.className = "map-told";
    this.told.setAttribute("role", "status");
    frame.append(this.canvas, this.tools(), this.told);
    if (this.still) { this.still.setAttribute("aria-hidden", "true"); for (const a of this.still.querySelectorAll("a")) a.tabIndex = -1; this.still.classList.add("covered"); }
    this.paths = land.map((f) => ({ layer: f.properties.layer, path: pathOf(f.geometry) }));
    this.tiles = tilesOf(told.tiles, () => this.later());
    this.at = -1;
    this.colours();
    this.home();
    new ResizeObserver(() => { this.fit(); this.draw(); }).observe(frame);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { this.colours(); this.draw(); });
    this.listen();
  }

  colours() {
    const look = getComputedStyle(document.documentElement), read = (name) => look.getPropertyValue(name).trim();
    this.look = { dark: matchMedia("(prefers-color-scheme: dark)").matches };
    for (const name of ["shade", "panel", "line", "strong-line", "accent", "accent-ink", "soft", "ink"]) this.look[name] = read(`--${name}`);
    for (const name of ["land", "green", "built", "water", "building", "minor", "major", "rail", "district", "region", "country"]) this.look[name] = read(`--map-${name}`);
    this.control.colours(read);
  }

  tools() {
    const tools = document.createElement("div");
    tools.className = "map-tools";
    for (const [sign, label, act] of [["+", this.frame.dataset.in, () => this.zoom(1.6)], ["−", this.frame.dataset.out, () => this.zoom(1 / 1.6)], ["⌂", this.frame.dataset.home, () => this.home()]]) {
      const button = document.createElement("button");
      button.type = "button"; button.textContent = sign; button.setAttribute("aria-label", label); button.title = label;
      button.addEventListener("click", () => { act(); this.draw(); });
      tools.append(button);
    }
    return tools;
  }

  fit() {
    const ratio = Math.min(2, devicePixelRatio || 1), { clientWidth: w, clientHeight: h } = this.frame;
    this.width = w; this.height = h; this.ratio = ratio;
    this.canvas.width = Math.max(1, w * ratio); this.canvas.height = Math.max(1, h * ratio);
  }

  home() {
    this.fit();
    const air = 4, [w, s, e, n] = [this.box[0] + air, this.box[1] + air, this.box[2] - air, this.box[3] - air];
    const x0 = mercatorX(w), x1 = mercatorX(e), y0 = mercatorY(n), y1 = mercatorY(s);
    this.scale = Math.min(this.width / (x1 - x0), this.height / (y1 - y0));
    this.cx = (x0 + x1) / 2; this.cy = (y0 + y1) / 2;
  }

  zoom(by, at) {
    const scale = Math.max(200, Math.min(2 ** 30, this.scale * by));
    if (at) {
      const [x, y] = this.world(at);
      this.cx = x - (at[0] - this.width / 2) / scale; this.cy = y - (at[1] - this.height / 2) / scale;
    }
    this.scale = scale;
    this.zooming = true;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => { this.zooming = false; this.later(); }, 150);
  }

  screen(x, y) { return [(x - this.cx) * this.scale + this.width / 2, (y - this.cy) * this.scale + this.height / 2]; }
  world([px, py]) { return [(px - this.width / 2) / this.scale + this.cx, (py - this.height / 2) / this.scale + this.cy]; }

  listen() {
    const { canvas } = this, down = new Map();
    let moved = false, apart = 0;
    const at = (event) => { const r = canvas.getBoundingClientRect(); return [event.clientX - r.left, event.clientY - r.top]; };
    canvas.addEventListener("pointerdown", (e) => { canvas.setPointerCapture(e.pointerId); down.set(e.pointerId, at(e)); moved = down.size > 1; apart = 0; });
    canvas.addEventListener("pointermove", (e) => {
      if (!down.has(e.pointerId)) return;
      const before = down.get(e.pointerId), now = at(e);
      down.set(e.pointerId, now);
      if (down.size === 1) {
        if (Math.hypot(now[0] - before[0], now[1] - before[1]) > 2) moved = true;
        this.cx -= (now[0] - before[0]) / this.scale; this.cy -= (now[1] - before[1]) / this.scale;
      } else {
        const [a, b] = [...down.values()], d = Math.hypot(a[0] - b[0], a[1] - b[1]);
        if (apart) this.zoom(d / apart, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]);
        apart = d;
      }
      this.later();
    });
    const up = (e) => { if (down.delete(e.pointerId) && !moved && e.type === "pointerup") this.choose(at(e)); apart = 0; };
    canvas.addEventListener("pointerup", up);
    canvas.addEventListener("pointercancel", up);
    canvas.addEventListener("wheel", (e) => { e.preventDefault(); this.zoom(Math.exp(-e.deltaY / 400), at(e)); this.later(); }, { passive: false });
    for (const event of ["focus", "blur"]) canvas.addEventListener(event, () => this.later());
    canvas.addEventListener("keydown", (e) => {
      const step = 60 / this.scale;
      const acts = { ArrowLeft: () => { this.cx -= step; }, ArrowRight: () => { this.cx += step; }, ArrowUp: () => { this.cy -= step; }, ArrowDown: () => { this.cy += step; },
        "+": () => this.zoom(1.6), "=": () => this.zoom(1.6), "-": () => this.zoom(1 / 1.6), Home: () => this.home(), Escape: () => this.told.replaceChildren(),
        n: () => this.walk(1), p: () => this.walk(-1),
        Enter: () => this.choose([this.width / 2, this.height / 2], 60) };
      if (acts[e.key] && !e.ctrlKey && !e.metaKey && !e.altKey) { e.preventDefault(); acts[e.key](); this.later(); }
    });
  }

  later() { if (!this.waiting) { this.waiting = true; requestAnimationFrame(() => { this.waiting = false; this.draw(); }); } }

  draw() {
    if (!this.width || !this.height) return; // not laid out yet: it is drawn as soon as it has a size
    const c = this.canvas.getContext("2d"), { ratio, look } = this;
    this.drawGround(c);
    c.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (this.tiles) this.tiles.draw(c, this);
    this.control.draw(c, this);
    let { cells, wide: areas } = this.gather(false), wide = this.seenAreas(areas);
    this.many = wide.length > MANY ? wide.reduce((sum, one) => sum + one.count, 0) : 0;
    if (this.many) { cells = this.gather(true).cells; wide = []; }
    cells = this.seenCells(cells);
    this.drawAreas(c, wide);
    for (const one of cells) this.drawCell(c, one);
    for (const one of wide) if (one.count > 1 && one.inside) number(c, one.x, one.y, one.count, look);
    this.groups = [...cells, ...wide];
    if (this.tiles) this.tiles.labels(c, this, this.groups.filter((one) => !one.wide || one.count > 1).map((one) => [one.x - 12, one.y - 12, one.x + 12, one.y + 12]));
    this.drawScale(c, look.soft);
    if (this.canvas.matches(":focus-visible")) this.drawCross(c, look.ink);
  }

  // Metres to points of the page: Mercator stretches with the latitude.
  pixels(one) { return one.metres * this.scale; }

  // Outlines change only when the map comes nearer: drawn once a good deal larger than the picture, then moved.
  drawGround(c) {
    const { ratio, scale, look, width, height } = this, made = this.ground;
    const [px, py] = made ? this.screen(made.x, made.y) : [0, 0], by = made ? scale / made.scale : 1;
    const stale = !made || made.look !== look || made.width !== width || made.height !== height;
    const beyond = made && (px > 0 || py > 0 || px + made.wide * by < width || py + made.high * by < height);
    if (stale || by > 2 || (by !== 1 && !this.zooming) || (beyond && this.paths.length)) this.makeGround();
    const ground = this.ground, [x, y] = this.screen(ground.x, ground.y), size = scale / ground.scale;
    c.setTransform(ratio, 0, 0, ratio, 0, 0);
    c.fillStyle = look.shade; c.fillRect(0, 0, width, height);
    c.drawImage(ground.canvas, x, y, ground.wide * size, ground.high * size);
  }

  makeGround() {
    const { ratio, scale, look, width, height } = this, canvas = this.ground?.canvas || document.createElement("canvas");
    const wide = Math.ceil(width * (1 + 2 * BEYOND)), high = Math.ceil(height * (1 + 2 * BEYOND)), [x, y] = this.world([-width * BEYOND, -height * BEYOND]);
    canvas.width = wide * ratio; canvas.height = high * ratio;
    const c = canvas.getContext("2d");
    c.fillStyle = look.shade; c.fillRect(0, 0, canvas.width, canvas.height);
    c.setTransform(ratio * scale, 0, 0, ratio * scale, -x * ratio * scale, -y * ratio * scale);
    c.lineWidth = 1 / scale;
    for (const { layer, path } of this.paths) if (layer === "land") { c.fillStyle = look.panel; c.fill(path, "evenodd"); c.strokeStyle = look["strong-line"]; c.stroke(path); }
    for (const { layer, path } of this.paths) if (layer === "border") { c.strokeStyle = look.line; c.stroke(path); }
    this.ground = { canvas, x, y, scale, wide, high, width, height, look };
  }

  // At one scale: which spots are areas of their own, and which share a cell. Moving the map changes neither, and
  // while it comes nearer that is left for a little as it was. `together`: every spot goes into a cell.
  gather(together) {
    const by = this.scale / (this.gathered?.scale || 1);
    if (this.zooming ? by < 0.7 || by > 1.5 : by !== 1) this.gathered = { scale: this.scale };
    const known = this.gathered[together];
    if (known) return known;
    const cells = new Map(), size = CELL / this.scale, wide = [];
    for (const spot of this.spots) {
      if (!together && this.pixels(spot) > WIDE) { wide.push(spot); continue; }
      const key = Math.floor(spot.x / size) * 33554432 + Math.floor(spot.y / size), cell = cells.get(key), count = spot.list.length;
      if (cell) { cell.spots.push(spot); cell.count += count; cell.sx += spot.x * count; cell.sy += spot.y * count; }
      else cells.set(key, { spots: [spot], count, sx: spot.x * count, sy: spot.y * count });
    }
    return (this.gathered[together] = { cells: merged(cells, CLOSE / this.scale), wide });
  }

  seenCells(cells) {
    const seen = [];
    for (const cell of cells) {
      const [x, y] = this.screen(cell.sx / cell.count, cell.sy / cell.count);
      if (x > -80 && y > -80 && x < this.width + 80 && y < this.height + 80) seen.push({ x, y, count: cell.count, spots: cell.spots, r: 10 });
    }
    return seen;
  }

  // Areas that show an edge; those that hold everything that is in view have none to draw, and are only counted.
  seenAreas(wide) {
    const seen = [], { width: w, height: h } = this;
    this.around = [];
    for (const spot of wide) {
      const [x, y] = this.screen(spot.x, spot.y), r = this.pixels(spot);
      if (!spot.area) {
        if (x + r < 0 || y + r < 0 || x - r > w || y - r > h) continue;
        if (Math.hypot(Math.max(x, w - x), Math.max(y, h - y)) < r) { this.around.push(spot); continue; }
      }
      seen.push({ x, y, r, wide: true, count: spot.list.length, spots: [spot], area: spot.area, inside: x > 0 && y > 0 && x < w && y < h });
    }
    return seen;
  }

  drawAreas(c, wide) {
    const all = new Path2D(), { scale, look } = this;
    const matrix = new DOMMatrix([scale, 0, 0, scale, this.width / 2 - this.cx * scale, this.height / 2 - this.cy * scale]);
    for (const one of wide) {
      if (one.area) { one.path = new Path2D(); one.path.addPath(this.areas[one.area], matrix); all.addPath(one.path); }
      else { all.moveTo(one.x + one.r, one.y); all.arc(one.x, one.y, one.r, 0, 7); }
    }
    c.fillStyle = c.strokeStyle = look.accent; c.lineWidth = 1.5;
    c.globalAlpha = 0.14; c.fill(all); c.globalAlpha = 1;
    if (wide.every((one) => one.r < DASHED)) c.setLineDash([5, 4]);
    c.stroke(all); c.setLineDash([]);
    if (this.around.length) { c.globalAlpha = 0.14; c.fillRect(0, 0, this.width, this.height); c.globalAlpha = 1; }
    const around = this.around.reduce((sum, spot) => sum + spot.list.length, 0), told = [];
    if (around) told.push(`${around} ${this.frame.dataset.around}`);
    if (this.many) told.push(`${this.many} ${this.frame.dataset.many}`);
    c.fillStyle = look.ink; c.strokeStyle = look.panel; c.lineWidth = 3; c.lineJoin = "round"; c.font = "12px system-ui, sans-serif"; c.textAlign = "left"; c.textBaseline = "top";
    told.forEach((words, n) => { c.strokeText(words, 10, 10 + n * 18); c.fillText(words, 10, 10 + n * 18); });
  }

  drawCell(c, one) {
    const { look } = this;
    if (one.count > 1) { one.r = number(c, one.x, one.y, one.count, look); return; }
    const thing = one.spots[0].list[0], r = this.pixels(one.spots[0]);
    c.fillStyle = c.strokeStyle = look.accent;
    if (r <= 9 || this.many) { shape(c, thing.kind, one.x, one.y); return; }
    c.globalAlpha = 0.14; c.beginPath(); c.arc(one.x, one.y, r, 0, 7); c.fill();
    c.globalAlpha = 1; c.setLineDash([5, 4]); c.lineWidth = 1.5; c.stroke(); c.setLineDash([]);
    one.r = r;
  }

  drawCross(c, colour) {
    const x = this.width / 2, y = this.height / 2;
    c.strokeStyle = colour; c.lineWidth = 1.5; c.beginPath();
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) { c.moveTo(x + dx * 5, y + dy * 5); c.lineTo(x + dx * 13, y + dy * 13); }
    c.stroke();
  }

  drawScale(c, colour) {
    const metre = this.scale / (EARTH * Math.cos(Math.atan(Math.sinh(Math.PI * (1 - 2 * this.cy)))));
    const length = [1e6, 5e5, 2e5, 1e5, 5e4, 2e4, 1e4, 5e3, 2e3, 1e3, 500, 200, 100, 50, 20, 10].find((n) => n * metre < this.width / 4) || 10;
    const wide = length * metre, x = this.width - wide - 14, y = this.height - 14;
    c.strokeStyle = c.fillStyle = colour; c.lineWidth = 2; c.beginPath(); c.moveTo(x, y - 6); c.lineTo(x, y); c.lineTo(x + wide, y); c.lineTo(x + wide, y - 6); c.stroke();
    c.font = "12px system-ui, sans-serif"; c.textAlign = "center"; c.textBaseline = "bottom";
    c.fillText(length >= 1000 ? `${length / 1000} km` : `${length} m`, x + wide / 2, y - 3);
  }

  // With the keyboard from thing to thing, from west to east or back.
  walk(by) {
    this.at = (this.at + by + this.spots.length + (this.at < 0 && by < 0 ? 1 : 0)) % this.spots.length;
    const spot = this.spots[this.at];
    this.cx = spot.x; this.cy = spot.y;
    this.scale = Math.max(this.scale, Math.min(2 ** 24, 60 / Math.max(spot.metres, 1e-7)));
    this.tell(spot.list);
  }

  choose(at, reach = 0) {
    const inside = (one) => (one.path ? this.holds(one.path, at) : Math.hypot(one.x - at[0], one.y - at[1]) < Math.max(one.r, reach));
    const near = (a, b) => Number(!!a.wide) - Number(!!b.wide) || (a.wide ? a.r - b.r : Math.hypot(a.x - at[0], a.y - at[1]) - Math.hypot(b.x - at[0], b.y - at[1]));
    const best = (this.groups || []).filter(inside).sort(near)[0];
    if (!best) {
      const held = this.control.at(at, this);
      this.tell(this.around.flatMap((spot) => spot.list), held ? this.control.lines(held) : []);
      return;
    }
    if (!best.wide && best.count > 12 && best.spots.length > 1 && this.scale < 2 ** 27) { this.tell([]); this.zoom(3, [best.x, best.y]); this.draw(); return; }
    this.tell(best.spots.flatMap((spot) => spot.list));
  }

  holds(path, [x, y]) { const c = this.canvas.getContext("2d"); c.save(); c.setTransform(1, 0, 0, 1, 0, 0); const is = c.isPointInPath(path, x, y); c.restore(); return is; }

  tell(things, lines = []) {
    this.told.replaceChildren();
    if (!things.length && !lines.length) return;
    const list = document.createElement("ul");
    list.append(...lines);
    for (const one of things.slice(0, 50)) {
      const item = document.createElement("li"), name = document.createElement(one.href ? "a" : "span");
      if (one.href) name.href = one.href;
      name.textContent = one.name;
      item.append(name, [one.kind_title + (one.number > 1 ? ` (${one.number})` : ""), one.precision, one.date].filter(Boolean).map((words) => ` · ${words}`).join(""));
      list.append(item);
    }
    if (things.length > 50) { const more = document.createElement("li"); more.textContent = `+ ${things.length - 50}`; list.append(more); }
    const close = document.createElement("button");
    close.type = "button"; close.textContent = this.frame.dataset.close; close.addEventListener("click", () => { this.told.replaceChildren(); this.canvas.focus(); });
    this.told.append(list, close);
  }
}

// Things at one point that are known equally well are one spot.
function spotsOf(things) {
  const spots = new Map();
  for (const one of things) {
    const key = one.area || `${one.x} ${one.y} ${one.radius_m}`, known = spots.get(key);
    if (known) known.list.push(one);
    else spots.set(key, { x: one.x, y: one.y, area: one.area, list: [one], metres: (one.radius_m || 0) / (EARTH * Math.cos(one.lat * Math.PI / 180)) });
  }
  return [...spots.values()].sort((a, b) => a.x - b.x || a.y - b.y);
}

// Cells whose middles lie so close that their circles would cover each other are one.
function merged(cells, close) {
  for (const [key, cell] of cells) for (const by of [1, 33554431, 33554432, 33554433]) {
    const other = cells.get(key + by);
    if (!other || Math.hypot(cell.sx / cell.count - other.sx / other.count, cell.sy / cell.count - other.sy / other.count) > close) continue;
    other.spots = other.spots.concat(cell.spots); other.count += cell.count; other.sx += cell.sx; other.sy += cell.sy;
    cells.delete(key);
    break;
  }
  return [...cells.values()];
}

function number(c, x, y, count, look) {
  const r = 12 + 9 * Math.log10(count);
  c.globalAlpha = 0.85; c.fillStyle = look.accent; c.beginPath(); c.arc(x, y, r, 0, 7); c.fill();
  c.globalAlpha = 1; c.fillStyle = look["accent-ink"]; c.font = "600 12px system-ui, sans-serif"; c.textAlign = "center"; c.textBaseline = "middle";
  c.fillText(String(count), x, y);
  return r;
}

function shape(c, kind, x, y) {
  c.beginPath();
  if (kind === "burial_site") { c.moveTo(x, y - 8); c.lineTo(x + 7, y + 6); c.lineTo(x - 7, y + 6); c.closePath(); }
  else if (kind === "site") c.rect(x - 6, y - 6, 12, 12);
  else if (kind === "recovery") { c.moveTo(x, y - 8); c.lineTo(x + 8, y); c.lineTo(x, y + 8); c.lineTo(x - 8, y); c.closePath(); }
  else c.arc(x, y, 6, 0, 7);
  c.fill();
}

function pathOf(geometry) {
  const path = new Path2D(), polygons = geometry.type === "MultiPolygon" ? geometry.coordinates : [geometry.coordinates];
  const lines = geometry.type.endsWith("LineString") ? [geometry.type === "LineString" ? [geometry.coordinates] : geometry.coordinates] : polygons;
  for (const polygon of lines) for (const ring of polygon) {
    ring.forEach(([lon, lat], n) => { const x = mercatorX(lon), y = mercatorY(lat); if (n) path.lineTo(x, y); else path.moveTo(x, y); });
    if (!geometry.type.endsWith("LineString")) path.closePath();
  }
  return path;
}
