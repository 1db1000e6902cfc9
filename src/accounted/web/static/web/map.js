// The moving map: outlines and points on a canvas, no other host, no WebGL. Without it the still picture stays.
// Why not a library: docs/adr/0017. A circle is as many metres wide as the place is uncertain.

const frame = document.getElementById("map");
if (frame) start(frame);

async function start(frame) {
  const told = await read("/map.json" + location.search);
  if (!told || !told.features || !told.features.length) return;
  const things = told.features.map((f) => ({
    x: mercatorX(f.geometry.coordinates[0]), y: mercatorY(f.geometry.coordinates[1]),
    lat: f.geometry.coordinates[1], ...f.properties,
  }));
  const box = boxOf(told.features);
  const land = await read(`${frame.dataset.land}?box=${box.map((n) => n.toFixed(2)).join(",")}`);
  new MapView(frame, things, land ? land.features : [], box);
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
  constructor(frame, things, land, box) {
    Object.assign(this, { frame, things, box });
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
    this.tiles = new Map();
    this.home();
    new ResizeObserver(() => { this.fit(); this.draw(); }).observe(frame);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
    this.listen();
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
    canvas.addEventListener("keydown", (e) => {
      const step = 60 / this.scale;
      const acts = { ArrowLeft: () => { this.cx -= step; }, ArrowRight: () => { this.cx += step; }, ArrowUp: () => { this.cy -= step; }, ArrowDown: () => { this.cy += step; },
        "+": () => this.zoom(1.6), "=": () => this.zoom(1.6), "-": () => this.zoom(1 / 1.6), Home: () => this.home(), Escape: () => this.told.replaceChildren(),
        Enter: () => this.choose([this.width / 2, this.height / 2], 60) };
      if (acts[e.key]) { e.preventDefault(); acts[e.key](); this.later(); }
    });
  }

  later() { if (!this.waiting) { this.waiting = true; requestAnimationFrame(() => { this.waiting = false; this.draw(); }); } }

  draw() {
    const c = this.canvas.getContext("2d"), look = getComputedStyle(document.documentElement);
    const colour = (name) => look.getPropertyValue(name).trim();
    const { ratio, scale } = this;
    c.setTransform(ratio, 0, 0, ratio, 0, 0);
    c.fillStyle = colour("--shade"); c.fillRect(0, 0, this.width, this.height);
    const toWorld = () => c.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * (this.width / 2 - this.cx * scale), ratio * (this.height / 2 - this.cy * scale));
    toWorld();
    for (const { layer, path } of this.paths) {
      if (layer === "land") { c.fillStyle = colour("--panel"); c.fill(path, "evenodd"); c.lineWidth = 1 / scale; c.strokeStyle = colour("--strong-line"); c.stroke(path); }
    }
    for (const { layer, path } of this.paths) if (layer === "border") { c.lineWidth = 1 / scale; c.strokeStyle = colour("--line"); c.stroke(path); }
    c.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (this.frame.dataset.tiles) this.drawTiles(c);
    this.groups = this.gather();
    const accent = colour("--accent"), ink = colour("--accent-ink");
    for (const group of this.groups) {
      const { x, y, list } = group;
      if (list.length > 1) {
        group.r = 12 + 3 * Math.log10(list.length) * 3;
        c.globalAlpha = 0.85; c.fillStyle = accent; c.beginPath(); c.arc(x, y, group.r, 0, 7); c.fill();
        c.globalAlpha = 1; c.fillStyle = ink; c.font = "600 12px system-ui, sans-serif"; c.textAlign = "center"; c.textBaseline = "middle";
        c.fillText(String(list.length), x, y);
        continue;
      }
      const one = list[0], wide = this.pixels(one);
      c.fillStyle = accent; c.strokeStyle = accent;
      if (wide > 9) {
        c.globalAlpha = 0.14; c.beginPath(); c.arc(x, y, wide, 0, 7); c.fill();
        c.globalAlpha = 1; c.setLineDash([5, 4]); c.lineWidth = 1.5; c.stroke(); c.setLineDash([]);
        group.r = Math.min(wide, 40);
      } else {
        shape(c, one.kind, x, y); group.r = 10;
      }
    }
    this.drawScale(c, colour("--soft"));
  }

  // Metres to pixels: Mercator stretches with the latitude.
  pixels(one) { return (one.radius_m || 0) / (40075016.7 * Math.cos(one.lat * Math.PI / 180)) * this.scale; }

  // Things nearer than a finger's width are one circle with their number; none of them is moved.
  gather() {
    const cells = new Map(), size = 44;
    for (const one of this.things) {
      const [x, y] = this.screen(one.x, one.y);
      if (x < -80 || y < -80 || x > this.width + 80 || y > this.height + 80) continue;
      const key = `${Math.floor(x / size)}:${Math.floor(y / size)}`;
      const cell = cells.get(key);
      if (cell) { cell.list.push(one); cell.sx += x; cell.sy += y; } else cells.set(key, { list: [one], sx: x, sy: y });
    }
    return [...cells.values()].map((g) => ({ list: g.list, x: g.sx / g.list.length, y: g.sy / g.list.length }));
  }

  drawScale(c, colour) {
    const metre = this.scale / (40075016.7 * Math.cos(Math.atan(Math.sinh(Math.PI * (1 - 2 * this.cy)))));
    const length = [1e6, 5e5, 2e5, 1e5, 5e4, 2e4, 1e4, 5e3, 2e3, 1e3, 500, 200, 100, 50, 20, 10].find((n) => n * metre < this.width / 4) || 10;
    const wide = length * metre, x = this.width - wide - 14, y = this.height - 14;
    c.strokeStyle = c.fillStyle = colour; c.lineWidth = 2; c.beginPath(); c.moveTo(x, y - 6); c.lineTo(x, y); c.lineTo(x + wide, y); c.lineTo(x + wide, y - 6); c.stroke();
    c.font = "12px system-ui, sans-serif"; c.textAlign = "center"; c.textBaseline = "bottom";
    c.fillText(length >= 1000 ? `${length / 1000} km` : `${length} m`, x + wide / 2, y - 3);
  }

  drawTiles(c) {
    const z = Math.max(0, Math.min(19, Math.round(Math.log2(this.scale / 256)))), n = 2 ** z, side = this.scale / n;
    const [x0, y0] = this.world([0, 0]), [x1, y1] = this.world([this.width, this.height]);
    for (let x = Math.floor(x0 * n); x <= x1 * n; x++) for (let y = Math.max(0, Math.floor(y0 * n)); y <= Math.min(n - 1, y1 * n); y++) {
      const key = `${z}/${x}/${y}`;
      let tile = this.tiles.get(key);
      if (!tile) {
        tile = new Image();
        tile.onload = () => this.later();
        tile.src = this.frame.dataset.tiles.replace("{z}", z).replace("{x}", ((x % n) + n) % n).replace("{y}", y);
        this.tiles.set(key, tile);
        if (this.tiles.size > 400) this.tiles.delete(this.tiles.keys().next().value);
      }
      if (tile.complete && tile.naturalWidth) { const [px, py] = this.screen(x / n, y / n); c.drawImage(tile, px, py, side + 0.5, side + 0.5); }
    }
  }

  choose(at, reach = 0) {
    let best = null, near = Infinity;
    for (const group of this.groups || []) {
      const d = Math.hypot(group.x - at[0], group.y - at[1]);
      if (d < Math.max(group.r, reach) && d < near) { best = group; near = d; }
    }
    this.told.replaceChildren();
    if (!best) return;
    if (best.list.length > 12 && this.scale < 2 ** 27) { this.zoom(3, [best.x, best.y]); this.draw(); return; }
    const list = document.createElement("ul");
    for (const one of best.list.slice(0, 50)) {
      const item = document.createElement("li"), name = document.createElement(one.href ? "a" : "span");
      if (one.href) name.href = one.href;
      name.textContent = one.name;
      item.append(name, ` · ${one.kind_title}${one.number > 1 ? ` (${one.number})` : ""} · ${one.precision}${one.date ? ` · ${one.date}` : ""}`);
      list.append(item);
    }
    const close = document.createElement("button");
    close.type = "button"; close.textContent = this.frame.dataset.close; close.addEventListener("click", () => { this.told.replaceChildren(); this.canvas.focus(); });
    this.told.append(list, close);
  }
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
