// Files and folders sent in pieces. The server says how far each has come, so that an upload goes on after a
// lost connection, a restart of the server or a reload. Without this module the form sends everything at once.

const form = document.getElementById("add-form");
const list = document.getElementById("upload-list");
const drop = document.getElementById("drop");
const words = form.dataset;
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
const chosen = [];  // {name, file, row}
const REMEMBERED = "accounted upload";

const pause = (seconds) => new Promise((go) => setTimeout(go, seconds * 1000));

async function ask(address, options = {}) {
  // A server that is gone for a while comes back: try again, with patience. A refusal is an answer.
  for (let wait = 1; ; wait = Math.min(wait * 2, 30)) {
    try {
      const answer = await fetch(address, { ...options, headers: { "X-CSRFToken": token, Accept: "application/json", ...options.headers } });
      if (answer.status === 507 || (answer.status < 500 && answer.status !== 429)) return answer;  // 507: no room
    } catch { /* no connection */ }
    status(words.waiting);
    await pause(wait);
  }
}

function status(text) { document.getElementById("upload-status").textContent = text; }

function row(name) {
  const item = document.createElement("li");
  item.className = "panel";
  const title = document.createElement("div");
  title.textContent = name;
  title.dir = "auto";
  const bar = document.createElement("progress");
  bar.max = 1; bar.value = 0;
  bar.setAttribute("aria-label", name);
  const digest = document.createElement("code");
  item.append(title, bar, digest);
  list.append(item);
  return { item, bar, digest };
}

function choose(name, file) {
  if (chosen.some((one) => one.name === name && one.file.size === file.size)) return;
  chosen.push({ name, file, row: row(name) });
  status(words.chosen.replace("{}", chosen.length));
}

async function walk(entry, path = "") {
  if (entry.isFile) {
    choose(path + entry.name, await new Promise((take, fail) => entry.file(take, fail)));
  } else if (entry.isDirectory) {
    const reader = entry.createReader();
    for (;;) {
      const some = await new Promise((take, fail) => reader.readEntries(take, fail));
      if (!some.length) break;
      for (const one of some) await walk(one, `${path}${entry.name}/`);
    }
  }
}

for (const input of form.querySelectorAll("input[type=file]")) {
  input.addEventListener("change", () => {
    for (const file of input.files) choose(file.webkitRelativePath || file.name, file);
    input.value = "";
  });
}
document.getElementById("folder-field").hidden = false;
drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
drop.addEventListener("dragleave", () => drop.classList.remove("over"));
drop.addEventListener("drop", async (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  const entries = [...event.dataTransfer.items].map((one) => one.webkitGetAsEntry?.()).filter(Boolean);
  if (entries.length) for (const entry of entries) await walk(entry);
  else for (const file of event.dataTransfer.files) choose(file.name, file);
});

function digestOf(one) {
  return new Promise((take) => {
    const worker = new Worker(words.worker, { type: "module" });
    worker.onmessage = ({ data }) => {
      if (data.done !== undefined) one.row.digest.textContent = `SHA-256 … ${Math.round((100 * data.done) / Math.max(1, one.file.size))} %`;
      else { one.row.digest.textContent = data.sha256 ? `SHA-256 ${data.sha256}` : words.unreadable; worker.terminate(); take(data.sha256 ?? null); }
    };
    worker.onerror = () => { worker.terminate(); take(null); };
    worker.postMessage({ id: 0, file: one.file });
  });
}

async function send(batch, piece, one, number, received) {
  const address = `/add/${batch}/files/${number}/`;
  const digest = digestOf(one);
  while (received < one.file.size) {
    let data;
    try {
      data = await one.file.slice(received, received + piece).arrayBuffer();
    } catch { throw new Error(`${one.name}: ${words.unreadable}`); }
    const answer = await ask(`${address}piece?offset=${received}`, { method: "POST", body: data, headers: { "Content-Type": "application/octet-stream" } });
    const told = await answer.json();
    if (!answer.ok && answer.status !== 409) throw new Error(told.detail ?? answer.statusText);
    received = told.received;
    one.row.bar.value = one.file.size ? received / one.file.size : 1;
    status(words.sending);
  }
  one.row.bar.value = 1;
  const sha256 = await digest;
  if (sha256) {
    const answer = await ask(`${address}digest`, { method: "POST", body: new URLSearchParams({ sha256 }) });
    if (!answer.ok) throw new Error((await answer.json()).detail);
  }
}

form.addEventListener("submit", async (event) => {
  if (!chosen.length) return;  // a text that was pasted goes as a plain form
  event.preventDefault();
  const button = form.querySelector("button.primary");
  button.disabled = true;
  try {
    const pasted = form.querySelector("[name=text]");
    if (pasted.value.trim()) choose("pasted.txt", new File([pasted.value], "pasted.txt"));
    let batch = words.batch || sessionStorage.getItem(REMEMBERED) || "";
    if (batch && !(await resumable(batch))) batch = "";
    let piece = Number(words.piece);
    if (!batch) {
      const facts = new URLSearchParams();
      for (const [name, value] of new FormData(form)) if (typeof value === "string" && name !== "text") facts.append(name, value);
      const begun = await ask("/add/begin", { method: "POST", body: facts });
      const told = await begun.json();
      if (!begun.ok) throw new Error(told.detail);
      ({ batch, piece } = told);
      sessionStorage.setItem(REMEMBERED, batch);
    }
    const announced = await ask(`/add/${batch}/files`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(chosen.map((one) => ({ name: one.name, size: one.file.size }))) });
    const told = await announced.json();
    if (!announced.ok) throw new Error(told.detail);
    for (const [n, one] of chosen.entries()) await send(batch, piece, one, told.files[n].number, told.files[n].received);
    sessionStorage.removeItem(REMEMBERED);
    const closed = await ask(`/add/${batch}/close`, { method: "POST" });
    if (closed.redirected || closed.ok) { location.assign(`/add/${batch}/`); return; }
    throw new Error((await closed.json()).detail);
  } catch (trouble) {
    status(trouble.message);
    button.disabled = false;
  }
});

async function resumable(batch) {
  const answer = await ask(`/add/${batch}.json`);
  return answer.ok && (await answer.json()).batch.state === "arriving";
}
