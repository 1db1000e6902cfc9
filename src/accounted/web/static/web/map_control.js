// Who held which place on the day that is chosen: drawn under the things, as the accounts state it. A place that
// accounts differ on is in stripes of what they say; what is uncertain on that day is pale, with a broken edge.
const COLOURS = { government: "good", occupied: "bad", contested: "warn", retaken: "retaken", unknown: "soft" };
const LEAST = 20; // points of the page: a town is seen from far away too

export class Control {
  constructor(held, areas, words) {
    this.words = words;
    this.places = held.filter((one) => one.lat !== null).map((one) => ({ ...one, path: areas[one.area] || null }));
    this.stripes = new Map();
  }

  colours(read) {
    this.look = Object.fromEntries(Object.entries(COLOURS).map(([code, name]) => [code, read(`--${name}`)]));
    this.stripes.clear();
  }

  // The outline of a place on the page: its own, or a circle as wide as the place.
  outline(one, view) {
    const path = new Path2D();
    if (one.path) path.addPath(one.path, new DOMMatrix([view.scale, 0, 0, view.scale, view.width / 2 - view.cx * view.scale, view.height / 2 - view.cy * view.scale]));
    else { const [x, y] = view.screen(one.x, one.y); path.arc(x, y, Math.max(LEAST, one.metres * view.scale), 0, 7); }
    return path;
  }

  draw(c, view) {
    for (const one of [...this.places].sort((a, b) => b.metres - a.metres)) {
      const path = this.outline(one, view), codes = [...new Set(one.states.map((state) => state.code))], edge = this.look[codes[0]] || this.look.unknown;
      c.globalAlpha = one.sure ? 0.38 : one.differ ? 0.3 : 0.16;
      c.fillStyle = codes.length > 1 ? this.striped(c, codes) : edge;
      c.fill(path);
      c.globalAlpha = 1; c.strokeStyle = edge; c.lineWidth = 1.75;
      c.setLineDash(one.sure ? [] : [3, 3]); c.stroke(path); c.setLineDash([]);
    }
  }

  striped(c, codes) {
    const key = codes.join(" ");
    if (!this.stripes.has(key)) {
      const wide = 7, tile = document.createElement("canvas");
      tile.width = tile.height = wide * codes.length;
      const t = tile.getContext("2d");
      codes.forEach((code, n) => { t.fillStyle = this.look[code] || this.look.unknown; t.fillRect(n * wide, 0, wide, tile.height); });
      const pattern = c.createPattern(tile, "repeat");
      pattern.setTransform(new DOMMatrix().rotate(45));
      this.stripes.set(key, pattern);
    }
    return this.stripes.get(key);
  }

  // The smallest place at a point of the page.
  at(point, view) {
    return [...this.places].sort((a, b) => a.metres - b.metres).find((one) => view.holds(this.outline(one, view), point));
  }

  // What is stated of a place, as lines with links to the accounts.
  lines(one) {
    return one.states.map((state) => {
      const item = document.createElement("li"), said = [state.control, state.by, state.date].filter(Boolean).join(" · ");
      item.append(`${one.place}: ${said}${state.sure ? "" : ` (${this.words.unsure})`}${one.differ ? ` (${this.words.differ})` : ""} `);
      for (const account of state.accounts) {
        const link = document.createElement("a");
        link.href = account.href; link.textContent = [account.item, account.who].filter(Boolean).join(", ");
        item.append(link, " ");
      }
      return item;
    });
  }
}
